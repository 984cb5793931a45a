"""The interview room: its notebooks are complete, its answers run, and its score file survives."""

import ast
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import matplotlib
import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient
from notebooks import KERNELSPEC

from course import interview
from course.interview import PLAN, QUESTIONS, Room, draw_scores, progress, read_scores, record, scores, start
from course.interview.scores import SCORED

ROOM = Path(__file__).parents[1] / "course" / "interview"


def ours(folder: Path) -> list[Path]:
    """Return the course's notebooks in `folder`, not the copies that a reader has saved beside them."""
    return sorted(path for path in folder.glob("*.ipynb") if re.fullmatch(r"\d\d_[a-z_]+", path.stem))


ASKED, ANSWERED = ours(ROOM), ours(ROOM / "answers")
every_question = pytest.mark.parametrize("path", ASKED, ids=lambda path: path.stem)
every_answer = pytest.mark.parametrize("path", ANSWERED, ids=lambda path: path.stem)
every_notebook = pytest.mark.parametrize(
    "path", ASKED + ANSWERED, ids=lambda path: f"{path.parent.name}-{path.stem}"
)


def cells_of(path: Path) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def prose(path: Path) -> str:
    return "\n\n".join(cell.source for cell in cells_of(path).values() if cell.cell_type == "markdown")


# --- the notebooks ---------------------------------------------------------------------------------------------


def test_questions_answers_and_names_agree():
    assert [path.stem[3:] for path in ASKED] == list(QUESTIONS)
    assert [path.stem for path in ANSWERED] == [path.stem for path in ASKED]
    assert [path.stem[:2] for path in ASKED] == [f"{n:02}" for n in range(1, len(ASKED) + 1)]


@every_notebook
def test_notebook_is_valid_and_carries_no_traces_of_a_run(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec == KERNELSPEC
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z_]*", cell_id) for cell_id in ids)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)


@every_notebook
def test_no_dollar_sign_begins_a_formula_by_mistake(path):
    """JupyterLab reads what stands between two plain dollar signs as mathematics."""
    assert not re.search(r"(?<!\\)\$", prose(path))


@every_notebook
def test_folds_are_closed_and_their_text_is_rendered(path):
    """Markdown inside `<details>` is rendered only between blank lines; a summary is plain text."""
    for cell in cells_of(path).values():
        opened = re.findall(r"(?:^|\n\n)<details><summary>[^<$*`]+</summary>(?=\n\n[^\n])", cell.source)
        closed = re.findall(r"\n\n</details>(?=\n\n|$)", cell.source)
        assert len(opened) == cell.source.count("<details") == cell.source.count("<summary"), cell.id
        assert len(closed) == cell.source.count("</details") == len(opened), cell.id


@every_question
def test_question_goes_from_the_clock_through_all_stages_to_the_rubric_and_the_answer(path):
    cells = cells_of(path)
    expected = ["title", "clock"]
    for stage in PLAN:
        between = ["questions", "facts"] if stage == "setup" else [f"{stage}_clock"]
        expected += [f"{stage}_prompt", *between, f"{stage}_answer"]
    expected += ["finish", "followups", *(f"rubric_{stage}" for stage in SCORED)]
    expected += ["scores_text", "scores", "progress", "afterwards"]
    assert list(cells) == expected
    assert cells["questions"].source == ""
    for number, (stage, minutes) in enumerate(PLAN.items(), start=1):
        assert cells[f"{stage}_prompt"].source.startswith(
            f"## {number}. {stage.capitalize()} ({minutes} minutes)\n"
        )
        assert cells[f"{stage}_answer"].source == ""
        assert cells[f"{stage}_answer"].cell_type == "markdown"


@every_question
def test_question_is_short_and_opens_with_its_title(path):
    title, question, context = cells_of(path)["title"].source.split("\n\n")
    assert title == f"# Interview {path.stem[:2]}: {QUESTIONS[path.stem[3:]]}"
    assert re.fullmatch(r'> ".+"', question, re.DOTALL)
    assert len(question.split()) <= 45
    assert len(context.split()) <= 60


@every_question
def test_facts_and_follow_up_questions_are_folded_away(path):
    cells = cells_of(path)
    outer, *facts = re.findall(r"<summary>(.+?)</summary>", cells["facts"].source)
    assert "when your questions are written down" in outer
    assert cells["facts"].source.startswith("<details>"), "nothing is seen before it is unfolded"
    assert cells["facts"].source.endswith("</details>\n\n</details>")
    assert len(facts) >= 6
    assert all(fact.endswith("?") for fact in facts)
    asked = re.findall(
        r"\*\*(\w+)\.\*\* (.+?)\n\n<details><summary>What it tests</summary>", cells["followups"].source
    )
    assert len(asked) >= 6
    assert {stage.lower() for stage, _ in asked} == set(SCORED)
    assert all("?" in question for _, question in asked)


@every_question
def test_rubric_quotes_what_a_weak_a_good_and_an_excellent_answer_says(path):
    for stage in SCORED:
        source = cells_of(path)[f"rubric_{stage}"].source
        rows = re.findall(r"^\| \*\*(\w+) \((\d)\)\*\* \| (.+) \|$", source, re.MULTILINE)
        assert [(level, score) for level, score, _ in rows] == [
            ("weak", "1"),
            ("good", "3"),
            ("excellent", "5"),
        ]
        lengths = [len(text.split()) for _, _, text in rows]
        assert min(lengths) >= 5
        assert lengths[0] < min(lengths[1:]), "saying little is what makes a weak answer weak"
        assert sum('"' in text for _, _, text in rows) >= 2, f"{stage}: statements, not adjectives"


@every_question
def test_answer_is_linked_after_the_rubric_only(path):
    *before, last = cells_of(path).values()
    assert not any("answers/" in cell.source for cell in before)
    (target,) = re.findall(r"\]\((answers/.+?)\)", last.source)
    assert (ROOM / target).resolve() in ANSWERED


@every_question
def test_code_of_a_question_runs_and_insists_on_scores(path, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(scores, "SCORES", tmp_path / "scores.csv")
    names: dict = {}
    for cell in cells_of(path).values():
        if cell.cell_type != "code":
            continue
        if cell.id == "scores":
            with pytest.raises(
                ValueError, match=r"^setup=\.\.\., data=\.\.\., modelling=\.\.\., serving=\.\.\.: "
            ):
                exec(cell.source, names)
            assert not (tmp_path / "scores.csv").exists()
            exec(cell.source.replace("=...", "=3"), names)
        else:
            exec(cell.source, names)
            assert names["room"].question == path.stem[3:]
    assert names["room"].stage is None
    assert read_scores()["question"].tolist() == [path.stem[3:]]


# What the prose quotes, as the code prints it. If one of these changes, the prose has to change with it.
QUOTED = {
    "newsfeed": ["3.4 million", "108,203", "27,051", "1.7 GB", " 278 ", " 97 "],
    "next_app": [
        "7.0 s a day; lost if each open takes 0.20 s",
        "0.521",
        "0.585",
        "-0.883",
        "1.306",
        "±0.5 points",
    ],
    "search_ranking": [
        "103 homes",
        "-7.4%",
        "+2.3%",
        "0.88",
        "0.81",
        " 7 cores",
        "12 ms a search",
        "+10%",
        "+4.9%",
    ],
    "fraud": [
        "verify from 2.8%, refuse from 55%; without verification, from 17%",
        "1008.7",
        "85.7",
        "$58",
        "$2,974",
    ],
    "replacements": [
        "= 0.70",
        "= 0.88",
        "unhappy 18%",
        "$-0.04",
        "A then B: $+0.03",
        "B then A: $-0.08",
        " 36% ",
    ],
    "home_value": [
        "$1,467",
        "$2,095",
        "$871",
        "614 complete",
        "$1,258",
        "$1,239",
        "$1,288",
        "0.22",
        "2496",
        "$1,467: 29%",
        "$2,095: 15%",
        "$1,734",
    ],
}


@every_answer
def test_answer_runs_without_errors_or_warnings_and_prints_what_the_prose_quotes(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute(cwd=path.parent)
    outputs = [(cell, output) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert not [output.text for _, output in outputs if output.get("name") == "stderr"]
    printed = "\n".join(
        output.get("text") or output.get("data", {}).get("text/plain", "") for _, output in outputs
    )
    assert not [figure for figure in QUOTED[path.stem[3:]] if figure not in printed]
    drawn = {cell.id for cell, output in outputs if "image/png" in output.get("data", {})}
    assert drawn == {cell.id for cell in notebook.cells if "plt.show()" in cell.source}


@every_answer
def test_answer_covers_every_stage_in_700_to_1200_words(path):
    text = prose(path)
    assert text.startswith(f"# Answer {path.stem[:2]}: {QUESTIONS[path.stem[3:]]}\n")
    assert 700 <= len(text.split()) <= 1200
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    wanted = [
        "Setup",
        "Data and labels",
        "Modelling",
        "Serving",
        "What would change my mind",
        "Mistakes commonly made",
    ]
    assert [heading for heading in headings if heading in wanted] == wanted
    for word in ["baseline", "guardrail", "fallback", "alarm", "offline", "online"]:
        assert re.search(word, text, re.IGNORECASE), word


@every_answer
def test_every_figure_has_an_alternative_text(path):
    for cell in cells_of(path).values():
        if cell.cell_type == "code" and "plt.show()" in cell.source:
            assert len(cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")) > 40, cell.id


def test_readme_links_every_question_and_no_answer():
    text = (ROOM / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((.+?)\)", text) == [path.name for path in ASKED]


# --- the clock -------------------------------------------------------------------------------------------------


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self):
        self.moment = datetime(2026, 3, 29, 1, 50, tzinfo=timezone(timedelta(hours=1)))

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.moment

    def wait(self, minutes: float) -> None:
        """Go on by so many minutes."""
        self.moment += timedelta(minutes=minutes)


def test_room_adds_up_the_minutes_of_each_stage():
    clock = Clock()
    room = Room("fraud", now=clock)
    assert room.stage == "setup"
    clock.wait(12.5)
    assert room.begin("data") is room
    clock.wait(4)
    room.begin("data")  # the cell was run twice
    clock.wait(1)
    room.begin("setup")  # back again
    clock.wait(0.5)
    room.finish()
    clock.wait(100)
    room.finish()
    assert room.minutes() == {"setup": 13.0, "data": 5.0, "modelling": 0.0, "serving": 0.0, "review": 0.0}
    assert room.stage is None
    room.begin("review")
    clock.wait(2)
    assert room.minutes()["review"] == 2.0


def test_room_shows_the_timetable_and_who_is_late():
    clock = Clock()
    room = Room("home_value", now=clock)
    clock.wait(12)
    room.begin("data")
    clock.wait(2.25)
    lines = repr(room).splitlines()
    assert lines[0] == "A home's value: begun at 01:50, 14 of 45 minutes spent"
    assert lines[2].split() == ["setup", "10", "02:00", "12.0", "2.0", "over"]
    assert lines[3].split() == ["data", "10", "02:10", "2.2", "now,", "7.8", "left"]
    assert lines[4].split() == ["modelling", "10", "02:20", "0.0"]
    clock.wait(10)
    assert repr(room).splitlines()[3].endswith("now  2.2 over")


def test_room_outlives_a_clock_that_is_put_back():
    clock = Clock()
    room = Room("fraud", now=clock)
    clock.wait(-60)
    room.begin("data")
    clock.wait(3)
    assert room.minutes()["setup"] == 0.0
    assert room.minutes()["data"] == 3.0


def test_start_begins_now():
    room = start("newsfeed")
    assert room.stage == "setup"
    assert 0 <= room.minutes()["setup"] < 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: start("newsfed"),
            "'newsfed' is not a question of the interview room: did you mean 'newsfeed'?",
        ),
        (
            lambda: start("chess"),
            "'chess' is not a question of the interview room: there are newsfeed, next_app, ",
        ),
        (lambda: start(3), "3 is not a question"),
        (lambda: start(["fraud"]), r"['fraud'] is not a question"),
        (
            lambda: start("fraud").begin("model"),
            "'model' is not a stage of the interview room: did you mean 'modelling'?",
        ),
    ],
)
def test_unknown_names_are_named(call, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        call()


# --- the scores ------------------------------------------------------------------------------------------------

HEADER = "recorded_at,question,setup,data,modelling,serving,note"


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "scores.csv"


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(scores, "local_now", clock)
    return clock


def attempt(path: Path, question: str = "fraud", marks: tuple = (1, 2, 3, 4), note: str = "") -> None:
    record(question, **dict(zip(SCORED, marks, strict=True)), note=note, path=path)


def test_what_is_recorded_comes_back(path, clock, capsys):
    attempt(path, "fraud", (1, 2, 3, 4), 'forgot "delay", again\r\nand the\u2028costs = 17 %; ängstlich')
    assert str(path) in capsys.readouterr().out
    clock.wait(24 * 60)
    attempt(path, "newsfeed", (np.int64(5), 5, 5, 4))
    table = read_scores(path)
    assert list(table) == ["recorded_at", "question", *SCORED, "mean", "note"]
    assert table["question"].tolist() == ["fraud", "newsfeed"]
    assert table[list(SCORED)].to_numpy().tolist() == [[1, 2, 3, 4], [5, 5, 5, 4]]
    assert table["mean"].tolist() == [2.5, 4.75]
    assert table["note"].tolist() == ['forgot "delay", again and the costs = 17 %; ängstlich', ""]
    assert table["recorded_at"].dt.tz is None
    assert path.read_bytes().count(b"\n") == 3
    assert path.read_text(encoding="utf-8").splitlines()[0] == HEADER
    assert pd.read_csv(path)["question"].tolist() == ["fraud", "newsfeed"]


def test_dtypes_do_not_depend_on_the_rows(path, clock):
    empty = read_scores(path)
    attempt(path)
    assert empty.empty
    assert (read_scores(path).dtypes == empty.dtypes).all()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"setup": 0}, "setup=0: a score is a whole number from 1 (weak) to 5 (excellent)"),
        ({"serving": 6}, "serving=6: a score"),
        ({"data": 3.5}, "data=3.5: a score"),
        ({"data": True}, "data=True: a score"),
        ({"data": "4"}, "data='4': a score"),
        ({"data": None}, "data=None: a score"),
        ({"data": float("nan"), "serving": -1}, "data=nan, serving=-1: a score"),
        ({"modelling": ...}, "modelling=...: a score"),
        ({"note": 5}, "note=5: the note is text"),
        ({"question": "fraude"}, "'fraude' is not a question of the interview room: did you mean 'fraud'?"),
    ],
)
def test_bad_input_is_refused_and_leaves_no_trace(path, changed, message):
    arguments = {
        "question": "fraud",
        "setup": 3,
        "data": 3,
        "modelling": 3,
        "serving": 3,
        "path": path,
    } | changed
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        record(**arguments)
    assert not path.exists()


def test_every_stage_must_be_scored(path):
    with pytest.raises(TypeError, match="serving"):
        record("fraud", setup=3, data=3, modelling=3, path=path)


def test_recorded_again_within_one_interview_is_a_correction(path, clock):
    attempt(path, "fraud", (1, 1, 1, 1))
    clock.wait(5)
    attempt(path, "newsfeed", (4, 4, 4, 4))
    clock.wait(5)
    attempt(path, "fraud", (2, 2, 2, 2))
    clock.wait(44)
    attempt(path, "fraud", (3, 3, 3, 3))
    assert read_scores(path)["setup"].tolist() == [4, 3]
    clock.wait(45)
    attempt(path, "fraud", (5, 5, 5, 5))
    assert read_scores(path)["setup"].tolist() == [4, 3, 5]
    assert path.read_text(encoding="utf-8").count("\n") == 6, "the file keeps every line"


DAMAGED = {
    "2026-03-01T10:00:00+01:00,fraud,1,2,3": "5 fields instead of 7",
    "2026-03-01T10:00:00+01:00;fraud;1;2;3;4;": "1 fields instead of 7",
    "yesterday,fraud,1,2,3,4,": "recorded_at is 'yesterday', not a date and time",
    "0001-01-01T00:00:00+23:59,fraud,1,2,3,4,": "recorded_at is '0001",
    "2026-03-01T10:00:00+01:00,fraud,1,2,3,9,": "serving is '9', not a whole number from 1 (weak) to 5 (excellent)",
    "2026-03-01T10:00:00+01:00,fraud,1,,3,4,": "data is '', not a whole number",
    "2026-03-01T10:00:00+01:00,fraud,1,2.0,3,4,": "data is '2.0', not a whole number",
    "2026-03-01T10:00:00+01:00,,1,2,3,4,": "the question is blank",
    '2026-03-01T10:00:00+01:00,fraud,1,2,3,4,"cut o': "it is not CSV",
    "<<<<<<< HEAD": "1 fields instead of 7",
    b"2026-03-01T10:00:00+01:00,fraud,1,2,3,4,\xff": "it is not UTF-8 text",
}


@pytest.mark.parametrize("line", DAMAGED, ids=lambda line: str(line)[:40])
def test_damaged_line_is_named_and_nothing_else_is_lost(path, clock, capsys, line):
    attempt(path, "newsfeed")
    before = path.read_bytes() + (line if isinstance(line, bytes) else line.encode())
    path.write_bytes(before)  # without a line end, as after a crash
    clock.wait(100)
    attempt(path, "fraud")
    capsys.readouterr()
    for _ in range(2):  # it is named each time, not only the first
        assert read_scores(path)["question"].tolist() == ["newsfeed", "fraud"]
        printed = capsys.readouterr().out
        assert printed.startswith(f"Left out: {path}, line 3: ")
        assert DAMAGED[line] in printed
        assert printed.count("\n") == 1
    assert path.read_bytes().startswith(before + b"\n")


def test_damaged_header_costs_no_record(path, clock, capsys):
    attempt(path, "newsfeed")
    path.write_bytes(path.read_bytes().replace(b"recorded_at", b"recorde"))
    clock.wait(100)
    attempt(path, "fraud")
    assert read_scores(path)["question"].tolist() == ["newsfeed", "fraud"]
    assert "line 1: recorded_at is 'recorde'" in capsys.readouterr().out


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_other_line_ends_byte_order_marks_and_blank_lines(path, clock, capsys, end, mark):
    attempt(path, "newsfeed", note="kept")
    path.write_bytes(mark + path.read_bytes().replace(b"\n", end) + end)
    clock.wait(100)
    attempt(path, "fraud")
    capsys.readouterr()
    table = read_scores(path)
    assert table["question"].tolist() == ["newsfeed", "fraud"]
    assert table["note"].tolist() == ["kept", ""]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "content", [b"", b"\n", HEADER.encode(), HEADER.encode() + b"\n", b"\xef\xbb\xbf", b"  "]
)
def test_file_that_holds_nothing_yet(path, clock, content):
    path.write_bytes(content)
    attempt(path)
    assert read_scores(path)["question"].tolist() == ["fraud"]


def test_two_windows_that_start_the_file_at_once(path, clock, capsys):
    attempt(path, "newsfeed")
    first = path.read_bytes()
    path.unlink()
    attempt(path, "fraud")
    path.write_bytes(first + path.read_bytes())
    capsys.readouterr()
    assert len(read_scores(path)) == 2
    assert capsys.readouterr().out == ""


def test_file_of_something_else_is_not_added_to(path):
    path.write_text("name,phone\nsomebody,12345\n", encoding="utf-8")
    with pytest.raises(ValueError, match="holds something else than scores: give another path"):
        attempt(path)
    assert path.read_text(encoding="utf-8") == "name,phone\nsomebody,12345\n"


def test_file_that_cannot_be_written_says_what_to_do(path, monkeypatch):
    def refuse(*arguments):
        raise PermissionError("no")

    monkeypatch.setattr(scores, "_append", refuse)
    with pytest.raises(PermissionError, match=r"cannot be written: say path='my_scores\.csv'"):
        attempt(path)


def test_times_of_several_zones_are_put_in_order(path):
    lines = [
        HEADER,
        "2026-03-01T12:00:00+09:00,newsfeed,1,1,1,1,first",  # 03:00 UTC
        "2026-03-01T04:30:00+00:00,fraud,3,3,3,3,third",
        "2026-03-01T05:00:00+01:00,next_app,2,2,2,2,second",  # 04:00 UTC
        "2026-03-09T18:00:00,of_an_older_course,4,4,4,4,typed by hand",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    table = read_scores(path)
    assert table["note"].tolist() == ["first", "second", "third", "typed by hand"]
    assert table["recorded_at"].iloc[-1] == pd.Timestamp("2026-03-09 18:00")
    assert table["recorded_at"].is_monotonic_increasing


def test_scores_are_beside_the_notebooks_whatever_the_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert scores.SCORES == ROOM / "interview_scores.csv"


# --- progress --------------------------------------------------------------------------------------------------


def test_progress_without_a_file(path, capsys):
    assert progress(path).empty
    assert "No interview is recorded yet" in capsys.readouterr().out


def test_progress_returns_the_table_and_shows_a_figure_with_words(path, clock, monkeypatch):
    shown = []
    monkeypatch.setattr(scores, "display", shown.append)
    attempt(path, "newsfeed", (1, 2, 3, 2))
    progress(path)
    clock.wait(24 * 60)
    attempt(path, "fraud", (2, 2, 5, 4))
    table = progress(path)
    pd.testing.assert_frame_equal(table, read_scores(path))
    assert [repr(picture) for picture in shown] == [
        "Your scores in 1 interview. setup 1, data 2, modelling 3, serving 2; latest question: newsfeed.",
        "Your scores in 2 interviews. First to latest: setup from 1 to 2, data from 2 to 2, "
        "modelling from 3 to 5, serving from 2 to 4; latest question: fraud.",
    ]
    html = shown[1]._repr_html_()
    assert html.startswith(f'<img alt="{shown[1]!r}" src="data:image/png;base64,')


@pytest.mark.parametrize("n", [1, 2, 12, 13, 60])
def test_figure_has_a_panel_per_stage_and_labels_that_fit(path, n):
    marks = np.random.default_rng(n).integers(1, 6, (n, len(SCORED)))
    lines = [HEADER]
    for day, row in enumerate(marks):
        moment = datetime(2026, 1, 1, 12) + timedelta(days=day)
        lines.append(f"{moment.isoformat()},{list(QUESTIONS)[day % 6]},{','.join(map(str, row))},")
    path.write_text("\n".join(lines), encoding="utf-8")
    figure = draw_scores(read_scores(path))
    matplotlib.backends.backend_agg.FigureCanvasAgg(figure).draw()
    assert len(figure.axes) == len(SCORED)
    for panel, stage, values in zip(figure.axes, SCORED, marks.T, strict=True):
        assert panel.get_title(loc="left").startswith(f"{stage}: {values[-1]} ")
        assert panel.get_lines()[1].get_ydata().tolist() == values.tolist()
        assert [label.get_text() for label in panel.get_yticklabels()] == ["1 weak", "3 good", "5 excellent"]
    bottom = figure.axes[-1]
    assert bottom.get_xlabel()
    assert 1 <= len(bottom.get_xticks()) <= 12
    assert n in bottom.get_xticks()
    boxes = [label.get_window_extent() for label in bottom.get_xticklabels()]
    if n <= 6:
        assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_drawing_leaves_no_figure_open(path, clock):
    import matplotlib.pyplot as plt

    attempt(path)
    before = plt.get_fignums()
    draw_scores(read_scores(path))
    assert plt.get_fignums() == before


def test_every_public_name_has_a_docstring():
    for name in interview.__all__:
        assert isinstance(getattr(interview, name), dict) or getattr(interview, name).__doc__
    for module in ["clock", "scores"]:
        tree = ast.parse((ROOM / f"{module}.py").read_text(encoding="utf-8"))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        assert all(node.returns for node in functions), "typed"
