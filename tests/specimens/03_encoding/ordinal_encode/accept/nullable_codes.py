# accept: a pandas Categorical; codes of the nullable dtype Int64, in a pandas array
def ordinal_encode(train, values, min_support):
    counts = train.astype("object").value_counts().sort_index().sort_values(ascending=False, kind="stable")
    kept = counts[counts >= min_support].index
    codes = pd.Categorical(values.astype("object"), categories=kept).codes
    return pd.array(codes.astype("int64") + 1, dtype="Int64")
