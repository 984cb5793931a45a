"""Figures of the lessons on project set-up."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

BLUE, ORANGE, GREY, PALE = (
    "#006BA4",
    "#FF800E",
    "#595959",
    "#BFBFBF",
)  # told apart by colour-blind readers too


def _axes(
    columns: int = 1, width: float = 8.0, height: float = 3.8, **options: object
) -> tuple[Figure, Axes]:
    """Return a figure with axes that have no lines at the top and on the right."""
    fig, axes = plt.subplots(1, columns, figsize=(width, height), layout="constrained", **options)
    for ax in np.atleast_1d(axes):
        ax.spines[["top", "right"]].set_visible(False)
    return fig, axes


def draw_fees_by_age(curves: pd.DataFrame) -> Figure:
    """Draw the mean fee per home so far ($) against the home's age (days, the rows), a column a line."""
    fig, ax = _axes()
    for name, style, colour in zip(curves, ["-", "--", "-."], [GREY, BLUE, ORANGE]):
        label = f"{name}: ${curves[name].iloc[-1]:,.0f}"
        ax.plot(curves.index + 1, curves[name], style, color=colour, lw=2.5, label=label)
    ax.set(xlabel="days since listing", ylabel="mean fee so far ($ per home)", xlim=(0, len(curves)), ylim=0)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.legend(frameon=False, title="after a year")
    return fig


def draw_waiting(errors: pd.DataFrame) -> Figure:
    """Draw mean absolute errors ($ per home) against the day of the prediction (the index): no model, then a model."""
    fig, ax = _axes()
    above = {day: ((4, 7), "left") for day in (0, 30, 180)}
    below = {0: ((12, -20), "center"), 30: ((-2, -14), "right"), 180: ((0, -16), "center")}
    for name, style, colour, labels in zip(errors, ["s--", "o-"], [GREY, BLUE], [above, below]):
        ax.plot(errors.index, errors[name], style, color=colour, label=name)
        for day, (offset, side) in labels.items():
            at = (day, errors.loc[day, name])
            ax.annotate(f"${at[1]:,.0f}", at, offset, textcoords="offset points", ha=side)
    ax.set(
        xlabel="days since listing when the prediction is made", ylabel="mean absolute error\n($ per home)"
    )
    ax.set(xlim=(-5, 200), ylim=(0, 1.15 * errors.to_numpy().max()))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.legend(frameon=False, loc="lower left")
    return fig


def draw_thresholds(curves: pd.DataFrame, costs: pd.DataFrame, c_fn: float, best_f1: float) -> Figure:
    """Draw precision and recall, and the costs of flagging, against the threshold.

    Parameters
    ----------
    curves : pandas.DataFrame
        `precision` and `recall` by threshold, the index.
    costs : pandas.DataFrame
        Dollars per 1,000 bookings by threshold, the index; a column for each price of a false alarm ($).
    c_fn : float
        What a false negative costs ($).
    best_f1 : float
        The threshold with the best F1.
    """
    fig, (left, right) = _axes(2, width=9.5)
    left.plot(curves["precision"], color=BLUE, label="precision")
    left.plot(curves["recall"], "--", color=ORANGE, label="recall")
    left.set(xlabel="threshold on p", ylabel="share of bookings", ylim=(0, 1.02))
    left.yaxis.set_major_formatter(PercentFormatter(1.0))
    left.legend(frameon=False)
    for c_fp, style, colour, offset in zip(costs, ["-", "--"], [BLUE, ORANGE], [(0, -17), (16, 15)]):
        p_star = c_fp / (c_fp + c_fn)
        lowest = np.interp(p_star, costs.index, costs[c_fp])
        right.plot(costs[c_fp], style, color=colour, label=f"a false alarm costs ${c_fp}")
        right.plot(p_star, lowest, "D", color="black", ms=7)
        place = {"xytext": offset, "textcoords": "offset points", "ha": "center", "va": "center"}
        right.annotate(f"p* = {p_star:.3f}", (p_star, lowest), **place)
    right.axvline(best_f1, color=GREY, lw=1, ls=":")
    top = 1.05 * costs.to_numpy().max()
    right.text(best_f1 + 0.003, 0.02 * top, "best F1", color=GREY)
    right.set(xlabel="threshold on p", ylabel="cost ($ per 1,000 bookings)", ylim=(0, top))
    right.yaxis.set_major_formatter("{x:,.0f}")
    right.legend(frameon=False, loc="upper right")
    return fig


def draw_stand_in(
    shifts: np.ndarray, few: np.ndarray, coarse: np.ndarray, many: np.ndarray, implied: float
) -> Figure:
    """Draw the metric and its stand-in against a constant added to every score, for a few bookings and for all.

    Parameters
    ----------
    shifts, coarse : numpy.ndarray, shape (n,), (m,)
        Constants (log-odds).
    few, many : numpy.ndarray, shape (n, 2), (m, 2)
        Metric and stand-in ($ per booking) at `shifts` of forty bookings, at `coarse` of all.
    implied : float
        The constant that the threshold from the costs implies.
    """
    fig, axes = _axes(2, width=9.5, sharey=True)
    for ax, at, values, name in zip(axes, [shifts, coarse], [few, many], ["forty bookings", "all bookings"]):
        ax.plot(at, values[:, 0], drawstyle="steps-post", color=BLUE, label="metric: dollars")
        ax.plot(at, values[:, 1], "--", color=ORANGE, label="stand-in: weighted logistic loss")
        ax.plot(at[values[:, 1].argmin()], values[:, 1].min(), "o", color=ORANGE)
        ax.axvline(implied, color=GREY, lw=1, ls=":")
        ax.text(implied + 0.05, 0.4, "p* implies", color=GREY)
        ax.set(xlabel="added to every score (log-odds)", title=name, ylim=(0, None))
    axes[0].set_ylabel("cost ($ per booking)")
    axes[1].legend(frameon=False)
    return fig


def draw_frontier(
    path: pd.DataFrame, others: pd.DataFrame, penalty: float, here: dict[str, float], guardrail: float
) -> Figure:
    """Draw the worth of feeds (cents per story) against their expected share of false stories.

    Parameters
    ----------
    path, others : pandas.DataFrame
        `false` and `worth` of the best feeds for ever higher penalties, and of other rankings.
    penalty : float
        The reader's own (cents).
    here : dict
        `false` and `worth` of its feed.
    guardrail : float
        The largest share that is allowed.
    """
    fig, ax = _axes(height=4.2)
    ax.plot(others["false"], others["worth"], ".", color=PALE, label="rankings by other weights")
    ax.plot(path["false"], path["worth"], color=BLUE, lw=2.5, label="frontier: every $\\lambda$ from 0 up")
    label = f"your $\\lambda$ = {penalty:g}: {here['false']:.1%} false, {here['worth']:.2f} cents a story"
    ax.plot(here["false"], here["worth"], "D", color=ORANGE, ms=10, label=label)
    ax.axvline(guardrail, color=GREY, lw=1, ls="--")
    top = 1.1 * path["worth"].max()
    ax.text(guardrail + 0.003, 0.96 * top, f"guardrail: {guardrail:.0%}", color=GREY)
    ax.set(xlabel="expected share of false stories shown", ylabel="worth (cents per story shown)")
    ax.set(xlim=0, ylim=(None, top))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.legend(loc="lower right", framealpha=0.9)
    return fig


def draw_pooling(errors: dict[str, pd.DataFrame], s: dict[str, float]) -> Figure:
    """Draw squared errors, relative to one model, against the number of known homes, a panel for each grouping.

    Parameters
    ----------
    errors : dict
        By grouping: a column for each way of estimating, the number of known homes as index.
    s : dict
        By grouping: the variance within groups over that between them.
    """
    fig, axes = _axes(len(errors), width=9.5, sharey=True)
    for ax, (group, table) in zip(axes, errors.items()):
        for name, style, colour in zip(table, ["-", "s--", "o-"], [GREY, ORANGE, BLUE]):
            ax.plot(table.index, table[name], style, color=colour, label=name)
        ax.set_xscale("log", base=2)
        name = group.removesuffix("_id")
        ax.set(xlabel=f"known homes of the {name}", title=f"{name}: s = {s[group]:.1f}")
        ax.set_xticks(table.index, [f"{n}" for n in table.index])
        ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes[0].set(ylabel="squared error on other homes,\nagainst one model", ylim=0)
    axes[0].legend(frameon=False, loc="lower left")
    return fig
