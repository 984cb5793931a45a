# accept: scikit-learn's cohen_kappa_score, pair by pair
def pairwise_kappa(votes, min_common=20):
    if votes[["photo_id", "annotator"]].duplicated().any():
        raise ValueError("voted twice on a photo")
    names = sorted(votes["annotator"].unique())
    result = pd.DataFrame(np.nan, index=names, columns=names)
    codes = votes.assign(code=pd.factorize(votes["label"])[0])[["photo_id", "annotator", "code"]]
    for number, one in enumerate(names):
        for other in names[number:]:
            left, right = codes[codes["annotator"] == one], codes[codes["annotator"] == other]
            both = left.merge(right, on="photo_id")
            labels = set(both["code_x"]) | set(both["code_y"])
            if len(both) >= max(min_common, 1) and len(labels) > 1:
                value = cohen_kappa_score(both["code_x"], both["code_y"])
                result.loc[one, other] = result.loc[other, one] = value
    return result
