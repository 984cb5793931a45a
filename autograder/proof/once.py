"""What of the checks is computed once for a class, what more could be, and that it makes no difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from autograder.confinement.ahead import Done
from autograder.grading.assignment import Cell, Notebook
from autograder.grading.leading import late_statements
from autograder.proof.trials import Tried

WORTH = 0.1  # seconds for each submission: a check that takes less is left in peace
TOGETHER = 12  # statements that a sentence names


def hints(notebook: Notebook, seconds: Mapping[str, float], ahead: Mapping[str, Done]) -> Iterator[str]:
    """Yield a sentence for each check of which more could be computed once for a class.

    Parameters
    ----------
    seconds : that each check takes with the reference answer, what is computed once included
    ahead : what became of leading statements, by the cell's name
    """
    for cell in notebook.cells:
        done = ahead.get(cell.name)
        once = done.seconds if done and not done.refused else 0.0
        if seconds.get(cell.name, 0.0) - once < WORTH:
            continue
        times = f"{cell.name}: {seconds[cell.name]:.2f} s, of which {once:.2f} once per class"
        if done and done.refused:
            yield f"{times}, for what stands before the first answer {done.refused}"
        elif lines := late_lines(cell, notebook):
            yield f"{times}; what mentions no answer could stand before the first answer: {lines}"


def late_lines(cell: Cell, notebook: Notebook) -> str:
    """Return where in a check something is computed late that could be computed ahead, "" if nowhere."""
    lines = [str(node.lineno) for node in late_statements(cell.source, notebook.crossing)]
    return f"line{'s' * (len(lines) > 1)} {', '.join(lines[:TOGETHER])}" if lines else ""


def differences(tried: Sequence[Tried], alone: Iterable[Tried]) -> Iterator[str]:
    """Yield a sentence for each check that ends otherwise in `alone`, trials for which nothing was computed ahead.

    Of a message the first line counts: the values below it are the answer's own, which may be random.
    """
    with_it = {one.trial: one for one in tried}
    for one in alone:
        for here, there in zip(with_it[one.trial].checks, one.checks, strict=True):
            if verdict(here) != verdict(there):
                yield (
                    f"{one.trial.kind} {one.trial.name}: {here['name']} ends as {here['outcome']}, but as "
                    f"{there['outcome']} where each submission computes everything anew: {there['message']}"
                )


def verdict(check: Mapping) -> dict:
    """Return a check's result without the values that its message shows."""
    return {**check, "message": check["message"].partition("\n")[0]}
