"""Write docs/verified.md from what `autograder verify` has found: verified.py reports/verify.json docs/verified.md."""

import json
import sys
from pathlib import Path

from autograder.proof.verify import Row
from autograder.proof.verify_page import COLUMNS, cells

HEAD = """# What the exercises were tried with

Made by `make verify`, not by hand. *n/m*: of *m* answers *n* were judged as they should be. The **reference** is
tried with 20 different seeds. **Accept** and **reject** are the stored right answers and named misconceptions of
`tests/specimens/`; a misconception counts only if it loses the checks that it names and is told what it names.
**Mutants** are copies of the reference with one mechanical mistake; each one that the checks accept is listed with a
reason in `tests/mutants/` (**equivalent**). **Visible** is the share of wrong answers that a visible check catches,
**hidden** the share that only a hidden one does.
"""
LEFT_OUT = ("stub", "seconds", "once", "")  # columns that are the same everywhere, or differ each time


def section(report: dict) -> list[str]:
    """Return the lines about an assignment."""
    rejected, total = (sum(row["mutants"][i] for row in report["rows"]) for i in (0, 1))
    columns = [name for name in COLUMNS if name not in LEFT_OUT]
    lines = [
        f"\n## {report['assignment']}\n",
        f"{rejected} of {total} mutants are rejected ({rejected / total:.1%}).\n",
        f"| {' | '.join(columns)} |",
        f"|---|{'---:|' * (len(columns) - 1)}",
    ]
    for row in report["rows"]:
        found = cells(Row(**row))
        lines.append(f"| {' | '.join(found[name] for name in columns)} |")
    return lines


def main(found: Path, target: Path) -> None:
    """Write the page."""
    data = json.loads(found.read_text(encoding="utf-8"))
    if data["fast"]:
        sys.exit(f"{found} is of a fast run; `make verify` makes a whole one.")
    lines = [HEAD.rstrip()] + [line for report in data["assignments"] for line in section(report)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
