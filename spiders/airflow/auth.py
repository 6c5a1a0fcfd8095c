"""Airflow's own log-in for our pages. The only module that uses what Airflow does not promise to keep.

``airflow.api_fastapi.core_api.security`` is no public interface; looked at in 3.3.2, and pinned to the minor version.
"""

import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from airflow.configuration import conf
from fastapi import Depends, HTTPException, Request

from pipelines.web.viewers import Role

__all__ = ["READER", "GetUserDep", "check_form", "form_token", "role_of", "token_of"]
READER = Depends(requires_access_dag("GET"))
"""Lets nobody in who may not see DAGs."""
VALID = timedelta(days=1)


def form_token(user: str, day: date | None = None) -> str:
    """What a form must bring back, so that no other page can post it: bound to the user, the day and our secret."""
    secret = conf.get("api", "secret_key").encode()
    said = f"coranto sources {user} {day or datetime.now(UTC).date()}"
    return hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()


def check_form(request: Request, user: str, token: str) -> None:
    """Refuse a form that did not come from our page, of this user, today or yesterday."""
    today = datetime.now(UTC).date()
    right = (form_token(user, day) for day in (today, today - VALID))
    site = request.headers.get("sec-fetch-site", "same-origin")
    if not any(hmac.compare_digest(token, one) for one in right) or site not in ("same-origin", "none"):
        raise HTTPException(403, "this form did not come from the Sources page, or is too old; load it again")


def role_of(user: BaseUser) -> Role:
    """What a user of Airflow may see of the corpus: who may change connections all of it, who may run DAGs every
    article, and who may look at DAGs headlines and the words around a match."""
    manager = get_auth_manager()
    if manager.is_authorized_connection(method="PUT", user=user):
        return "admin"
    return "full" if manager.is_authorized_dag(method="PUT", user=user) else "snippets"


def token_of(request: Request) -> str:
    """The visitor's own token, with which we ask Airflow on their behalf and with their rights."""
    bearer = request.headers.get("authorization", "")
    return bearer.removeprefix("Bearer ") if bearer else request.cookies.get(COOKIE_NAME_JWT_TOKEN, "")
