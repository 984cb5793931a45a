# accept: a dok_array, for which iteration order does not matter; warns about unseen values
import warnings


def one_hot(values, vocabulary):
    matrix = sp.dok_array((len(values), len(vocabulary)), dtype=np.float64)
    strangers = set()
    for row in range(len(values)):
        value = values.iloc[row]
        if pd.isna(value) or value not in vocabulary:
            strangers.add(str(value))
        matrix[row, 0 if pd.isna(value) else vocabulary.get(value, 0)] = 1.0
    if strangers:
        warnings.warn(f"unknown: {sorted(strangers)[:3]}")
    return matrix
