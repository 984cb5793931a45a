# accept: pd.cut with the last edge moved a little; the logit
from scipy.special import expit, logit


def reliability(y, p, edges):
    limits = [*edges[:-1], np.nextafter(edges[-1], np.inf)]
    frame = pd.DataFrame({"y": np.asarray(y, dtype=float), "p": np.asarray(p, dtype=float)})
    grouped = frame.groupby(pd.cut(frame["p"], limits, right=False), observed=False)
    out = grouped.agg(n=("y", "size"), predicted=("p", "mean"), observed=("y", "mean"))
    z = stats.norm.ppf(0.975)
    centre = (out["n"] * out["observed"] + z**2 / 2) / (out["n"] + z**2)
    half = z / (out["n"] + z**2) * np.sqrt(out["n"] * out["observed"] * (1 - out["observed"]) + z**2 / 4)
    return out.assign(low=centre - half, high=centre + half)


def undo_sampling(p, kept):
    if np.isnan(kept) or kept <= 0 or kept > 1:
        raise ValueError("kept")
    with np.errstate(divide="ignore"):
        return expit(logit(np.asarray(p, dtype=float)) + np.log(kept))
