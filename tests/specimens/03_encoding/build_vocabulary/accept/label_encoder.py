# accept: scikit-learn's LabelEncoder finds the categories
from sklearn.preprocessing import LabelEncoder


def build_vocabulary(train):
    texts = [value for value in train if not pd.isna(value)]
    if not texts:
        return {None: 0}
    encoder = LabelEncoder().fit(np.array(texts, dtype=object))
    return {None: 0} | {category: i + 1 for i, category in enumerate(encoder.classes_)}
