"""A confined process that tries things: what a submission could do here, found out without the numeric stack.

    python -m autograder.confinement.probe LIFELINE ORDERS LIMITS

in bubblewrap, with two descriptors and the limits as JSON. It runs the source that comes down the second, line by line
as JSON, and answers each with the error that it raised, or null.
"""

import json
import socket
import sys

from autograder.confinement.sandbox import Limits
from autograder.confinement.supervisor import run_confined


def serve(orders: socket.socket) -> None:
    """Try what comes down the line until it is closed."""
    with orders.makefile("rw") as line:
        for source in line:
            error = None
            try:
                exec(json.loads(source), {})
            except BaseException as raised:
                error = f"{type(raised).__name__}: {raised}"
            print(json.dumps(error), file=line, flush=True)


def main(lifeline: int, orders: int, limits: str) -> None:
    """Confine a copy of this process and let it serve."""
    with socket.socket(fileno=orders) as line:
        run_confined(Limits(**json.loads(limits)), lifeline, [orders], [], lambda: serve(line))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
