# accept: value_counts sorted by its index and ranked by cumsum; draws the counts as it goes
import matplotlib.pyplot as plt


def build_vocabulary(train):
    counts = train.value_counts(dropna=True).sort_index()
    fig, ax = plt.subplots()
    ax.bar(range(len(counts)), counts.to_numpy())
    plt.close(fig)
    numbers = pd.Series(1, index=counts.index, dtype="int64").cumsum()
    return {None: 0} | numbers.to_dict()
