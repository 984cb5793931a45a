# accept: pandas explode, drop_duplicates and a sorted table of counts; the matrix from a pivot, as int8
def _pairs(raw):
    lists = raw.reset_index(drop=True).astype("object").map(
        lambda text: json.loads(text) if isinstance(text, str) and text.strip() else []
    )
    pairs = lists.explode().dropna().rename("amenity").rename_axis("row").reset_index()
    return pairs.drop_duplicates()


def amenity_vocabulary(raw, max_features):
    sizes = _pairs(raw).groupby("amenity").size().rename("listings").reset_index()
    best = sizes.sort_values(["listings", "amenity"], ascending=[False, True]).head(max_features)
    return dict(zip(best["amenity"], range(len(best))))


def amenity_matrix(raw, vocabulary):
    pairs = _pairs(raw)
    known = pairs[pairs["amenity"].isin(list(vocabulary))]
    columns = [vocabulary[amenity] for amenity in known["amenity"]]
    return sp.csr_matrix(
        (np.ones(len(known), dtype="int8"), (known["row"].to_numpy(dtype=int), columns)),
        shape=(len(raw), len(vocabulary)),
    )
