# accept: scikit-learn's OrdinalEncoder with given categories does the look-up
def ordinal_encode(train, values, min_support):
    counts = train.value_counts()
    kept = sorted(counts[counts >= min_support].index, key=lambda category: (-counts[category], category))
    if not kept or not len(values):
        return np.zeros(len(values), dtype=np.int64)
    encoder = OrdinalEncoder(
        categories=[np.array(kept, dtype=object)], handle_unknown="use_encoded_value", unknown_value=-1
    )
    encoder.fit(np.array(kept, dtype=object).reshape(-1, 1))
    column = np.array([None if pd.isna(value) else value for value in values], dtype=object).reshape(-1, 1)
    return encoder.transform(column).ravel().astype(np.int64) + 1
