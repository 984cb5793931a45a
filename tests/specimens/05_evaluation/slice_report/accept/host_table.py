# accept: host means by slice from one grouping, the rest from sums
def slice_report(table, column, min_hosts=10, alpha=0.05):
    data = pd.DataFrame({"host": table["host_id"].to_numpy(), "loss": table["loss"].to_numpy()})
    data["slice"] = table[column].to_numpy()
    total = data.groupby("host")["loss"].agg(["sum", "size"])
    report = []
    for name, part in data.dropna(subset=["slice"]).groupby("slice", sort=True):
        own = part.groupby("host")["loss"].agg(["sum", "size"])
        rest = total.sub(own, fill_value=0)
        rest = rest[rest["size"] > 0]
        p = np.nan
        if len(own) >= min_hosts and len(rest) >= min_hosts:
            p = stats.ttest_ind(own["sum"] / own["size"], rest["sum"] / rest["size"], equal_var=False)[1]
        report.append([name, len(part), len(own), part["loss"].mean(), p])
    report = pd.DataFrame(report, columns=["slice", "n", "hosts", "loss", "p"])
    order = np.argsort(report["p"].to_numpy())
    m = int(report["p"].notna().sum())
    adjusted = np.full(len(report), np.nan)
    adjusted[order[:m]] = np.minimum(1, np.maximum.accumulate(report["p"].to_numpy()[order[:m]] * np.arange(m, 0, -1)))
    return report.assign(p_holm=adjusted, flagged=np.nan_to_num(adjusted, nan=2.0) <= alpha)
