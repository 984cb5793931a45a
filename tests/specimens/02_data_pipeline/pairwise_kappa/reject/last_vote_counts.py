# reject: of two votes by one annotator the last one counts
# loses: pairwise_kappa_check pairwise_kappa_hidden
# message: ann_2 voted twice on photo 1
def pairwise_kappa(votes, min_common=20):
    votes = votes.drop_duplicates(["photo_id", "annotator"], keep="last")
    labels = {name: group.set_index("photo_id")["label"] for name, group in votes.groupby("annotator")}
    kappa = pd.DataFrame(np.nan, index=sorted(labels), columns=sorted(labels))
    for one, other in product(labels, repeat=2):
        first, second = labels[one].align(labels[other], join="inner")
        if len(first) >= min_common:
            agreement = (first == second).mean()
            shares = first.value_counts(normalize=True), second.value_counts(normalize=True)
            chance = (shares[0] * shares[1]).sum()
            if chance < 1:
                kappa.loc[one, other] = (agreement - chance) / (1 - chance)
    return kappa
