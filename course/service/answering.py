"""From the bytes of a request to the answer, without a network, a clock or a database."""

import uuid
from datetime import datetime

from course.service.home import Home, read_request
from course.service.ledger import Answer
from course.service.model import Model


def answer(raw: bytes, at: datetime, model: Model) -> Answer:
    """Return what a request is answered.

    Parameters
    ----------
    raw : bytes
        The body; one without a request_id gets one.
    at : datetime
        When it is answered, UTC without a time zone.
    model : Model

    Raises
    ------
    BadRequest
        If it cannot be answered.
    """
    asked = read_request(raw)
    home = asked.model_dump(include=set(Home.model_fields))
    quote = model.quote(home)
    name = asked.request_id or uuid.uuid4().hex
    return Answer(name, at, model.version, home, round(quote.price, 2), quote.reason)
