# reject: tests rows
# loses: slice_report_check slice_report_hidden
# message: rows are no independent cases
def slice_report(table, column, min_hosts=10, alpha=0.05):
    """Return slice, n, hosts, loss, p, p_holm, flagged: a row per slice, tested by host."""
    rows = []
    for name, places in sorted(table.groupby(column).indices.items()):
        mask = np.isin(np.arange(len(table)), places)
        inside, outside = table[mask], table[~mask]
        means = [side.groupby("host_id")["loss"].mean() for side in (inside, outside)]
        p = np.nan
        if min(len(side) for side in means) >= min_hosts:
            p = stats.ttest_ind(inside["loss"], outside["loss"], equal_var=False).pvalue
        rows.append((name, len(inside), len(means[0]), inside["loss"].mean(), p))
    report = pd.DataFrame(rows, columns=["slice", "n", "hosts", "loss", "p"])
    p = report["p"].dropna().sort_values()
    corrected = (p * np.arange(len(p), 0, -1)).cummax().clip(upper=1)
    report["p_holm"] = corrected.reindex(report.index)
    report["flagged"] = report["p_holm"] <= alpha
    return report
