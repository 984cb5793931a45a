# accept: dicts of losses; Holm by hand
def slice_report(table, column, min_hosts=10, alpha=0.05):
    rows = list(zip(table["host_id"], table["loss"], table[column]))
    slices = sorted({value for _, _, value in rows if isinstance(value, str)})
    report = []
    for name in slices:
        inside, outside = {}, {}
        for host, loss, value in rows:
            side = inside if isinstance(value, str) and value == name else outside
            side.setdefault(host, []).append(loss)
        losses = [loss for some in inside.values() for loss in some]
        a, b = ([sum(x) / len(x) for x in side.values()] for side in (inside, outside))
        tested = len(a) >= min_hosts and len(b) >= min_hosts
        p = float(stats.ttest_ind(a, b, equal_var=False).pvalue) if tested else float("nan")
        report.append(dict(slice=name, n=len(losses), hosts=len(a), loss=sum(losses) / len(losses), p=p))
    tested = sorted((row for row in report if row["p"] == row["p"]), key=lambda row: row["p"])
    running = 0.0
    for done, row in enumerate(tested):
        running = max(running, row["p"] * (len(tested) - done))
        row["p_holm"] = min(running, 1.0)
    for row in report:
        row.setdefault("p_holm", float("nan"))
        row["flagged"] = row["p_holm"] <= alpha
    return pd.DataFrame(report)
