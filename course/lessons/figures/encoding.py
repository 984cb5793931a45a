"""The figures of unit 03's lessons."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_style = plt.style.context(
    [
        "tableau-colorblind10",
        {"axes.spines.top": False, "axes.spines.right": False, "figure.constrained_layout.use": True},
    ]
)
_JITTER = 0.14  # half the height over which the points of one row are spread
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@_style
def draw_by_split(scores: pd.DataFrame, xlabel: str) -> Figure:
    """Draw a point for each split and a line for their mean, in a row for each encoding.

    Parameters
    ----------
    scores : columns `encoding`, `score` and, for a panel each, `model`; the order of rows is kept
    xlabel : what a score is
    """
    models = list(scores["model"].unique()) if "model" in scores else [None]
    encodings = list(scores["encoding"].unique())
    fig, axes = plt.subplots(
        1, len(models), figsize=(9, 0.9 + 0.55 * len(encodings)), sharex=True, sharey=True, squeeze=False
    )
    for ax, model in zip(axes[0], models):
        of_model = scores if model is None else scores[scores["model"] == model]
        for row, encoding in enumerate(encodings):
            values = of_model.loc[of_model["encoding"] == encoding, "score"]
            heights = row + np.linspace(-_JITTER, _JITTER, len(values))
            ax.plot(values, heights, "o", color="C0", alpha=0.7, ms=5)
            ax.plot([values.mean()] * 2, [row - 0.3, row + 0.3], color="k", lw=2)
        ax.axvline(0, color="0.6", lw=1, zorder=0)
        ax.set(xlabel=xlabel, title=model)
    axes[0, 0].set_yticks(range(len(encodings)), encodings)
    axes[0, 0].invert_yaxis()
    return fig


@_style
def draw_support(counts: dict[str, pd.Series], min_support: int) -> Figure:
    """Draw how many listings each category has, the most common first, in a panel for each column.

    Parameters
    ----------
    counts : what the categories are called, and for each category its listings
    min_support : categories with so many listings are set apart from the others
    """
    fig, axes = plt.subplots(1, len(counts), figsize=(9, 3.6), sharey=True)
    for ax, (name, listings) in zip(axes, counts.items()):
        listings = listings.sort_values(ascending=False).to_numpy()
        kept = int((listings >= min_support).sum())
        rank = np.arange(1, len(listings) + 1)
        ax.semilogy(rank[:kept], listings[:kept], "o", ms=4, color="C0", label=f"{min_support} or more")
        ax.semilogy(rank[kept:], listings[kept:], "x", ms=4, color="C1", label="fewer")
        held = listings[:kept].sum() / listings.sum()
        ax.set_title(f"{kept} of {len(listings)} {name} hold {held:.0%} of all entries", size=11)
        ax.set_xlabel(f"{name}, most common first")
        ax.yaxis.set_major_formatter("{x:g}")
    axes[0].set_ylabel("listings")
    axes[-1].legend(loc="upper right", frameon=False)
    return fig


@_style
def draw_leak(
    features: dict[str, tuple[np.ndarray, np.ndarray]],
    lines: dict[str, tuple[np.ndarray, np.ndarray]],
    price: np.ndarray,
    new_price: np.ndarray,
    scores: dict[str, tuple[float, float]],
) -> Figure:
    """Draw price against an encoded column and a model's line, in a panel for each way to encode it.

    Parameters
    ----------
    features : of the training rows and of the new rows, as log prices
    lines : two features, and what the model predicts for them, all as log prices
    price, new_price : in dollars, of the training rows and of the new rows
    scores : R² on the training rows and on the new rows
    """
    fig, axes = plt.subplots(1, len(features), figsize=(9, 4.6), sharex=True, sharey=True)
    for ax, (name, (feature, new_feature)) in zip(axes, features.items()):
        ax.scatter(np.exp(feature), price, s=9, alpha=0.5, label="training rows")
        ax.scatter(np.exp(new_feature), new_price, s=18, alpha=0.8, marker="x", lw=0.9, label="new listings")
        ax.plot(*(np.exp(ends) for ends in lines[name]), color="k", lw=1.5, label="model")
        known, new = (f"{round(score, 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}") for score in scores[name])
        ax.set_title(f"{name}: R² {known} in training, {new} on new listings", size=10)
        _log_dollars(ax)
    axes[0].set_ylabel("price per night ($)")
    fig.supxlabel("feature: encoded price of a random voucher code ($)", size=10)
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=3, frameon=False)
    return fig


def _log_dollars(ax: Axes) -> None:
    ax.set(xscale="log", yscale="log", xlim=(8, 2_500), ylim=(8, 2_500))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks([10, 20, 50, 100, 200, 500, 1_000, 2_000])
        axis.set_ticks([], minor=True)
        axis.set_major_formatter("{x:g}")


@_style
def draw_season(
    premium: pd.Series, with_holidays: pd.Series, fits: dict[str, np.ndarray], circle: np.ndarray
) -> Figure:
    """Draw the season's premium by month with fitted lines, and the months on a circle.

    Parameters
    ----------
    premium, with_holidays : in log price, by month from 1 to 12, without and with the holidays' nights
    fits : what each model makes of the premium, shape (12,)
    circle : sine and cosine of each month, shape (12, 2)
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), width_ratios=[3, 2])
    left.plot(premium.index, premium, "o", color="0.3", label="without the holidays")
    moved = (with_holidays - premium).abs() > 0.005
    left.plot(
        premium.index[moved], with_holidays[moved], "o", mfc="none", color="0.3", label="with the holidays"
    )
    for (name, fit), style in zip(fits.items(), ["--", "-"]):
        left.plot(premium.index, fit, style, label=name)
    left.set(xlabel="month", ylabel="log price against the listing's mean", xticks=range(1, 13))
    bottom, top = left.get_ylim()
    left.set_ylim(bottom, top + 0.5 * (top - bottom))  # the key has this room to itself
    left.legend(loc="upper center", ncols=2, frameon=False, fontsize=9)
    right.plot(circle[:, 0], circle[:, 1], "o", ms=9, color="0.3")
    for name, point in zip(_MONTHS, circle):
        right.annotate(name, 1.3 * point, ha="center", va="center")
    right.set(xlabel="sine", ylabel="cosine", xlim=(-1.7, 1.7), ylim=(-1.7, 1.7), aspect="equal")
    right.set_title("December is next to January", size=11)
    return fig
