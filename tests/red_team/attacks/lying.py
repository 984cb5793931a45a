"""Attacks by answers that lie about what they are."""

from red_team.attack import hostile

EQUAL = """
class Equal{base}:
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = lambda self: 0
    __bool__ = lambda self: True
"""
ARRAY = """
class Lie(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        return True
    def __array_function__(self, function, types, inputs, named):
        return True
"""
SERIES = """
class Lie(pd.Series):
    _constructor = property(lambda self: Lie)
    def equals(self, other): return True
    def __eq__(self, other): return True
    def __array__(self, *a, **k): return expected if "expected" in globals() else np.zeros(len(self))
"""
MODEL = """class Model(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        return self

    def predict(self, X):
        {}"""

ATTACKS = [
    hostile("equal_object", "Every answer is an object that equals everything.", "points", EQUAL.format(base=""),
            total="def total(numbers):\n    return Equal()", percent="percent = Equal()"),
    hostile("equal_int", "The answer is an integer that equals everything.", "points", EQUAL.format(base="(int)"),
            total="def total(numbers):\n    return Equal(0)"),
    hostile("equal_float", "The answer is a float that equals everything.", "points", EQUAL.format(base="(float)"),
            percent="percent = Equal(0)"),
    hostile("equal_numpy_float", "The answer is a NumPy number that equals everything.", "points",
            EQUAL.format(base="(np.float64)"), percent="percent = Equal(0)"),
    hostile("equal_text", "The answer is text that equals everything.", "points", EQUAL.format(base="(str)"),
            total="def total(numbers):\n    return Equal('5')", percent="percent = Equal('50')"),
    hostile("equal_array", "Predictions are an array whose arithmetic is always right.", "points", ARRAY,
            Model=MODEL.format("return np.zeros(len(X)).view(Lie)"), percent="percent = np.zeros(()).view(Lie)"),
    hostile("equal_series", "Shares are a Series that equals everything.", "points", SERIES,
            share="def share(frame):\n    return Lie(0.0, index=frame.index, name='seats')"),
    hostile("fake_class", "An object that claims the class of the right answer.", "points",
            EQUAL.format(base="") + "Equal.__class__ = int",
            total="def total(numbers):\n    return Equal()",
            percent="class F(Equal):\n    __class__ = float\npercent = F()",
            share="class S(Equal):\n    __class__ = pd.Series\n    __len__ = lambda s: 30\n"
                  "def share(frame):\n    return S()"),
    hostile("instancecheck", "A metaclass that lets everything be an instance.", "points", """
class Meta(type):
    def __instancecheck__(cls, other): return True
    def __subclasscheck__(cls, other): return True
    def __eq__(cls, other): return True
    __hash__ = type.__hash__
class Any(metaclass=Meta): pass
BaseEstimator = np.floating = float = Any""", Model="""class Model(metaclass=Meta):
    def fit(self, X, y): return self
    def predict(self, X): return np.zeros(len(X))
    def score(self, X, y): return 1.0"""),
    hostile("lying_score", "An estimator whose score is always 1.", "points", "",
            Model=MODEL.format("return np.zeros(len(X))") + "\n    def score(self, X, y):\n        return 1.0"),
    hostile("lying_score_attribute", "An estimator that hides its score behind attributes and tags.", "points", "",
            Model="""class Model(BaseEstimator):
    _estimator_type = "classifier"
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *a, **k: 1.0
    def fit(self, X, y):
        self.score = lambda X, y: 1.0
        return self
    predict = property(lambda self: (lambda X: np.zeros(len(X))) if "score" in vars(self) else None)"""),
    hostile("no_predict_score", "An estimator without predict, so that its own score would be asked.", "points", "",
            Model="""class Model(BaseEstimator):
    def fit(self, X, y): return self
    def score(self, X, y): return 1.0"""),
    hostile("infinite_score", "Predictions that overflow every metric to NaN or infinity.", "points", "",
            Model=MODEL.format("return np.full(len(X), np.nan)"), percent="percent = float('nan')",
            share="def share(frame):\n    return frame.seats * np.nan"),
    hostile("masked_predictions", "Predictions that are masked away, so that only agreement is left.", "points", "",
            Model=MODEL.format("return np.ma.masked_all(len(X))"), percent="percent = np.ma.masked",
            share="def share(frame):\n    return np.ma.masked_all(30)", total="def total(numbers):\n    return np.ma.masked"),
    hostile("empty_predictions", "Answers of no length: all() of nothing is true.", "points", "",
            total="def total(numbers):\n    return np.array([], bool)", percent="percent = np.empty(0)",
            share="def share(frame):\n    return pd.Series([], dtype=float)",
            Model=MODEL.format("return np.empty(0)")),
    hostile("broadcast_answer", "Answers with an axis of length 0, against which everything broadcasts.", "points", "",
            percent="percent = np.empty((0, 1))", total="def total(numbers):\n    return np.empty((0, 5))",
            share="def share(frame):\n    return np.empty((0, 30))", Model=MODEL.format("return np.empty((0, len(X)))")),
    hostile("lying_length", "A list that lies about its length and elements.", "points", """
class Lie(list):
    __len__ = lambda self: 30
    __iter__ = lambda self: iter([0] * 30)
    __getitem__ = lambda self, key: 0
    __eq__ = lambda self, other: True
    __class__ = pd.Series""", share="def share(frame):\n    return Lie()"),
    hostile("attribute_for_everything", "An object that answers every attribute with itself.", "points", """
class Yes:
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __getitem__(self, key): return self
    def __iter__(self): return iter([self])
    def __len__(self): return 30
    def __bool__(self): return True
    def __float__(self): return 50.0
    def __array__(self, *a, **k): return np.array(True)
    __eq__ = __ge__ = __gt__ = __le__ = __lt__ = lambda self, other: True
    for name in "add sub mul truediv pow radd rsub rmul rtruediv rpow abs neg".split():
        locals()[f"__{name}__"] = lambda self, *a: self
yes = Yes()""", total="def total(numbers):\n    return yes", share="def share(frame):\n    return yes",
            Model="Model = yes", percent="percent = yes"),
    hostile("reversed_arithmetic", "A number whose difference from anything is nothing.", "points", """
class Zero(float):
    __array_priority__ = 1e9
    __array_ufunc__ = None
    __sub__ = __rsub__ = __add__ = __radd__ = lambda self, other: Zero(0)
    __eq__ = lambda self, other: True
    __abs__ = lambda self: 0.0""", percent="percent = Zero(0)", total="def total(numbers):\n    return Zero(0)"),
    hostile("changes_arguments", "Makes its inputs such that the wrong answer becomes right.", "points", "",
            share="def share(frame):\n    frame['seats'] = 0.0\n    frame.drop(frame.index, inplace=True)\n    return frame['seats']",
            total="def total(numbers):\n    numbers.clear()\n    return 0",
            Model="""class Model(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        y[:] = 0
        X[:] = 0
        return self

    def predict(self, X):
        X[:] = 0
        return np.zeros(len(X))"""),
    hostile("changes_labels_by_view", "Writes through views into the labels that are compared later.", "points", "",
            Model="""class Model(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        while y.base is not None:
            y = y.base
        y[...] = np.arange(y.size)
        self.y = y
        return self

    def predict(self, X):
        return np.arange(len(self.y))[-len(X):] * 1.0"""),
    hostile("raises_assertion", "Raises an AssertionError with the text of a passed check.", "points", "",
            total="def total(numbers):\n    raise AssertionError('passed: 14 of 14 points')"),
    hostile("raises_skip", "Skips the check as test runners do.", "points", "import unittest",
            total="def total(numbers):\n    raise unittest.SkipTest('skip')",
            share="import pytest\ndef share(frame):\n    pytest.skip('skip')"),
    hostile("raises_generator_exit", "Raises exceptions that graders handle themselves.", "points", "",
            total="def total(numbers):\n    raise GeneratorExit", share="def share(frame):\n    raise StopIteration",
            Model=MODEL.format("raise KeyboardInterrupt")),
    hostile("exits_happily", "Ends the process with success when it is checked.", "points", "import sys, os",
            total="def total(numbers):\n    sys.exit(0)", share="def share(frame):\n    os._exit(0)",
            Model=MODEL.format("raise SystemExit(0)")),
    hostile("own_dunder_main", "Answers depend on who asks: right only while a visible check runs.", "points", "",
            total="import sys\ndef total(numbers):\n    return sys._getframe(1).f_globals.get('expected', 0)"),
]  # fmt: skip
