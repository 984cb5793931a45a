"""Figures of the lessons on the data pipeline."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, MultipleLocator, NullFormatter, PercentFormatter

BLUE, ORANGE, GREY = "#006BA4", "#FF800E", "#595959"  # told apart by colour-blind readers too
MARKERS = "os^D"


def _axes(
    columns: int = 1, width: float = 8.0, height: float = 3.6, **options: object
) -> tuple[Figure, Axes]:
    """Return a figure with axes that have no lines at the top and on the right."""
    fig, axes = plt.subplots(1, columns, figsize=(width, height), layout="constrained", **options)
    for ax in np.atleast_1d(axes):
        ax.spines[["top", "right"]].set_visible(False)
    return fig, axes


def draw_learning_curves(scores: pd.DataFrame) -> Figure:
    """Draw scores (a column a way of choosing rows) against the number of training rows, the index."""
    fig, ax = _axes()
    for column, marker, colour in zip(scores, MARKERS, (BLUE, ORANGE)):
        ax.plot(scores.index, scores[column], f"{marker}-", color=colour, label=column)
    ax.axhline(0, color=GREY, lw=1, ls="--")
    ax.set(xscale="log", xlabel="training rows", ylabel="R² on other hosts' homes")
    ax.xaxis.set_major_locator(FixedLocator(list(scores.index)))
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.legend(frameon=False, loc="lower right")
    return fig


def draw_completeness(hours: pd.Series) -> Figure:
    """Draw the share of events that have arrived, given the hours from the end of their day to their arrival."""
    fig, ax = _axes()
    at = np.linspace(0, 120, 481)
    ax.plot(at, np.searchsorted(np.sort(hours), at, side="right") / len(hours), color=BLUE)
    ax.set(
        xlabel="hours after the end of the day",
        ylabel="events of the day\nthat have arrived",
        ylim=(0.95, 1.0),
    )
    ax.set_xticks(range(0, 121, 24))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    return fig


def draw_known_outcomes(weeks: pd.DataFrame) -> Figure:
    """Draw cancellation rates by week of check-in, the index, relative to today.

    Parameters
    ----------
    weeks : pandas.DataFrame
        `known`: the share of outcomes that are known; `among known` and `in the end`: the rates.
    """
    fig, ax = _axes()
    ax.fill_between(weeks.index, weeks["known"], color="0.9", label="outcomes that are known")
    ax.plot(weeks.index, weeks["among known"], "o-", color=ORANGE, label="cancelled, of the known ones")
    ax.plot(weeks.index, weeks["in the end"], "s-", color=BLUE, label="cancelled in the end, of all")
    ax.axvline(0, color=GREY, lw=1, ls="--")
    ax.text(-0.15, 1.02, "today", ha="right", color=GREY)
    ax.set(xlabel="week of check-in, from today", ylabel="share of bookings", ylim=(0, 1.1))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(0.0, 0.6))
    return fig


def draw_layouts(megabytes: pd.DataFrame) -> Figure:
    """Draw what each question (row) reads from each layout (column), in megabytes, on a logarithmic axis."""
    fig, ax = _axes(height=3.8)
    width = 0.8 / len(megabytes.columns)
    shades = [BLUE, "#5F9ED1", "#FFBC79", ORANGE]
    for k, (layout, shade) in enumerate(zip(megabytes, shades)):
        at = np.arange(len(megabytes)) + (k - (len(megabytes.columns) - 1) / 2) * width
        bars = ax.bar(at, megabytes[layout], width, color=shade, edgecolor="white", label=layout)
        ax.bar_label(bars, fmt="{:.2g}", fontsize=8, padding=2)
    ax.set_xticks(range(len(megabytes)), megabytes.index)
    ax.set(yscale="log", ylabel="read (MB)", ylim=(0.008, 60))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.legend(frameon=False, ncols=len(megabytes.columns), loc="upper center")
    return fig


def draw_drift_by_week(psi: pd.DataFrame) -> Figure:
    """Draw the PSI by week since the change (the index), a column a set of rows, with the customary line at 0.1."""
    fig, ax = _axes()
    for column, marker, colour in zip(psi, MARKERS, (BLUE, ORANGE)):
        ax.plot(psi.index, psi[column], f"{marker}-", color=colour, label=column)
    ax.axhline(0.1, color=GREY, lw=1, ls="--")
    ax.text(psi.index[-1], 0.105, "customary threshold", va="bottom", ha="right", color=GREY)
    ax.axvline(-0.5, color=GREY, lw=1, ls=":")
    ax.set(xlabel="weeks since the change of currency", ylabel="PSI of the price of a night", ylim=(0, None))
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(0.0, 0.95))
    return fig


def draw_false_alarms(shares: pd.Series) -> Figure:
    """Draw the share of batches (index: rows in a batch) that raise an alarm though nothing has changed."""
    fig, ax = _axes()
    ax.plot(shares.index, shares, "o-", color=BLUE)
    for size, share in shares.items():
        ax.annotate(f"{share:.0%}", (size, share), xytext=(8, 4), textcoords="offset points")
    ax.set(xscale="log", xlabel="rows in the batch", ylabel="batches with PSI above 0.1", ylim=(-0.03, 1.05))
    ax.xaxis.set_major_locator(FixedLocator(list(shares.index)))
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    return fig


def draw_blanks(blank: pd.DataFrame, previous: np.ndarray) -> Figure:
    """Draw which cells are blank, a line a column; `previous` marks the rows of an earlier scrape, which come last."""
    fig, ax = _axes(height=4.4)
    ax.imshow(blank.T, aspect="auto", interpolation="nearest", cmap="Blues", vmin=0, vmax=1.3)
    ax.axvline(np.flatnonzero(previous)[0] - 0.5, color=ORANGE, lw=2)
    ax.set_yticks(range(len(blank.columns)), blank.columns, fontsize=8)
    ax.set_xlabel("listings; right of the line those from the previous scrape")
    return fig


def draw_bias(bias: pd.DataFrame) -> Figure:
    """Draw the error of a mean in percent (one row a repair); columns `all listings` and `blank rows`."""
    fig, axes = _axes(columns=2, height=2.9, sharey=True)
    for ax, column, colour in zip(axes, bias, (BLUE, ORANGE)):
        bars = ax.barh(bias.index, bias[column], color=colour)
        ax.bar_label(bars, fmt="{:+.1f}", padding=4)
        ax.axvline(0, color=GREY, lw=1)
        ax.xaxis.set_major_locator(MaxNLocator(5))
        low = min(bias[column].min(), -1)
        ax.set(xlabel="error of the mean price (%)", title=column, xlim=(1.35 * low, -0.12 * low))
    axes[0].invert_yaxis()
    return fig


def draw_agreement(agreement: pd.DataFrame) -> Figure:
    """Draw accuracy against mean kappa, a point an annotator (the index); `misled` ones in another colour."""
    fig, ax = _axes(height=4.0)
    alone, misled = agreement[~agreement["misled"]], agreement[agreement["misled"]]
    ax.plot(alone["kappa"], alone["accuracy"], "o", ms=8, color=BLUE)
    for name, row in alone.iterrows():
        ax.annotate(
            name, (row["kappa"], row["accuracy"]), xytext=(-8, 6), textcoords="offset points", ha="right"
        )
    ax.plot(misled["kappa"], misled["accuracy"], "s", ms=8, color=ORANGE)
    ax.annotate(
        " and ".join(misled.index),
        (misled["kappa"].max(), misled["accuracy"].mean()),
        xytext=(10, -10),
        textcoords="offset points",
    )
    ax.set(
        xlabel="mean kappa with the others",
        ylabel="share of right labels",
        xlim=(0.35, 0.85),
        ylim=(0.55, 1.0),
    )
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    return fig


def draw_budget(scores: pd.DataFrame) -> Figure:
    """Draw the accuracy of a model against the votes paid for (the index), a column a number of votes a photo."""
    fig, ax = _axes()
    for column, marker, colour in zip(scores, MARKERS, (BLUE, ORANGE, GREY)):
        ax.plot(scores.index, scores[column], f"{marker}-", color=colour, label=column)
    ax.set(xscale="log", xlabel="votes paid for", ylabel="accuracy on new photos")
    ax.yaxis.set_major_locator(MultipleLocator(0.05))
    ax.xaxis.set_major_locator(FixedLocator(list(scores.index)))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.legend(frameon=False, loc="lower right")
    return fig


def draw_crowds(exposed: pd.Series) -> Figure:
    """Draw the share of bookings in a crowd of fewer than five persons, a bar a set of published columns."""
    fig, ax = _axes(height=3.0)
    bars = ax.barh(exposed.index, exposed, color=BLUE)
    ax.bar_label(bars, labels=[f"{share:.1%}" for share in exposed], padding=4)
    ax.invert_yaxis()
    ax.set(xlabel="bookings in a crowd of fewer than five guests", xlim=(0, 1.12))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0))
    ax.set_xticks(np.arange(0, 1.01, 0.25))
    return fig


def draw_click_rates(rates: pd.DataFrame) -> Figure:
    """Draw click rates by band of score (the index), a column a group."""
    fig, ax = _axes()
    for column, marker, colour in zip(rates, MARKERS, (BLUE, ORANGE)):
        ax.plot(rates.index, rates[column], f"{marker}-", color=colour, label=column)
    ax.set(
        xlabel="score of the ranker, in thirds of the impressions",
        ylabel="clicks per impression",
        ylim=(0, None),
    )
    ax.set_xticks(list(rates.index))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.legend(frameon=False, loc="upper left")
    return fig
