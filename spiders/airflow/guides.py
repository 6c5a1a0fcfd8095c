"""What the Airflow UI tells the operator: the documentation of each DAG and task, in Markdown."""

from pipelines.printable import printable
from spiders.site import Site

RUN = """
### Reading a run
The **note** of a run says what came of it: pages and bytes, articles in the corpus, rejected pages by reason.
In the list of task instances the column *Map Index* says the same for each task. The task's log has each step, and a failed
task ends its log with one line that says what to do.

| task | does | clear it when |
|---|---|---|
| Crawl | asks the site politely and keeps every exchange in the archive | the site was down and its retries are used up |
| Clean | makes records of what the archive holds for the day | `clean` or the site's hints have changed |
| Publish | replaces the day's rows in the corpus | publishing failed |

**Nothing here can lose data or hurt the site.** The archive only ever grows; an article held already is not asked
for again; clearing or repeating any task is safe, at any time and in any order. Stopping a crawl (clear it, or mark it failed)
lets it finish its open requests and keeps what it has.

A crawl that is *up for reschedule* waits for another crawl of the same site; that uses up no retry.
"""

BACKFILL = """
### Past days
* **One day or a few:** *Trigger*, fill in *since* and *until* (the day after the last one).
* **Many days:** *Trigger* → *Backfill* → the range; each run is one local day. **Tick "Override parameters on existing
  runs"** if *Refetch* or *Pages at most* is to count: Airflow drops the form otherwise. The dates of the form never count in a
  backfill, only its range.
* **Look first:** tick *Dry run*; the note says what would be asked for. A real run within the hour asks no source again.
* Scheduled runs come first: a backfill that gives way is *up for reschedule*, and goes on by itself.
* Many sites at once: `fill_gaps`.
* The same days again: choose *All Runs*. No article is requested twice unless *Refetch* is on.
"""


def days_guide(site: Site) -> str:
    """For ``days_<site>``."""
    return f"{_head(site)}\nEach run closes one local day of {site.time_zone}.\n{BACKFILL}{RUN}"


def poll_guide(site: Site) -> str:
    """For ``poll_<site>``."""
    return f"""{_head(site)}
Each run asks what is new and keeps it. It is never backfilled: what a feed said yesterday cannot be asked today. For past days
use `days_{site.id}`.

A source that has brought nothing new rests for an eighth of its silence, a day at most; the log counts it as *resting*.
{RUN}"""


def _head(site: Site) -> str:
    name, home = printable(site.name, markdown=True), printable(site.home, markdown=True)
    kept = ", ".join(sorted({source.kind for source in site.discover})) or "nothing"
    return f"## {name}\n{home} · {', '.join(site.languages)} · found through {kept} · `spiders/sites/{site.id}.yaml`\n"


DUMPS = """
## Raw dumps into the archive and the corpus
*Trigger*, and name a folder on the machine that runs the tasks, or a bucket prefix (`s3://bucket/prefix`). Text, HTML, JSON,
JSON Lines, CSV and WET files are read, also as .gz, .zst or .zip.

A file imported before is skipped (by its SHA-256), so the same folder again makes nothing new: the run then ends with its
tasks *skipped*. A document that cannot be read is counted in the note and named in the log; the others go on.
"""

WARCS = """
## WARC files of others into the archive and the corpus
*Trigger*, and name a folder on the machine that runs the tasks, or a bucket prefix (`s3://bucket/prefix`). WARC and ARC files
(plain, .gz, .zst) and WACZ are kept byte for byte; their pages join the corpus under the dates of their capture.

A file imported before is skipped (by its SHA-256). Of a cut or broken file the whole records count; what could not be read is
counted in the note and named in the log.
"""

FILL_GAPS = """
## Gaps of many sites, filled by one action
*Trigger*, and name the range; empty *Sites* means all. A gap is a local day that no complete crawl covers: the archive says so,
not Airflow's list of runs. **Tick *Dry run*** to see the plan first: the note of the task has it, its log has a line for each site.

Each row of days becomes one backfill of `days_<site>`, a few sites at a time; scheduled runs come first. Airflow allows one backfill
of a DAG at a time: a site with one under way waits for it, and the log says so. A paused DAG waits until it is unpaused.

To stop: trigger again with *Action* `pause` or `cancel`; what crawls ends its day and is kept. A day that failed does not stop the
others: clear it in `days_<site>`, or fill again.
"""

FILL = "Starts Airflow's backfills and follows them; waiting, it holds no worker."
RELEASING = """
## Batches in quarantine
Cleaning a site's pages gave a batch that is not what the site's batches were: dates, authors, lengths, languages, repeated
texts, or the share of rejected pages. It is staged, and **nothing of it is published**; the site's later batches go on. The task
*Ask* shows old and new distributions and ten pages of each, and waits (in no slot) under *Required Actions*:

| answer | what becomes of it |
|---|---|
| Publish | it is sound, and published |
| Expect this from now on | published, and later batches are measured by it |
| Reject | never published; what was published before stays |
| Clean again | cleaned with the cleaner that is installed now, and judged again |

Who, when and why are kept in the archive (`decisions/`), so that a rebuild does the same. `coranto release` lists what waits, and
answers from the command line.
"""

WATCH = """
## Who is not well
Every hour: sites that are blocked, failing, silent, odd or have a batch in quarantine. Each alert is told once, all of an hour in one
digest: in the task's label and log, and posted to the connection `coranto_alerts` (its *host* is the address; a chat's webhook
takes it as it is). `coranto alerts` lists them; `coranto alerts SITE --acknowledge` and `--snooze DAYS` leave you alone.

A run that has not ended after 45 minutes is told of in the same way (Airflow's deadline alert): then nobody watches.
"""

MAINTAIN = """
## Airflow's own leftovers
Rows and logs of runs that ended more than *days* ago are removed. **Nothing is crawled again for it**: what is held is decided by
the manifests in the archive.

## The tables
Small files of closed months are put together, snapshots that were replaced a week ago are forgotten (by number, every publication
does), and files that nothing has referred to for three days are removed. **Other runs may publish meanwhile**; killed, it leaves
the tables as they are.
"""

CRAWL = (
    "Asks the site politely and keeps every exchange byte for byte; the last thing written is the manifest."
)
CLEAN = "Makes records of all that the archive holds for the unit, and stages them with their counts."
PUBLISH = "Replaces the unit's rows in the corpus with the staged ones, unless the gate holds the batch back for a person."
IMPORT_WARCS = "Keeps the files as they are, and names every page in them."
IMPORT = "Keeps each document of the dumps as a WARC record."
