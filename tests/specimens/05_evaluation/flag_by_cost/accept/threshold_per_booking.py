# accept: compares p with work over loss; pandas' nlargest
def flag_by_cost(p, loss, work, capacity=None):
    table = pd.DataFrame({"p": list(p), "loss": list(loss)}, dtype=float)
    with np.errstate(all="ignore"):
        flags = table["p"].gt(work / table["loss"])
    if capacity is not None:
        gain = (table["p"] * table["loss"]).where(flags).dropna()
        flags &= table.index.isin(gain.nlargest(capacity).index)
    return flags
