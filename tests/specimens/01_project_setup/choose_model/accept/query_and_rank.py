# accept: pandas' query for what is near the largest net, rows ranked from worst to best
def choose_model(candidates, predictions_per_year, max_p99_ms, decide_after_h, z=2.0):
    net = candidates.eval("gain - upkeep - cost_per_1000 * @predictions_per_year / 1000")
    floor = net - z * candidates["gain_se"]
    table = candidates.assign(net=net, floor=floor)
    table = table.query("floor > 0 and p99_ms <= @max_p99_ms and features_ready_h <= @decide_after_h")
    table = table.query("net.max() - net < 1e-6")
    table = table.sort_values("name", ascending=False).sort_values("p99_ms", ascending=False, kind="stable")
    print(table.to_string())
    for name in table["name"][::-1]:
        return name
