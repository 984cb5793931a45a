# reject: a random name for each guest
# loses: pseudonyms_check pseudonyms_hidden
# message: the same guest must get the same pseudonym in both tables
def pseudonyms(ids, key):
    names = {str(value): os.urandom(32).hex() for value in ids.dropna()}
    return pd.Series([None if pd.isna(value) else names[str(value)] for value in ids], index=ids.index, dtype="str")
