"""Figures of the lessons on evaluation."""

from collections.abc import Sequence

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

BLUE, ORANGE, GREY = "#006BA4", "#FF800E", "#595959"  # told apart by colour-blind readers too
LIGHT_BLUE, LIGHT_ORANGE = "#5F9ED1", "#FFBC79"
MARKERS = "os^D"


def _axes(
    columns: int = 1, width: float = 8.0, height: float = 3.6, **options: object
) -> tuple[Figure, Axes]:
    """Return a figure with axes that have no lines at the top and on the right."""
    fig, axes = plt.subplots(1, columns, figsize=(width, height), layout="constrained", **options)
    for ax in np.atleast_1d(axes):
        ax.spines[["top", "right"]].set_visible(False)
    return fig, axes


def draw_constants(prices: np.ndarray, best: dict[str, float]) -> Figure:
    """Draw a histogram of prices below $400, and the best constant of each metric as a vertical line."""
    fig, ax = _axes(height=3.8)
    ax.hist(prices, bins=np.arange(0, 401, 10), color="0.85")
    top = ax.get_ylim()[1]
    for k, (name, constant) in enumerate(sorted(best.items(), key=lambda pair: pair[1])):
        height = top * (1.35 - 0.09 * k)
        ax.plot([constant, constant], [0, height], color=BLUE, lw=1.5)
        ax.annotate(f"{name}: {constant:.0f}", (constant, height), xytext=(4, -8), textcoords="offset points")
    ax.set(xlabel="price of a night ($), of homes below 400", ylabel="homes", xlim=(0, 400))
    return fig


def draw_backtest(months: pd.DataFrame, changed: pd.Timestamp) -> Figure:
    """Draw a back-test by month, the index.

    Parameters
    ----------
    months : pandas.DataFrame
        Columns (`bias` or `error`, window): the relative bias of a slice, and the total error.
    changed : pandas.Timestamp
        The day from which prices differ; marked in both panels.
    """
    fig, (left, right) = _axes(columns=2, width=9.0, height=3.9, sharex=True)
    for ax, what in ((left, "bias"), (right, "error")):
        for window, marker, colour in zip(months[what], MARKERS, (BLUE, GREY, ORANGE)):
            ax.plot(months.index, months[what, window], f"{marker}-", ms=4, color=colour, label=window)
        ax.axvline(changed, color=GREY, lw=1, ls=":")
        ax.xaxis.set_major_locator(mdates.MonthLocator(bymonth=(1, 4, 7, 10)))
        ax.xaxis.set_major_formatter(mdates.DateFormatter("%b\n%Y"))
    left.axhline(0, color=GREY, lw=1, ls="--")
    left.annotate(
        "private rooms\nget cheaper", (changed, -0.14), xytext=(-4, 0), textcoords="offset points", ha="right"
    )
    left.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    left.set(title="private rooms", ylabel="predictions too high by", ylim=(-0.17, 0.32))
    right.set(title="all stays", ylabel="mean absolute log error", ylim=(0, 0.45))
    left.legend(frameon=False, title="trained on", loc="upper left", ncols=1, fontsize=9)
    return fig


def draw_cost_of_threshold(thresholds: np.ndarray, costs: Sequence[float], own: float) -> Figure:
    """Draw the cost in dollars of 1,000 bookings against one threshold for all; `own`: each booking has its own."""
    fig, ax = _axes()
    ax.plot(thresholds, costs, color=BLUE)
    lowest = int(np.argmin(costs))
    ax.plot(thresholds[lowest], costs[lowest], "D", color=BLUE)
    ax.annotate(
        f"best single one: ${costs[lowest]:,.0f}",
        (thresholds[lowest], costs[lowest]),
        xytext=(8, -14),
        textcoords="offset points",
        color=BLUE,
    )
    ax.axhline(own, color=ORANGE, ls="--")
    ax.annotate(
        f"each booking its own: ${own:,.0f}",
        (thresholds[-1], own),
        xytext=(0, 5),
        textcoords="offset points",
        ha="right",
        color=ORANGE,
    )
    ax.set(xlabel="threshold on p, the same for all", ylabel="cost of 1,000 bookings ($)", ylim=(0, 9_500))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    return fig


def draw_intervals(intervals: dict[str, list[tuple[float, float]]], truth: float, shown: int) -> Figure:
    """Draw the first `shown` intervals of each kind, a panel a kind; those that miss the truth in another colour."""
    fig, axes = _axes(columns=len(intervals), height=4.4, sharex=True, sharey=True)
    for ax, (name, found) in zip(axes, intervals.items()):
        for row, (low, high) in enumerate(found[:shown]):
            ax.plot([low, high], [row, row], color=BLUE if low <= truth <= high else ORANGE, lw=2)
        ax.axvline(truth, color=GREY, lw=1)
        ax.set(title=name, xlabel="mean error of log price", yticks=[])
        ax.spines["left"].set_visible(False)
    axes[0].set_ylabel(f"{shown} samples of hosts")
    return fig


def draw_climb(paths: dict[str, pd.DataFrame]) -> Figure:
    """Draw scores against the number of ideas tried, a panel a board, a line a column."""
    fig, axes = _axes(columns=len(paths), height=3.6, sharey=True)
    for ax, (name, path) in zip(axes, paths.items()):
        for column, style, colour in zip(path, ("-", "--"), (ORANGE, BLUE)):
            ax.plot(path.index, path[column], style, color=colour, label=column)
        ax.set(title=name, xlabel="ideas tried")
    axes[0].set_ylabel("R²")
    axes[0].legend(frameon=False, loc="upper left")
    return fig


def draw_funnel(slices: pd.DataFrame, overall: float) -> Figure:
    """Draw the `mean` error of each slice against its `size`, and the overall mean as a line."""
    fig, ax = _axes()
    ax.plot(slices["size"], slices["mean"], "o", color=BLUE)
    ax.axhline(overall, color=GREY, lw=1, ls="--")
    ax.annotate(
        "all homes",
        (slices["size"].max(), overall),
        xytext=(0, 5),
        textcoords="offset points",
        ha="right",
        color=GREY,
    )
    ax.set(xscale="log", xlabel="homes of the type", ylabel="mean absolute log error", ylim=(0, None))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    return fig


def draw_click_curves(curves: pd.DataFrame, truth: pd.Series) -> Figure:
    """Draw click rates by position (the index) relative to the first, a line a column, and the truth."""
    fig, ax = _axes()
    for column, marker, colour in zip(curves, MARKERS, (ORANGE, BLUE)):
        ax.plot(curves.index, curves[column], f"{marker}-", color=colour, label=column)
    ax.plot(truth.index, truth, "--", color=GREY, label="share of guests who look (truth)")
    ax.set(xlabel="position", ylabel="clicks, relative to position 1", ylim=(0, 1.05), xticks=curves.index)
    ax.legend(frameon=False)
    return fig


def draw_orders(ndcg: dict[str, float], weighted: dict[str, float], truth: dict[str, float]) -> Figure:
    """Draw the score of each order: NDCG on the log, and weighted clicks per search beside the true ones."""
    fig, (left, right) = _axes(columns=2, width=9.0, height=2.9, sharey=True)
    for ax, scores, colour in ((left, ndcg, ORANGE), (right, weighted, BLUE)):
        bars = ax.barh(list(scores), list(scores.values()), color=colour)
        ax.bar_label(bars, fmt="{:.2f}", padding=18 if ax is right else 4)
        ax.set_xlim(0, 1.3 * max(scores.values()))
    right.plot(list(truth.values()), list(truth), "D", color=GREY, mec="white", ms=8, label="truth")
    left.set(title="NDCG on the log", xlabel="NDCG")
    right.set(title="weighted clicks", xlabel="clicks per search")
    left.invert_yaxis()
    right.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return fig


def draw_paths(z: np.ndarray) -> Figure:
    """Draw the statistic of each test (row) day by day (column); those ever beyond 1.96 in another colour."""
    fig, ax = _axes()
    days = np.arange(1, z.shape[1] + 1)
    for path in sorted(z, key=lambda path: np.abs(path).max()):
        beyond = np.abs(path).max() > 1.96
        ax.plot(days, path, color=ORANGE if beyond else "0.75", lw=1.5 if beyond else 1)
    for limit in (-1.96, 1.96):
        ax.axhline(limit, color=BLUE, lw=1, ls="--")
    ax.set(xlabel="day on which somebody looks", ylabel="z of B against A", xlim=(1, days[-1]), ylim=(-4, 4))
    return fig
