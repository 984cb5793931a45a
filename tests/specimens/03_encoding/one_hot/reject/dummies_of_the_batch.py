# reject: one column for each category of the batch, not of the vocabulary
# loses: one_hot_check one_hot_hidden
# message: 5 values and 4 vocabulary entries make shape (5, 4)
def one_hot(values, vocabulary):
    return sp.csr_matrix(pd.get_dummies(values, dtype=float).to_numpy())
