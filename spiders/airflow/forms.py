"""Fields of a DAG's form. Airflow checks a field's default against its schema some twenty times for each DAG.

With a thousand sites that was three quarters of the time that reading the DAG files took.
"""

import json
from typing import Any

from airflow import sdk
from airflow.sdk.definitions._internal.types import NOTSET, is_arg_set
from airflow.sdk.exceptions import ParamValidationError

_sound: set[str] = set()
"""Schemas with a default that was found to fit."""


class Param(sdk.Param):
    """A param whose default is checked once; what a person fills in is checked every time, as always."""

    __module__ = sdk.Param.__module__  # Airflow keeps in its database only what bears this very name

    def resolve(self, value: Any = NOTSET, suppress_exception: bool = False) -> Any:
        """As Airflow's, but quick where the default itself is asked for."""
        if value is not NOTSET or not is_arg_set(self.value):  # copied, the mark is another object
            return super().resolve(value, suppress_exception)
        mark = json.dumps([self.value, self.schema], sort_keys=True)
        if mark not in _sound:
            try:
                super().resolve()
            except ParamValidationError:
                if suppress_exception:
                    return None
                raise
            _sound.add(mark)
        return self.value
