"""Draw how Perch's tables hang together, with keys that a small market confirms: tables_figure.py TARGET.png."""

import sys
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.marketplace import Marketplace, simulate

INK, PALE, ACCENT = "#1d2b33", "#eef5f6", "#0b6677"
WIDTH, LINE, PADDING = 2.5, 0.21, 0.09  # inches: of a box, of a line of text, around it
GAP = 0.28  # inches between boxes of a column
FOOT = 0.13  # inches: length of a crow's foot


@dataclass(frozen=True)
class Table:
    """One box: its key, the columns that refer to other tables' keys, and where it stands."""

    key: tuple[str, ...]
    column: int
    parents: dict[str, tuple[str, ...]]  # table: the columns that refer to it
    also: str = ""  # a table with the same keys, drawn in the same box


LISTING = {"listings": ("listing_id",)}
PLACE = ("city", "neighbourhood")
TABLES = {
    "neighbourhoods": Table(PLACE, 0, {}),
    "hosts": Table(("host_id",), 0, {}),
    "offers": Table(("listing_id",), 1, LISTING),
    "listings": Table(("listing_id",), 1, {"hosts": ("host_id",), "neighbourhoods": PLACE}),
    "lifecycle": Table(("listing_id",), 1, LISTING),
    "calendar": Table(("listing_id", "date"), 2, LISTING),
    "bookings": Table(("booking_id",), 2, LISTING),
    "reviews": Table(("review_id",), 2, LISTING),
    "searches": Table(("search_id", "position"), 2, LISTING),
    "experiments": Table(("visit_id",), 2, LISTING),
    "photos": Table(("photo_id",), 2, LISTING, also="photo_pool"),
    "deliveries": Table(("booking_id", "version", "arrived_at"), 3, {"bookings": ("booking_id",)}),
    "annotations": Table(("photo_id", "annotator"), 3, {"photos": ("photo_id",)}),
}


def confirm(market: Marketplace) -> None:
    """Fail unless every key is unique and every reference finds its row."""
    for name, table in TABLES.items():
        rows = getattr(market, name)
        assert not rows.duplicated(list(table.key)).any(), name
        for parent, columns in table.parents.items():
            columns = list(columns)
            known = pd.MultiIndex.from_frame(getattr(market, parent)[columns])
            assert pd.MultiIndex.from_frame(rows[columns].dropna()).isin(known).all(), (name, parent)


def lines(market: Marketplace, name: str) -> list[str]:
    """Return the text of a box: the key, the references that are no part of it, and how much else there is."""
    table = TABLES[name]
    columns = list(getattr(market, name))
    references = [column for part in table.parents.values() for column in part if column not in table.key]
    rest = len(columns) - len(table.key) - len(references)
    others = f"and {rest} more columns" if rest != 1 else "and 1 more column"
    return [*(f"{column}  (key)" for column in table.key), *(f"{column}  →" for column in references), others]


def place(market: Marketplace) -> tuple[dict[str, tuple[float, float, float]], float]:
    """Return left, top and height of every box, each column centred, and the height of the tallest column."""
    heights = {name: LINE * (1 + len(lines(market, name))) + 2 * PADDING for name in TABLES}
    members = {i: [name for name in TABLES if TABLES[name].column == i] for i in range(4)}
    gaps = {i: GAP * (3 if i in (0, 1) else 1) for i in members}
    totals = {i: sum(heights[n] for n in names) + gaps[i] * (len(names) - 1) for i, names in members.items()}
    tallest, boxes = max(totals.values()), {}
    for i, names in members.items():
        top = tallest - (tallest - totals[i]) / 2
        for name in names:
            boxes[name] = (i * (WIDTH + 0.9), top, heights[name])
            top -= heights[name] + gaps[i]
    for child, parent in (("deliveries", "bookings"), ("annotations", "photos")):  # beside what they refer to
        left, _, height = boxes[child]
        boxes[child] = (left, boxes[parent][1], height)
    return boxes, tallest


def draw_box(axes: Axes, name: str, box: tuple[float, float, float], text: list[str]) -> None:
    """Draw one table."""
    left, top, height = box
    axes.add_patch(Rectangle((left, top - height), WIDTH, height, facecolor=PALE, edgecolor=ACCENT, zorder=2))
    head = LINE + PADDING
    axes.add_patch(Rectangle((left, top - head), WIDTH, head, facecolor=ACCENT, edgecolor=ACCENT, zorder=2))
    title = " and ".join(filter(None, (name, TABLES[name].also)))
    style = {"va": "center", "zorder": 3, "fontsize": 10}
    axes.text(left + 0.1, top - head / 2, title, color="white", weight="bold", **style)
    for i, line in enumerate(text):
        style["style"] = "italic" if line.startswith("and ") else "normal"
        axes.text(left + 0.1, top - head - PADDING / 2 - LINE * (i + 0.5), line, color=INK, **style)


def draw_link(axes: Axes, parent: str, child: str, boxes: dict[str, tuple[float, float, float]]) -> None:
    """Draw a line from parent to child; a crow's foot ends it where there may be many."""
    (x, top, height), (x_child, top_child, height_child) = boxes[parent], boxes[child]
    pen = {"color": INK, "linewidth": 1.1, "zorder": 1}
    if x == x_child:  # in one column: one to one
        ends = (top, top_child - height_child) if top < top_child else (top - height, top_child)
        axes.plot([x + WIDTH / 2] * 2, ends, **pen)
        return
    level, middle = top_child - height_child / 2, x_child - 0.45
    beside = [
        other
        for other in TABLES.values()
        if parent in other.parents and other.column != TABLES[parent].column
    ]
    start = level if len(beside) == 1 and top - height < level < top else top - height / 2
    axes.plot([x + WIDTH, middle, middle, x_child], [start, start, level, level], **pen)
    for rise in (-0.07, 0.07):
        axes.plot([x_child - FOOT, x_child], [level, level + rise], **pen)


def main(target: str) -> None:
    """Draw the diagram."""
    market = simulate(60, seed=0)
    confirm(market)
    boxes, height = place(market)
    width = 4 * WIDTH + 3 * 0.9
    figure = plt.figure(figsize=(width + 0.2, height + 0.2))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-0.1, width + 0.1), ylim=(-0.1, height + 0.1))
    axes.axis("off")
    for name, table in TABLES.items():
        for parent in table.parents:
            draw_link(axes, parent, name, boxes)
        draw_box(axes, name, boxes[name], lines(market, name))
    figure.savefig(target, dpi=110, facecolor="white")


if __name__ == "__main__":
    main(sys.argv[1])
