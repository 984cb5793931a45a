"""Write docs/verified.md from what `autograder verify` has found: verified.py reports/verify.json docs/verified.md."""

import json
import sys
from pathlib import Path

HEAD = """# What the exercises were tried with

Made by `make verify`, not by hand. *n/m*: of *m* answers *n* were judged as they should be. The **reference** is
tried with 20 different seeds. **Accept** and **reject** are the stored right answers and named misconceptions of
`tests/specimens/`; a misconception counts only if it loses the checks that it names and is told what it names.
**Mutants** are copies of the reference with one mechanical mistake; each one that the checks accept is listed with a
reason in `tests/mutants/` (**equivalent**). **Visible** is the share of wrong answers that a visible check catches,
**hidden** the share that only a hidden one does.
"""
COLUMNS = (
    "exercise",
    "points",
    "reference",
    "accept",
    "reject",
    "mutants",
    "equivalent",
    "visible",
    "hidden",
)


def row(one: dict) -> list[str]:
    """Return the cells of an exercise."""
    caught = one["visible"] + one["hidden"]
    counts = ["{}/{}".format(*one[key]) for key in ("reference", "accepted", "rejected", "mutants")]
    shares = [f"{one[key] / caught:.0%}" for key in ("visible", "hidden")]
    return [f"`{one['exercise']}`", f"{one['points']:g}", *counts, str(one["equivalent"]), *shares]


def section(report: dict) -> list[str]:
    """Return the lines about an assignment."""
    rejected, total = (sum(one["mutants"][i] for one in report["rows"]) for i in (0, 1))
    lines = [
        f"\n## {report['assignment']}\n",
        f"{rejected} of {total} mutants are rejected ({rejected / total:.1%}).\n",
    ]
    lines += [f"| {' | '.join(COLUMNS)} |", f"|---|{'---:|' * (len(COLUMNS) - 1)}"]
    return lines + [f"| {' | '.join(row(one))} |" for one in report["rows"]]


def main(found: Path, target: Path) -> None:
    """Write the page."""
    data = json.loads(found.read_text(encoding="utf-8"))
    if data["fast"]:
        sys.exit(f"{found} is of a fast run; `make verify` makes a whole one.")
    lines = [HEAD.rstrip()] + [line for report in data["assignments"] for line in section(report)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
