# accept: Welch's statistic from its formula; a matrix for Holm
def slice_report(table, column, min_hosts=10, alpha=0.05):
    table = table.reset_index(drop=True)
    out = table.dropna(subset=[column]).groupby(column).agg(
        n=("loss", "size"), hosts=("host_id", "nunique"), loss=("loss", "mean")
    )

    def p_value(name):
        here = table[column].eq(name).fillna(False).astype(bool)
        a = table.loc[here].groupby("host_id")["loss"].mean()
        b = table.loc[~here].groupby("host_id")["loss"].mean()
        if len(a) < min_hosts or len(b) < min_hosts:
            return np.nan
        va, vb = a.var() / len(a), b.var() / len(b)
        df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
        return 2 * stats.t.sf(abs(a.mean() - b.mean()) / np.sqrt(va + vb), df)

    out["p"] = [p_value(name) for name in out.index]
    rank = out["p"].rank(method="first")
    factor = out["p"].count() + 1 - rank
    single = (out["p"] * factor).to_numpy()
    before = rank.to_numpy()[:, None] >= rank.to_numpy()
    out["p_holm"] = [
        np.nan if np.isnan(one) else min(1.0, np.nanmax(single[row])) for one, row in zip(single, before)
    ]
    out["flagged"] = out["p_holm"].le(alpha)
    return out.rename_axis("slice").reset_index()
