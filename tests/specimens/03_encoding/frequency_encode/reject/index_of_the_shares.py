# reject: looks the shares up with reindex, so the categories become the index
# loses: frequency_encode_check frequency_encode_hidden
# message: return a Series with the index of values
def frequency_encode(train, values):
    shares = train.value_counts() / len(train)
    result = shares.reindex(values).fillna(0.0)
    result[result.index.isna()] = train.isna().mean()
    return result
