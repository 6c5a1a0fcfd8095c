"""Airflow's command line with its log server kept on the loopback interface.

The scheduler's log server binds every interface of the machine and has no setting for it
(airflow/utils/serve_logs/core.py of 3.3.2 calls uvicorn with an empty host).
"""

import runpy
from typing import Any

import uvicorn

HOST = "127.0.0.1"


def hostname() -> str:
    """The name under which Airflow's programs find each other's logs; hostname_callable in airflow.cfg."""
    return "localhost"


def main() -> None:
    """Run the command line of Airflow in this process."""
    run = uvicorn.run

    def run_on_loopback(*arguments: Any, **options: Any) -> None:
        run(*arguments, **(options | {"host": HOST}))

    uvicorn.run = run_on_loopback
    runpy.run_module("airflow", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
