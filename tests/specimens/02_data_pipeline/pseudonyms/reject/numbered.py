# reject: guests numbered in the order of their ids
# loses: pseudonyms_check pseudonyms_hidden
# message: a pseudonym is text
def pseudonyms(ids, key):
    return pd.Series(pd.factorize(ids.astype("object").map(str, na_action="ignore"))[0], index=ids.index).where(ids.notna())
