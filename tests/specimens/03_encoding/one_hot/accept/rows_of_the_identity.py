# accept: picks rows of a sparse identity matrix; single precision; prints the share of unknowns
def one_hot(values, vocabulary):
    numbers = values.map(vocabulary).fillna(0).astype("int64").to_numpy()
    if len(numbers):
        print(f"{(numbers == 0).mean():.1%} unknown")
    return sp.identity(len(vocabulary), dtype="float32", format="csr")[numbers]
