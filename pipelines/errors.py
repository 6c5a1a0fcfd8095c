"""Every error that coranto raises on purpose.

::

    CorantoError
    ├── ConfigError            what the operator wrote is wrong: a setting, an address, an option
    │   ├── SiteError          a site's YAML file
    │   ├── BadModel           a file that is no model of the cleaner
    │   └── BadMarks           marks of a page's text that are of another text, or cannot be read
    ├── ArchiveError           the archive or what is in it
    │   ├── StoreError         the object store said no
    │   │   ├── StoreUnreachable   nobody answers at the address
    │   │   ├── AccessDenied       the key is wrong or may not do this
    │   │   ├── NoSuchObject       no object has this key
    │   │   └── ObjectExists       put once: the key is taken by other bytes
    │   ├── WarcError          a WARC file is cut, or not a WARC
    │   ├── ManifestError      a manifest cannot be read, or breaks the chain
    │   ├── LeaseBusy          somebody else holds the site
    │   └── LeaseLost          we held the site and could not renew
    ├── DumpError              a raw dump cannot be read
    ├── CrawlError             a crawl child ended without its report
    ├── AirflowError           Airflow's API said no, or does not answer
    │   └── BackfillRefused    another backfill of the same DAG is under way
    ├── CorpusError            tables, index, staging
    │   ├── QueryError         a search or SQL text that cannot be answered
    │   ├── IndexBusy          another process writes the index
    │   ├── ServerError        the search server does not answer, or says no
    │   ├── NameTaken          a frozen corpus of this name exists
    │   └── Quarantined        a staged batch that the gate holds back
    └── StackError             the one-machine stack
        └── PartFailed         one of its programs does not start or answer

A page that is no article is not an error: it is a :class:`~pipelines.record.Rejected` value.
Each message says what is wrong, where (file, key, offset, address), and what to do next.
"""


class CorantoError(Exception):
    """Base of the tree; the command line prints its message in one line and exits."""


class ConfigError(CorantoError):
    """A setting, address or option that cannot be used as it stands."""


class SiteError(ConfigError):
    """A site's YAML file is broken, or no such site is registered."""


class BadModel(ConfigError):
    """The bytes are no model of the cleaner, or of another version."""


class BadMarks(ConfigError):
    """What says which of a page's text is the article's cannot be read, or is of another text."""


class ArchiveError(CorantoError):
    """The archive, or something read from it, is not as it should be."""


class StoreError(ArchiveError):
    """The object store refused or failed."""


class StoreUnreachable(StoreError):
    """Nobody answers at the store's address; try again later."""


class AccessDenied(StoreError):
    """The store refuses this key, or this key may not do that."""


class NoSuchObject(StoreError):
    """No object has this key."""


class ObjectExists(StoreError):
    """Put once: the key already names other bytes."""


class WarcError(ArchiveError):
    """A WARC file is cut short, or is no WARC."""


class ManifestError(ArchiveError):
    """A manifest cannot be read, or does not continue its site's chain."""


class LeaseBusy(ArchiveError):
    """Another crawl holds the site; wait, this is no failure."""


class LeaseLost(ArchiveError):
    """The lease could not be renewed; fetching must stop."""


class DumpError(CorantoError):
    """A raw dump cannot be read as what it says it is."""


class CrawlError(CorantoError):
    """A crawl child ended without a report."""


class AirflowError(CorantoError):
    """Airflow's REST API refused or does not answer."""


class BackfillRefused(AirflowError):
    """Airflow has another backfill of the same DAG under way; it allows one at a time."""


class CorpusError(CorantoError):
    """The tables, the index or a staged batch."""


class QueryError(CorpusError):
    """A search or SQL text that cannot be answered; says where it went wrong."""

    at: int | None = None
    """Where in the query's text, counted from 0; None where it is not about one place."""
    what: str = ""
    """What is wrong there, without the place."""


class IndexBusy(CorpusError):
    """Another process is writing the index; only one may."""


class ServerError(CorpusError):
    """The search server does not answer, refuses, is full, or answers what nobody understands."""


class NameTaken(CorpusError):
    """A frozen corpus of this name exists, and never changes."""


class Quarantined(CorpusError):
    """A staged batch is suspect and waits for an operator's release."""


class StackError(CorantoError):
    """The one-machine stack cannot do what was asked."""


class PartFailed(StackError):
    """One program of the stack does not start, or does not answer."""
