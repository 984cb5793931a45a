# reject: numbers the distinct texts of the batch, which is a vocabulary and not a hash
# loses: hash_buckets_check hash_buckets_hidden
# message: 'Old Town' is in the wrong bucket
def hash_buckets(values, n_buckets):
    codes, _ = pd.factorize(values.fillna(""))
    return codes % n_buckets
