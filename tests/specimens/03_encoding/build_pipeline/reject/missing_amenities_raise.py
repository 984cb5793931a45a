# reject: reads the list of amenities of every listing, and some have none
# loses: build_pipeline_check build_pipeline_hidden
# message: a listing that misses bathrooms, bedrooms, neighbourhood
NUMBERS = ["accommodates", "bedrooms", "beds", "bathrooms", "latitude", "longitude", "minimum_nights"]
TEXTS = ["neighbourhood", "neighbourhood_cleansed", "room_type", "property_type"]


def numbers_of(X):
    return [column for column in NUMBERS if column in X.columns]


def texts_of(X):
    return [column for column in TEXTS if column in X.columns]


def amenities_of(X):
    return [column for column in ["amenities"] if column in X.columns]


def to_float(X):
    return pd.DataFrame({c: [np.nan if pd.isna(v) else float(v) for v in X[c]] for c in X.columns}, index=X.index)


def to_text(X):
    return pd.DataFrame({c: ["(missing)" if pd.isna(v) else str(v) for v in X[c]] for c in X.columns}, index=X.index, dtype=object)


def amenity_list(entry):
    if isinstance(entry, (list, tuple, set, np.ndarray)):
        return [str(amenity) for amenity in entry]
    return [str(amenity) for amenity in json.loads(entry)]


class Amenities(TransformerMixin, BaseEstimator):
    def __init__(self, max_features=100):
        self.max_features = max_features

    def fit(self, X, y=None):
        counts = Counter(a for entry in X.iloc[:, 0] for a in set(amenity_list(entry)))
        ranked = sorted(counts, key=lambda a: (-counts[a], a))[: self.max_features]
        self.vocabulary_ = {a: j for j, a in enumerate(ranked)}
        return self

    def transform(self, X):
        result = np.zeros((len(X), len(self.vocabulary_) + 1))
        for row, entry in enumerate(X.iloc[:, 0]):
            names = set(amenity_list(entry))
            result[row, -1] = len(names)
            for name in names:
                if name in self.vocabulary_:
                    result[row, self.vocabulary_[name]] = 1.0
        return result


def build_pipeline():
    numeric = make_pipeline(FunctionTransformer(to_float), SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler())
    categorical = make_pipeline(FunctionTransformer(to_text), OneHotEncoder(handle_unknown="ignore", min_frequency=3))
    columns = ColumnTransformer(
        [
            ("numbers", numeric, numbers_of),
            ("texts", categorical, texts_of),
            ("amenities", make_pipeline(Amenities(), StandardScaler()), amenities_of),
        ]
    )
    return make_pipeline(columns, Ridge(alpha=10.0))
