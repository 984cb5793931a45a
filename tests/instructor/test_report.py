"""The report on a class shows what the results hold, whatever learners wrote, and the same bytes every time."""

import base64
import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from rich.console import Console

from autograder.grading.assignment import Assignment, Cell, Notebook
from autograder.instructor.report import COLUMNS, OUTCOMES, summary, write_report

SVG = "{http://www.w3.org/2000/svg}"
# Name, exercise, hidden, points. In another order than that of the alphabet.
CHECKS = (
    ("second_check", "second", False, 1.0),
    ("second_hidden", "second", True, 2.0),
    ("first_check", "first", False, 1.0),
)


def check_cell(name: str, points: float, hidden: bool) -> Cell:
    return Cell(name, "check", "code", "", "", points, hidden)


ASSIGNMENT = Assignment("week_1", (Notebook("week_1", tuple(check_cell(n, p, h) for n, _, h, p in CHECKS)),))


def result(student: str, *outcomes: str, message: str = "No.\nx is 3", notes: tuple[str, ...] = ()) -> dict:
    """Return a stored result: full points for what has passed, `message` for the rest."""
    checks = [
        {"name": name, "exercise": exercise, "hidden": hidden, "points": points, "outcome": outcome}
        | {"score": points * (outcome == "passed"), "message": "" if outcome == "passed" else message}
        for (name, exercise, hidden, points), outcome in zip(CHECKS, outcomes, strict=True)
    ]
    notebook = {"name": "week_1", "checks": checks, "notes": list(notes)}
    return {"assignment": "week_1", "student": student, "notebooks": [notebook]}


CLASS = [
    result("ada", "passed", "passed", "passed"),
    result("ben", "passed", "wrong", "passed", notes=("The notebook is damaged.",)),
    result("cyn", "passed", "wrong", "error", message="Other.\nx is 4"),
    result("dan", "wrong", "timed out", "not attempted"),
]


def report(results: list[dict], folder: Path) -> tuple[BeautifulSoup, list[dict]]:
    """Write the report; return the page and the rows of the table."""
    page = write_report(results, ASSIGNMENT, folder)
    with page.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        return BeautifulSoup(page.read_text("utf-8"), "html.parser"), list(csv.DictReader(file))


def figures(page: BeautifulSoup) -> list[str]:
    """Return the figures, as SVG."""
    return [base64.b64decode(image["src"].split("base64,")[1]).decode() for image in page.find_all("img")]


def words(svg: str) -> list[str]:
    """Return the texts in a figure, in its order."""
    return [text.text.strip() for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_statistics(tmp_path):
    """Marks are 4, 2, 1 and 0 of 4."""
    page, _ = report(CLASS, tmp_path)
    shown = {one.dt.get_text(): one.dd.get_text() for one in page.dl.find_all("div")}
    assert shown == {"submissions": "4", "mean": "1.8", "median": "1.5", "quartiles": "0.8 and 2.5"}
    assert "of 4. Manual marks and late penalties are not in them." in page.get_text()


def test_checks(tmp_path):
    """The numbers of each check stand in the order of the assignment, with outcomes divided."""
    page, _ = report(CLASS, tmp_path)
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in page.find("tbody").find_all("tr")]
    assert rows == [
        ["second_check", "visible", "75", "0.75 of 1", "3", "1", "0", "0", "0", "0"],
        ["second_hidden", "hidden", "25", "0.50 of 2", "1", "2", "0", "1", "0", "0"],
        ["first_check", "visible", "50", "0.50 of 1", "2", "0", "1", "0", "0", "1"],
    ]
    heads = [head.get_text() for head in page.find("thead").find_all("th")]
    assert heads[4:] == list(OUTCOMES)


def test_order_is_the_assignments(tmp_path):
    """It does not matter in which order the results hold the checks."""
    turned = result("ada", "passed", "passed", "passed")
    turned["notebooks"][0]["checks"].reverse()
    page, _ = report([turned], tmp_path)
    assert [row.td.get_text() for row in page.find("tbody").find_all("tr")] == [name for name, *_ in CHECKS]


def test_figures(tmp_path):
    """Both figures have alternative text, axis labels, and say which check is hidden and how many passed."""
    page, _ = report(CLASS, tmp_path)
    assert all(len(image["alt"]) > 40 for image in page.find_all("img"))
    marks, bars = map(words, figures(page))
    assert {"automatic mark (points of 4)", "submissions", "median, 1.5"} <= set(marks)
    assert [word for word in bars if word in ("second", "first")] == ["second", "first"]
    assert [word for word in bars if word in ("visible", "hidden")] == ["visible", "hidden", "visible"]
    percent = [word for word in bars if word.endswith("%")]
    assert percent[-3:] == ["75%", "25%", "50%"]
    assert {"passed", "wrong", "error", "timed out", "not attempted"} <= set(bars)
    assert "out of memory" not in bars


def test_several_checks_of_a_kind(tmp_path):
    """They are numbered, each within its exercise."""
    one = result("ada", "passed", "passed", "passed")
    one["notebooks"][0]["checks"][1]["hidden"] = False
    page, _ = report([one], tmp_path)
    labels = [word for word in words(figures(page)[1]) if word.startswith(("visible", "hidden"))]
    assert labels == ["visible", "visible 2", "visible"]


def test_messages(tmp_path):
    """The first lines of messages are counted by submission, not by check; the commonest comes first."""
    page, _ = report([*CLASS, result("eve", "wrong", "wrong", "passed")], tmp_path)
    found = {
        head.get_text(): [
            [cell.get_text() for cell in row.find_all("td")] for row in head.find_next("table").find_all("tr")
        ]
        for head in page.find_all("h3")
    }
    # "No." comes from ben, dan (two checks) and eve (two checks); an answer not attempted says nothing.
    assert found == {"second": [["3", "No."], ["1", "Other."]], "first": [["1", "Other."]]}


def test_rare_messages(tmp_path):
    """Only five are shown; how many others there are is said."""
    results = [result(f"s{i}", "wrong", "passed", "passed", message=f"m{i}") for i in range(8)]
    page, _ = report(results, tmp_path)
    rows = page.find("h3").find_next("table").find_all("tr")
    assert len(rows) == 6
    assert rows[-1].get_text(strip=True) == "and 3 more, in the table"


def test_notes(tmp_path):
    page, _ = report(CLASS, tmp_path)
    noted = page.find_all("details")[-1]
    assert "1 with something odd" in noted.get_text()
    assert [line.get_text("|", strip=True) for line in noted.find_all("p")] == [
        "ben|The notebook is damaged."
    ]


def test_table(tmp_path):
    """One row for each student and check, messages whole."""
    _, rows = report(CLASS, tmp_path)
    assert len(rows) == len(CLASS) * len(CHECKS)
    assert rows[7] == dict(
        zip(
            COLUMNS,
            ["cyn", "week_1", "second", "second_hidden", "True", "0.0", "2.0", "wrong", "Other.\nx is 4"],
            strict=True,
        )
    )
    assert (tmp_path / "week_1.csv").read_bytes().startswith("\ufeff".encode())  # for Excel
    frame = pd.read_csv(tmp_path / "week_1.csv")
    assert frame["hidden"].dtype == bool
    assert frame.groupby("student")["score"].sum().to_dict() == {"ada": 4, "ben": 2, "cyn": 1, "dan": 0}


HOSTILE = "</span></td><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}&lt;"


def test_nothing_is_markup(tmp_path):
    """What learners wrote is text on the page, in messages, notes and ids."""
    hostile = result(HOSTILE, "wrong", "wrong", "wrong", message=HOSTILE, notes=(HOSTILE,))
    page, _ = report([hostile], tmp_path)
    assert not page.find_all("script")
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in page.find_all("img"))
    assert page.get_text().count(HOSTILE) == 4  # of each exercise, in the note, and whose it is


def test_unprintable(tmp_path):
    """Lone surrogates and control characters can be written."""
    strange = "a\ud800b\x00c\x1b[31md\x85e"
    page, rows = report(
        [result("ada", "wrong", "wrong", "wrong", message=strange, notes=(strange,))], tmp_path
    )
    tidy = "a\ufffdb\ufffdc\ufffd[31md\ufffde"
    assert page.get_text().count(tidy) == 3
    assert {row["message"] for row in rows} == {tidy}


def test_no_other_host(tmp_path):
    """The page is whole: it asks nobody for anything and forbids itself to."""
    write_report(CLASS, ASSIGNMENT, tmp_path)
    page = BeautifulSoup((tmp_path / "week_1.html").read_text("utf-8"), "html.parser")
    assert not page.find_all(["link", "script", "iframe", "object", "base"])
    assert [link["href"] for link in page.find_all("a")] == ["week_1.csv"]
    assert not re.search(r"url\(|@import", page.style.get_text())
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    for svg in figures(page):
        references = {
            tag.get("{http://www.w3.org/1999/xlink}href", "#") for tag in ElementTree.fromstring(svg).iter()
        }
        assert all(reference.startswith("#") for reference in references)


FORMULAS = {
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "  =1+1": "'  =1+1",
    "\t=1+1": "'\t'=1+1",
    "\uff1d1+1": "'\uff1d1+1",
    "fine\n=1+1": "fine\n'=1+1",
    "fine;=1+1": "fine;'=1+1",
    'fine; "=1+1"': 'fine;\' "=1+1"',
    "x = 1, not -1; see a@b": "x = 1, not -1; see a@b",
}


def test_no_formulas(tmp_path):
    """A cell that a spreadsheet would compute begins with an apostrophe, in every column with text."""
    _, rows = report([result(text, *["wrong"] * 3, message=text) for text in FORMULAS], tmp_path)
    assert [row["message"] for row in rows[::3]] == list(FORMULAS.values())
    assert [row["student"] for row in rows[::3]] == list(FORMULAS.values())
    assert {row["score"] for row in rows} == {"0.0"}


def test_nobody(tmp_path):
    """Without submissions the page says so and the table has its head alone."""
    page, rows = report([], tmp_path)
    assert "No submission has been graded yet. autograder grade week_1 grades them." in page.get_text()
    assert not page.find_all("img")
    assert rows == []
    assert (tmp_path / "week_1.csv").read_text("utf-8-sig").strip() == ",".join(
        f'"{name}"' for name in COLUMNS
    )


@pytest.mark.parametrize(
    "results",
    [CLASS[:1], CLASS[3:], [result(f"s{i}", *["wrong"] * 3) for i in range(30)]],
    ids=["one student", "one student without points", "all zero"],
)
def test_unusual_classes(tmp_path, results):
    """Both figures are there, and every submission is in the histogram."""
    page, _ = report(results, tmp_path)
    assert len(figures(page)) == 2
    assert page.dd.get_text() == str(len(results))


@pytest.mark.parametrize(
    ("scores", "heights"),
    [
        ([0, 1, 3, 4, 4], [1, 1, 0, 1, 2]),
        ([0.5, 0.9, 4], None),
    ],
)
def test_histogram_counts(monkeypatch, tmp_path, scores, heights):
    """Every mark falls into a bin, full marks into one of their own."""
    from matplotlib.axes import Axes

    seen, hist = [], Axes.hist
    monkeypatch.setattr(Axes, "hist", lambda *args, **named: seen.append(hist(*args, **named)) or seen[-1])
    results = [result(f"s{i}", "passed", "passed", "passed") for i in range(len(scores))]
    for one, score in zip(results, scores, strict=True):
        for check, value in zip(one["notebooks"][0]["checks"], (score, 0, 0), strict=True):
            check["score"] = value
    report(results, tmp_path)
    counts = seen[0][0].tolist()
    assert sum(counts) == len(scores)
    if heights is not None:
        assert counts == heights
        assert seen[0][1].tolist() == [-0.5, 0.5, 1.5, 2.5, 3.5, 4.5]  # whole marks in the middle of a bar


def test_graded_before_a_change(tmp_path):
    """Results with other checks or points than the assignment has now are counted, and the way out is named."""
    page, _ = report(CLASS, tmp_path)
    assert page.find(class_="notice") is None
    old = [result("old1", "passed", "passed", "passed"), result("old2", "passed", "passed", "passed")]
    old[0]["notebooks"][0]["checks"][0]["points"] = 9.0
    del old[1]["notebooks"][0]["checks"][2]
    page, _ = report([*CLASS, *old], tmp_path)
    notice = page.find(class_="notice").get_text()
    assert "has now: 2. Grade again with autograder grade week_1 --regrade" in notice


def test_same_bytes(tmp_path):
    """The same results give the same files."""
    for folder in ("a", "b"):
        write_report(CLASS, ASSIGNMENT, tmp_path / folder)
    for name in ("week_1.html", "week_1.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert "<dc:date>" not in "".join(figures(report(CLASS, tmp_path)[0]))


def test_mathematics_is_text(tmp_path):
    """A dollar sign in a name starts no formula."""
    one = result("ada", "passed", "passed", "passed")
    for check in one["notebooks"][0]["checks"]:
        check["exercise"] = r"$\frac$"
    page, _ = report([one], tmp_path)
    assert r"$\frac$" in words(figures(page)[1])


def shown(results: list[dict]) -> str:
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(summary(results))
    return console.export_text()


def test_summary():
    """The terminal shows marks and pass rates; names are not read as markup."""
    text = shown(CLASS)
    line = " ".join(text.split())
    assert "automatic marks: submissions 4, mean 1.8, median 1.5, quartiles 0.8 and 2.5" in line
    assert re.search(r"second\s+second_hidden\s+hidden\s+25%\s+0.50 of 2", text)
    one = result("ada", "passed", "passed", "passed")
    one["notebooks"][0]["checks"][0]["exercise"] = "[red]x[/red]"
    assert "[red]x[/red]" in shown([one])
    assert "No submission has been graded yet." in shown([])
