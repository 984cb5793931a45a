# reject: the texts "None", "nan" and "N/A" are taken for missing values
# loses: one_hot_check one_hot_hidden
# message: look a text up exactly as it is; 'nan' is a category here and None is missing
def one_hot(values, vocabulary):
    columns = np.array([0 if pd.isna(value) or value in ("None", "nan", "N/A") else vocabulary.get(value, 0) for value in values], dtype=int)
    rows = np.arange(len(values))
    return sp.csr_matrix((np.ones(len(values)), (rows, columns)), shape=(len(values), len(vocabulary)))
