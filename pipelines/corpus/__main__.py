"""The corpus as a program, for tasks and supervisors: ``python -m pipelines.corpus stage SITE SPAN``.

::

    stage SITE SPAN        clean a unit into a batch in ``work``
    publish KEY            put a batch into the tables, if the gate lets it pass
    enter MANIFEST...      put captures of a plan, of which nothing is cleaned, into the tables
    account SITE SPAN      write a unit's coverage, without cleaning or publishing
    review KEY             a batch in quarantine beside what was published before, as Markdown
    watch --now INSTANT    bring the alerts up to date; prints what is to be told
    maintain               look after the tables: compaction, expiry, files of nobody
    settle DECISION        keep an operator's decision (JSON), and do what it says
    index [--once]         follow the tables into the full-text index, and the archive into the index of
                           captures, until SIGTERM

Where the corpus lives is the first line of standard input (:class:`~pipelines.corpus.place.Place` as JSON);
where there is none, the running stack of ``--home`` or CORANTO_HOME. The last line of standard output is the
result as JSON. What fails is one line on standard error; the exit status is then 1, 2 for wrong usage, or 3
for a batch in quarantine, which waits for a person. ``--expected`` is what the site's file says of it
(:class:`~pipelines.corpus.gate.Expected` as JSON).
"""

import argparse
import json
import logging
import os
import select
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from importlib import import_module
from typing import Any

from pipelines.archive import plain
from pipelines.archive.unit import Unit
from pipelines.corpus.decisions import Decision
from pipelines.corpus.gate import Expected
from pipelines.corpus.handle import Corpus
from pipelines.corpus.place import Place
from pipelines.errors import ConfigError, CorantoError, Quarantined
from pipelines.schema import as_json

QUARANTINE = 3


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pipelines.corpus")
    parser.add_argument("--home", help="home of the stack, where standard input does not say where we are")
    verbs = parser.add_subparsers(dest="verb", required=True)
    stage = verbs.add_parser("stage")
    stage.add_argument("words", nargs="*", metavar="SITE SPAN")
    stage.add_argument("--unit", nargs=2, metavar=("SITE", "SPAN"))
    for name, words in (("publish", ("key",)), ("account", ("site", "span")), ("settle", ("decision",))):
        verb = verbs.add_parser(name)
        for word in words:
            verb.add_argument(word)
        verb.add_argument("--expected", type=str.encode, default=b"{}")
    verbs.add_parser("enter").add_argument("manifests", nargs="+")
    verbs.add_parser("review").add_argument("key")
    verbs.add_parser("watch").add_argument("--now", type=datetime.fromisoformat, required=True)
    verbs.add_parser("maintain")
    index = verbs.add_parser("index")
    index.add_argument("--once", action="store_true")
    index.add_argument("--home", default=argparse.SUPPRESS)
    return parser.parse_args(given)


def _corpus(home: str | None) -> Corpus:
    """The corpus of the place on standard input, else of the stack."""
    text = ""
    if not sys.stdin.isatty() and select.select([sys.stdin], [], [], 0 if home else 1)[0]:
        text = sys.stdin.readline()
    if text.strip():
        return Corpus.open(Place.from_json(text))
    # The layer above, which library code must not import; a program's edge may look up its own stack.
    corpus: Corpus = import_module("pipelines.settings").connect(home).corpus
    return corpus


def _stage(corpus: Corpus, asked: argparse.Namespace) -> Any:
    words = asked.unit or asked.words
    if len(words) != 2:
        raise ConfigError(
            "stage: give a site and a span, as in: stage herald 20260105T230000Z--20260106T230000Z"
        )
    return corpus.stage(Unit(site=words[0], span=words[1]))


def _publish(corpus: Corpus, asked: argparse.Namespace) -> Any:
    done = corpus.publish(asked.key, plain.decode(Expected, asked.expected))
    return {**as_json(done), "rows": done.rows, "changed": done.changed}


def _enter(corpus: Corpus, asked: argparse.Namespace) -> Any:
    return [corpus.enter(key) for key in asked.manifests]


def _account(corpus: Corpus, asked: argparse.Namespace) -> Any:
    return corpus.account(Unit(site=asked.site, span=asked.span), plain.decode(Expected, asked.expected))


def _review(corpus: Corpus, asked: argparse.Namespace) -> Any:
    from pipelines.corpus.batch_key import place_of
    from pipelines.corpus.release import as_markdown, find

    site, _, digest = place_of(asked.key)
    return {"markdown": as_markdown(corpus.review(site, find(corpus.archive, site, digest)))}


def _watch(corpus: Corpus, asked: argparse.Namespace) -> Any:
    from pipelines.corpus.alerts import digest, watch

    due = watch(corpus.archive, asked.now)
    return {"alerts": len(due), "digest": digest(due)}


def _maintain(corpus: Corpus, asked: argparse.Namespace) -> Any:
    done = corpus.maintain()
    return {
        "files": sum(one.compacted.before - one.compacted.after for one in done),
        "snapshots": sum(one.expired for one in done),
        "orphans": sum(one.removed.files for one in done),
    }


def _settle(corpus: Corpus, asked: argparse.Namespace) -> Any:
    from pipelines.corpus.batch_key import key_of
    from pipelines.corpus.staging import report_of

    said = json.loads(asked.decision)
    staged = report_of(corpus.archive, key_of(said["site"], said["unit"], said["digest"]))
    decision = plain.decode(Decision, json.dumps({"day": staged["batch"]["day"], **said}).encode())
    done = corpus.settle(decision, plain.decode(Expected, asked.expected))
    return {"rows": done.rows if done else {}}


def _index(corpus: Corpus, asked: argparse.Namespace) -> Any:
    from pipelines.archive.merging import following
    from pipelines.corpus.indexer import Indexer, follow

    if asked.once:
        with Indexer(corpus.tables, corpus.index) as indexer:
            return {"changed": indexer.step()}
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("pipelines.corpus").setLevel(logging.INFO)
    stop = threading.Event()
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, lambda *_: stop.set())
    with following(corpus.archive) if corpus.archive.shards else nullcontext():
        follow(corpus, stop=stop)
    return {"stopped": True}


_VERBS = {
    "stage": _stage,
    "publish": _publish,
    "account": _account,
    "enter": _enter,
    "review": _review,
    "maintain": _maintain,
    "settle": _settle,
    "watch": _watch,
    "index": _index,
}


def main(given: Sequence[str] | None = None) -> int:
    """Run one verb."""
    asked = _arguments(sys.argv[1:] if given is None else given)
    try:
        result = as_json(_VERBS[asked.verb](_corpus(asked.home), asked))
    except CorantoError as e:
        sys.stderr.write(f"coranto: {' '.join(str(e).split())}\n")
        return QUARANTINE if isinstance(e, Quarantined) else 2 if isinstance(e, ConfigError) else 1
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
