"""What crosses between judge and worker: exact round trips, one encoding per value, and hostile bytes."""

import collections
import copy
import enum
import json
import math
import pathlib
import random
import tracemalloc
import uuid
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import scipy.sparse

from autograder.crossing.values import MAX_DEPTH, MAX_JSON, ValueNotAllowed, decode, encode

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
Point = collections.namedtuple("Point", "x y")
Renamed = collections.namedtuple("Renamed", "x class", rename=True)


class Typed(NamedTuple):
    name: str
    size: int = 0


def masked_array(**options) -> np.ma.MaskedArray:
    return np.ma.MaskedArray([1.0, 2.0, 3.0], [False, True, False], **options)


def generator(kind: type) -> np.random.Generator:
    drawn = np.random.Generator(kind(7))
    drawn.random(5)
    drawn.integers(0, 2**20, dtype=np.uint32)
    drawn.spawn(2)
    return drawn


def used(drawn):
    drawn.gauss(0, 1) if isinstance(drawn, random.Random) else drawn.normal()
    return drawn


def frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


STRUCT = np.array(
    [(1, 2.5, "ab", True), (2, np.nan, "", False)], [("i", "<i2"), ("f", ">f8"), ("t", "<U3"), ("b", "?")]
)
ALIGNED = np.zeros(3, np.dtype([("a", "i1"), ("b", "f8")], align=True))
OBJECTS = np.fromiter([[1, 2], [3, 4], None, {"a": {1}}, "text", 1.5], object, 6)

PLAIN = [
    None, True, False, 0, -1, 2**64, -(10**4299), 1.5, -0.0, math.inf, -math.inf, math.nan, 5e-324, 0.1 + 0.2,
    "", "text", "ä€😀\0\n\"\\", "\ud83d\ude00 two halves", "\udcff alone", 1j, complex(-0.0, math.nan),
    b"", b"\0\xff" * 5, bytearray(b"abc"),
]  # fmt: skip
CONTAINERS = [
    [], [1, "a", None, [2.5, []]], (), (1,), ((1, 2), [3]), set(), {1, "1", (1,), b"x", None, 1.5, frozenset({2})},
    frozenset({b"b", b"a", b""}), {}, {"b": 1, "a": [2]}, {1: "x", (1, b"y"): 2, None: 3, date(2020, 1, 1): 4, 2.5: 5},
    collections.OrderedDict(b=1, a=2), collections.Counter("abca"), collections.deque([1, [2]]),
    collections.deque([1, 2], maxlen=2), Point(1, [2]), Renamed(1, 2), Typed("a", 3), [Point(1, 2), Point(3, 4)],
    range(0), range(5, -10, -3), range(10**30), slice(None), slice(1, "a", (2,)), ..., NotImplemented,
    {"reference": ["list", []], "list": ["reference", {}]}, ["list", [1]], [["ndarray", "|O", [1], []]],
]  # fmt: skip
TIMES = [
    date(1, 1, 1), datetime(2020, 10, 25, 2, 30, 1, 999_999, BERLIN, fold=1), datetime(2020, 2, 29), time(23, 59, fold=1),
    datetime(2020, 1, 1, tzinfo=UTC), time(1, 2, 3, 4, timezone(timedelta(hours=-3, seconds=1))),
    timezone(timedelta(hours=5), "five"), UTC, BERLIN, zoneinfo.ZoneInfo("UTC"), timedelta(-1, 5, 7), timedelta.max,
    pd.Timestamp("2020-01-01"), pd.Timestamp("2020-10-25T02:30:00.000000001+01:00").tz_convert(BERLIN),
    pd.Timestamp("1500-01-01").as_unit("s"), pd.Timestamp("2020-01-01", tz="UTC").as_unit("ms"), pd.Timedelta("1ns"),
    pd.Timedelta(-5, "s").as_unit("s"), pd.Period("2020-03", "M"), pd.Period("2020", "Y-MAR"), pd.Period("2020", "2W-TUE"),
    pd.Interval(0, 1.5, "both"), pd.Interval(pd.Timestamp("2020"), pd.Timestamp("2021")), pd.NaT, pd.NA,
]  # fmt: skip
OTHERS = [
    Decimal("-0.10"), Decimal("1E+9999"), Decimal("sNaN12"), Decimal("-Infinity"), Fraction(-3, 7), Fraction(5),
    uuid.UUID(int=2**127 + 5), pathlib.Path("a/b.csv"), pathlib.PurePosixPath("/"), pathlib.PureWindowsPath("C:\\a"),
]  # fmt: skip
SCALARS = [
    np.float64(0.1), np.float32("nan"), np.float16(-0.0), np.longdouble(1) / 3, np.int8(-5), np.uint64(2**64 - 1),
    np.bool_(True), np.complex64(1 - 2j), np.str_("ä\0b"), np.str_(""), np.bytes_(b"a\0b"), np.datetime64("2020-01-01", "D"),
    np.datetime64("NaT"), np.datetime64(7, "25us"), np.timedelta64(3, "h"), np.timedelta64(3), STRUCT[0], np.void(b"ab"),
]  # fmt: skip
ARRAYS = [
    *(np.arange(6).reshape(2, 3).astype(kind) for kind in "?bBhHiIlLqQefdgFDG"),
    np.arange(5, dtype=">i4"), np.array(5.0), np.zeros((0, 3)), np.zeros((3, 0, 2), "U1"), np.empty(0, "M8[D]"),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(24).reshape(2, 3, 4)[:, ::-2, ::2], np.arange(6)[::-1],
    np.broadcast_to(1.0, (3, 4)), np.array(["ab", "", "😀"]), np.array(["x"], ">U3"), np.array([b"a\0b", b""]),
    np.array(["2020-01-01", "NaT"], "M8[D]"), np.array([1, 2], "M8[10ms]"), np.array([1, 2], "m8"), np.array([1], ">m8[ns]"),
    STRUCT, STRUCT[::-1], ALIGNED, STRUCT[["f", "i"]], np.zeros(2, "V5"), OBJECTS, OBJECTS.reshape(2, 3), np.array({1}, object),
    np.empty((0, 2), object), np.array(["long text", "", "ä"], np.dtypes.StringDType()), np.zeros((0, 4), np.dtypes.StringDType()),
    masked_array(), masked_array(fill_value=7, hard_mask=True), np.ma.MaskedArray([1, 2]), np.ma.masked_all(2, STRUCT.dtype),
    np.ma.MaskedArray(["a", "b"], [True, False]), np.ma.MaskedArray([1, "a"], [True, False], object), np.ma.masked, frozen(np.arange(3)), np.dtype("f4"), np.dtype("O"), STRUCT.dtype,
]  # fmt: skip
RANDOM = [
    *(generator(getattr(np.random, kind)) for kind in ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")),
    used(np.random.RandomState(3)), used(random.Random(5)), random.Random("text"), np.random.SeedSequence([1, 2**40], spawn_key=(3,)),
]  # fmt: skip
SPARSE = [
    getattr(scipy.sparse, f"{form}_{kind}")(
        np.array([[0, 1.5, 0, 2], [0, 0, 0, 0], [3, 0, 0, 0], [0, 0, 4, 0]], dtype)
    )
    for form in ("csr", "csc", "coo", "bsr", "dia", "lil", "dok")
    for kind in ("array", "matrix")
    for dtype in ("f8", "i4", "?", "c8")
]
SPARSE += [
    scipy.sparse.csr_array((3, 0)), scipy.sparse.coo_array((10**12, 10**12)), scipy.sparse.coo_array(np.eye(2)[0]),
    scipy.sparse.csr_array(([1.0, 2.0, 0.0], [2, 0, 0], [0, 3, 3]), shape=(2, 3)), scipy.sparse.csr_array(np.array([0, 1, 2])),
    scipy.sparse.bsr_array(np.kron(np.eye(2), np.ones((2, 3)))), scipy.sparse.coo_array(([1, 2], ([0, 0], [1, 1])), shape=(2, 2)),
]  # fmt: skip
DTYPES = [
    pd.Int8Dtype(), pd.UInt64Dtype(), pd.Float32Dtype(), pd.BooleanDtype(), pd.StringDtype("python", na_value=pd.NA),
    pd.StringDtype(na_value=np.nan), pd.CategoricalDtype(), pd.CategoricalDtype([3, 1], ordered=True),
    pd.DatetimeTZDtype("us", BERLIN), pd.PeriodDtype("Q-OCT"), pd.IntervalDtype("int64", "left"), pd.IntervalDtype(),
    pd.SparseDtype("f8", 0.0), pd.SparseDtype("i4"), pd.ArrowDtype(pa.timestamp("ns")), pd.ArrowDtype(pa.int8()),
]  # fmt: skip
STRINGS = [
    pd.StringDtype(storage, na_value=missing)
    for storage in ("python", "pyarrow")
    for missing in (np.nan, pd.NA)
]
DATES = pd.date_range("2020-03-28 01:30", periods=4, freq="h", tz="UTC").tz_convert(BERLIN)
EXTENSION = [
    *(pd.array([1, None, 3], dtype=kind) for kind in ("Int8", "UInt16", "Int64", "Float32", "Float64")),
    pd.array([True, None], dtype="boolean"), pd.arrays.FloatingArray(np.array([np.nan, 1, 2]), np.array([False, False, True])),
    *(pd.array(["a", None, "", "ä😀"], dtype=kind) for kind in STRINGS), *(pd.array([], dtype=kind) for kind in STRINGS),
    pd.Categorical(["b", "a", None, "b"], ["c", "b", "a"]), pd.Categorical([2, 1], ordered=True), pd.Categorical([]),
    pd.Categorical(pd.to_datetime(["2020", "2021"])), pd.Categorical([pd.Interval(0, 1), None]),
    DATES.array, DATES.tz_localize(None).as_unit("s").array, pd.array([pd.NaT, pd.Timestamp("2020", tz="UTC")]),
    pd.array([pd.Timedelta(1), pd.NaT]), pd.period_range("2020", periods=3, freq="W-TUE").array, pd.array(["2020", None], dtype="period[D]"),
    pd.arrays.IntervalArray.from_breaks([0, 1, 2], closed="both"), pd.arrays.IntervalArray.from_tuples([(0.5, 1), None]),
    pd.arrays.IntervalArray.from_breaks(DATES), pd.arrays.SparseArray([0, 0, 1, 2]), pd.arrays.SparseArray([np.nan, 1.5], kind="block"),
    pd.arrays.SparseArray([True, False, True], fill_value=True), pd.arrays.SparseArray(np.array(["M", "x"], object), fill_value="x"),
    pd.arrays.NumpyExtensionArray(np.array([1, 2])), pd.arrays.NumpyExtensionArray(np.array(["a"], object)),
    *(pd.array(values, dtype=pd.ArrowDtype(kind)) for values, kind in (
        ([1, None], pa.int16()), ([1.5, None], pa.float64()), ([True, None], pa.bool_()), (["ä", None], pa.string()),
        ([b"x", None], pa.binary()), ([date(2020, 1, 1)], pa.date32()), ([pd.Timestamp(7), None], pa.timestamp("ns")),
        ([pd.Timestamp("2020", tz="UTC")], pa.timestamp("us", "UTC")), ([timedelta(1)], pa.duration("us")), ([], pa.time64("us")),
    )),
]  # fmt: skip
INDEXES = [
    pd.Index([]), pd.Index([3, 1, 3], name="n"), pd.Index([1.5, np.nan]), pd.Index(["b", None]), pd.Index([True, False]),
    pd.Index([1, "a", None, (1, 2)], dtype=object, tupleize_cols=False), pd.Index(["a"], dtype=object), pd.Index([1, None], dtype="Int64"),
    pd.Index([1, 2], dtype="u1"), pd.RangeIndex(0), pd.RangeIndex(5, -5, -3, name=("a", 1)), pd.RangeIndex(10**15),
    DATES, DATES[[0, 2, 3]], DATES.as_unit("s").rename("when"), pd.date_range("2020", periods=5, freq="2B"), pd.date_range("2020", periods=2, freq="YS-APR"),
    pd.date_range("2020", periods=5, freq="W-TUE"), pd.date_range("2020", periods=3, freq="ME"), pd.DatetimeIndex([]), pd.DatetimeIndex(["2020", None]),
    pd.timedelta_range("1h", periods=4, freq="90min"), pd.TimedeltaIndex(["1s", None]), pd.period_range("2020", periods=3, freq="Q", name="q"),
    pd.IntervalIndex.from_breaks([0, 1, 2], name="i"), pd.CategoricalIndex(["a", "b", "a"], ["b", "a"], ordered=True, name="c"),
    pd.MultiIndex.from_product([["a", "b"], [2, 1]], names=["l", None]), pd.MultiIndex.from_product([["a", "b"], DATES])[2:5],
    pd.MultiIndex.from_tuples([("a", 1.5), (None, np.nan)]), pd.MultiIndex.from_arrays([[], []]),
]  # fmt: skip
MIXED = pd.DataFrame(
    {
        "i": [1, 2, 3, 4], "f": [0.5, np.nan, -0.0, np.inf], "t": ["a", None, "", "ä"], "o": pd.Series([["x"], None, 1, {}], dtype=object),
        "n": pd.array([1, None, 3, 4], dtype="Int64"), "b": pd.array([True, None, False, True]), "d": pd.to_datetime(["2020", None, "2021", "2022"]),
        "z": DATES, "c": pd.Categorical(list("abca")), "p": pd.period_range("2020", periods=4, freq="M"), "s": pd.arrays.SparseArray([0, 0, 1, 0]),
        "os": pd.Series(["all", "text", "as", "objects"], dtype=object), "td": pd.to_timedelta([1, 2, 3, 4], unit="s"),
    }
)  # fmt: skip
FRAMES = [
    MIXED, MIXED.iloc[::-1], MIXED.iloc[:0], MIXED.iloc[:, :0], MIXED.set_index(["t", "z"]), MIXED[["i", "i", "f"]],
    MIXED.rename_axis(index="row", columns="column"), pd.DataFrame(), pd.DataFrame(index=DATES), pd.DataFrame(columns=["a", "b"]),
    pd.DataFrame(columns=pd.Index([], dtype="int64")), pd.DataFrame(np.arange(12.0).reshape(4, 3)), pd.DataFrame(np.arange(12).reshape(4, 3).T, list("xyz")),
    pd.DataFrame({"a": [1.0], "b": [2.0]}).assign(c=3.0), pd.DataFrame({"a": [True, False]}), pd.DataFrame({"a": pd.to_datetime(["2020", None])}),
    pd.DataFrame({("a", 1): [1], ("b", 2): ["x"]}), pd.DataFrame({0: ["x"], "0": ["y"]}), pd.DataFrame({"a": ["x", "y"]}, index=["k", "k"]),
    pd.DataFrame({"a": [1, 2]}, dtype="f2"), pd.DataFrame({"a": [1j, 2]}), pd.DataFrame({"a": ["x", None]}, dtype=object), pd.DataFrame(index=pd.RangeIndex(10**12)),
    *(pd.DataFrame({"a": array, "b": array}) for array in EXTENSION),
]  # fmt: skip
SERIES = [
    *(pd.Series(array, name="x") for array in EXTENSION), *(column for _, column in MIXED.items()), pd.Series([], dtype=float),
    pd.Series([1, 2, 3], index=["a", "a", "b"], name=("n", 1)), pd.Series([1.5], index=pd.MultiIndex.from_tuples([(1, "a")])),
    pd.Series(["a", "b"], dtype=object), pd.Series(np.arange(4)[::-2]), pd.Series(DATES.as_unit("ms"), index=DATES), MIXED.dtypes,
    pd.Series([pd.NA, pd.NaT, None, np.nan], dtype=object),
]  # fmt: skip
GROUPS = {
    "plain": PLAIN, "containers": CONTAINERS, "times": TIMES, "others": OTHERS, "scalars": SCALARS, "arrays": ARRAYS, "random": RANDOM,
    "sparse": SPARSE, "dtypes": DTYPES, "extension": EXTENSION, "indexes": INDEXES, "series": SERIES, "frames": FRAMES,
}  # fmt: skip
EVERY = [value for group in GROUPS.values() for value in group]


def identical(left: object, right: object) -> None:
    """Assert that two values are the same in type, content, order and everything that pandas and NumPy know of."""
    if isinstance(left, tuple) and hasattr(left, "_fields"):
        assert (type(left).__name__, left._fields) == (type(right).__name__, right._fields)
        left, right = tuple(left), tuple(right)
    assert type(left) is type(right)
    if isinstance(left, list | tuple | collections.deque):
        assert len(left) == len(right)
        for one, other in zip(left, right, strict=True):
            identical(one, other)
        if isinstance(left, collections.deque):
            assert left.maxlen == right.maxlen
    elif isinstance(left, dict):
        identical(list(left.items()), list(right.items()))
    elif isinstance(left, pd.DataFrame):
        pd.testing.assert_frame_equal(left, right, check_exact=True, check_freq=True, check_flags=True)
        identical(left.index, right.index)
        identical(left.columns, right.columns)
        for number in range(left.shape[1]):
            identical(left.iloc[:, number].array, right.iloc[:, number].array)
    elif isinstance(left, pd.Series):
        pd.testing.assert_series_equal(left, right, check_exact=True, check_freq=True)
        identical(left.array, right.array)
        identical(left.index, right.index)
    elif isinstance(left, pd.MultiIndex):
        pd.testing.assert_index_equal(left, right, exact=True)
        identical([*left.levels, *left.names], [*right.levels, *right.names])
        identical([*map(np.asarray, left.codes)], [*map(np.asarray, right.codes)])
    elif isinstance(left, pd.Index):
        pd.testing.assert_index_equal(left, right, exact=True, check_exact=True)
        assert getattr(left, "freq", None) == getattr(right, "freq", None)
        identical(left.name, right.name)
        if len(left) < 10**6:
            identical(left.array, right.array)
    elif isinstance(left, pd.arrays.NumpyExtensionArray):
        identical(left.to_numpy(), right.to_numpy())
    elif isinstance(left, pd.api.extensions.ExtensionArray):
        pd.testing.assert_extension_array_equal(left, right, check_exact=True)
        if isinstance(left, pd.arrays.SparseArray):
            assert left.sp_index.equals(right.sp_index)
    elif left is np.ma.masked:
        assert left is right
    elif isinstance(left, np.ma.MaskedArray):
        identical(
            [left.data, np.ma.getmaskarray(left), left.hardmask],
            [right.data, np.ma.getmaskarray(right), right.hardmask],
        )
        identical(np.asarray(left.fill_value, left.dtype), np.asarray(right.fill_value, left.dtype))
        assert (left.mask is np.ma.nomask) == (right.mask is np.ma.nomask)
    elif isinstance(left, np.ndarray):
        assert left.dtype == right.dtype
        assert left.shape == right.shape
        if left.dtype.names:
            identical([left[name] for name in left.dtype.names], [right[name] for name in left.dtype.names])
        elif left.dtype.kind == "O":
            identical(left.ravel().tolist(), right.ravel().tolist())
        else:
            np.testing.assert_array_equal(left, right, strict=True)
    elif isinstance(left, np.generic):
        assert (left.dtype, left.tobytes()) == (right.dtype, right.tobytes())
    elif scipy.sparse.issparse(left):
        assert (left.shape, left.dtype) == (right.shape, right.dtype)
        one, other = left.tocoo(), right.tocoo()
        identical(
            [one.data, *one.coords] if max(left.shape) < 100 else [],
            [other.data, *other.coords] if max(left.shape) < 100 else [],
        )
    elif isinstance(left, np.random.Generator):
        identical(
            [child.random(3) for child in [left, *left.spawn(1)]],
            [child.random(3) for child in [right, *right.spawn(1)]],
        )
    elif isinstance(left, np.random.RandomState | random.Random):
        draw = (
            (lambda it: [it.gauss(0, 1), it.random()])
            if isinstance(left, random.Random)
            else lambda it: it.normal(size=3).tolist()
        )
        identical(draw(left), draw(right))
    elif isinstance(left, np.random.SeedSequence):
        assert left.state == right.state
    elif isinstance(left, float | complex | Decimal):
        assert repr(left) == repr(right)
    elif left is pd.NA or left is pd.NaT:
        assert left is right
    else:
        assert left == right
        if isinstance(left, datetime | time):
            assert (left.tzinfo, left.fold, getattr(left, "unit", None)) == (
                right.tzinfo,
                right.fold,
                getattr(right, "unit", None),
            )
            assert type(left.tzinfo) is type(right.tzinfo)


@pytest.mark.parametrize("group", GROUPS)
def test_a_value_comes_back_as_it_was(group):
    for value in GROUPS[group]:
        data = encode(value)
        back = decode(data)
        assert encode(back) == data, value
        identical(value, back)


def test_equal_values_have_one_encoding():
    words = [f"word {number}" for number in range(100)]
    assert encode(set(words)) == encode(set(reversed(words)))
    assert encode({(1, b"x"), (1, b"y")}) == encode({(1, b"y"), (1, b"x")})
    assert encode({1: 0, 2: 0}) != encode({2: 0, 1: 0})
    array = np.arange(10.0)
    assert encode(array[::2]) == encode(array[::2].copy())
    text = pd.Series(["a", "b", None, "cd"])
    assert encode(text[1:]) == encode(pd.Series(["b", None, "cd"], index=pd.RangeIndex(1, 4)))
    assert encode(pd.concat([text, text])) == encode(pd.Series([*text, *text], index=[0, 1, 2, 3] * 2))


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value["list"].append(1),
        lambda value: value["array"].__setitem__(0, 7),
        lambda value: value["frame"].__setitem__("new", 1),
        lambda value: value["frame"].__setattr__("index", [5, 6]),
        lambda value: value["frame"].index.set_names("row", inplace=True),
        lambda value: value["series"].__setitem__(0, "other"),
        lambda value: value["random"].random(),
        lambda value: value["random"].spawn(1),
        lambda value: value["set"].add(2),
    ],
)
def test_an_argument_changed_in_place_is_noticed(change):
    value = {
        "list": [],
        "array": np.zeros(2),
        "frame": pd.DataFrame({"a": [1, 2]}),
        "series": pd.Series(["x", "y"]),
    }
    data = encode(value | {"random": np.random.default_rng(1), "set": {1}})
    received = decode(data)
    assert encode(received) == data
    change(received)
    assert encode(received) != data


def test_arrays_are_writable_and_nobody_elses():
    for value in [
        np.arange(3),
        frozen(np.ones((2, 3))),
        np.asfortranarray(np.ones((2, 3))),
        STRUCT,
        OBJECTS.reshape(2, 3),
    ]:
        data = encode(value)
        one, other = decode(data), decode(data)
        assert one.flags.writeable
        assert not np.shares_memory(one, other)
        assert one.flags.f_contiguous == value.flags.f_contiguous
    assert decode(encode(np.ones((2, 3)))).flags.owndata
    data = encode(MIXED)
    frame = decode(data)
    frame.iloc[0, 0] = 99
    frame["f"] += 1
    assert encode(decode(data)) == data


class Liar:
    """Overrides what an encoder might ask a value for."""

    def __iter__(self):
        return iter([666])

    def __len__(self):
        return 666

    def __str__(self):
        return "666"

    __repr__ = __str__
    __eq__ = lambda self, other: True  # noqa: E731
    __hash__ = lambda self: 666  # noqa: E731
    __int__ = __index__ = lambda self: 666
    __float__ = lambda self: 666.0  # noqa: E731
    items = lambda self: [(666, 666)]  # noqa: E731
    keys = values = tolist = tobytes = to_numpy = copy = __iter__
    __reduce__ = lambda self: (print, ("never called",))  # noqa: E731
    __class__ = property(lambda self: int)


class Level(enum.IntEnum):
    HIGH = 3


def subclass(kind: type, *arguments: object) -> object:
    return type("Lying", (Liar, kind), {})(*arguments)


def test_a_subclass_crosses_as_its_known_type_by_that_types_methods():
    pairs = [
        (subclass(kind, value), value)
        for kind, value in [
            (int, 5), (float, 0.5), (str, "text"), (list, [1, [2]]), (tuple, (1, 2)), (dict, {"a": 1}), (set, {1, "a"}),
            (frozenset, frozenset({1})), (bytes, b"ab"), (bytearray, bytearray(b"ab")), (collections.OrderedDict, collections.OrderedDict(a=1)),
            (collections.Counter, collections.Counter("aab")), (collections.deque, collections.deque([1])), (complex, 1 + 2j),
            (Decimal, Decimal("1.5")), (pd.DataFrame, MIXED), (pd.Series, MIXED["t"]),
        ]
    ]  # fmt: skip
    pairs += [
        (np.arange(3).view(type("Lying", (Liar, np.ndarray), {})), np.arange(3)),
        (Level.HIGH, 3),
        (type("Own", (np.float64,), {})(0.5), np.float64(0.5)),
    ]
    pairs += [
        (
            np.rec.fromarrays([[1], [2.5]], names="a,b"),
            np.array([(1, 2.5)], "i8,f8").astype([("a", "i8"), ("b", "f8")]),
        )
    ]
    pairs += [
        (subclass(datetime, 2020, 1, 2), datetime(2020, 1, 2)),
        (subclass(date, 2020, 1, 2), date(2020, 1, 2)),
    ]
    for lying, honest in pairs:
        identical(honest, decode(encode(lying)))
    assert type(decode(encode(collections.defaultdict(list, a=[1])))) is collections.defaultdict
    assert decode(encode(collections.defaultdict(list, a=[1]))).default_factory is None
    assert type(decode(encode(Point(1, 2)))) is type(decode(encode(Point(3, 4))))


@pytest.mark.parametrize(
    "value",
    [object(), len, lambda: 1, int, pd, (n for n in "a"), iter([]), ValueError("x"), Ellipsis.__class__],
)
def test_other_types_cross_as_references_only(value):
    with pytest.raises(ValueNotAllowed, match=type(value).__name__):
        encode([value])
    known = []

    def refer(other: object) -> dict:
        known.append(other)
        return {"number": len(known) - 1, "about": ["any", {"json": None}]}

    data = encode({"k": [value, 5]}, refer)
    back = decode(data, lambda about: known[about["number"]])
    assert back["k"][0] is value
    for resolve in (None, lambda about: 1 / 0):
        with pytest.raises(ValueNotAllowed):
            decode(data, resolve)


def cyclic() -> list:
    value = []
    value.append(value)
    return value


def nested(depth: int) -> list:
    return [nested(depth - 1)] if depth else []


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (cyclic(), "deep"),
        (nested(MAX_DEPTH), "deep"),
        (10**4300, "4300"),
        ({"k": [10**4300]}, "4300"),
        (np.broadcast_to(0.0, 10**12), "too big"),
        ([bytes(2**20)] * 513, "too big"),
        ("x" * (MAX_JSON - 1), "too big"),
        (subclass(np.float64, 0.5), "Lying"),
        (np.zeros(2, "V0"), "no size"),
        (np.zeros(2, [("a", "f8", 3)]), "dtype"),
        (np.zeros(2, [("a", object)]), "dtype"),
        (
            datetime(
                2020,
                1,
                1,
                tzinfo=type("Zone", (datetime.now().astimezone().tzinfo.__class__.__base__,), {})(),
            ),
            "Zone",
        ),
        (pd.Series([[1], [2]], dtype=pd.ArrowDtype(pa.list_(pa.int8()))), "pyarrow"),
        (np.random.Generator(type("Bits", (np.random.PCG64,), {})()), "Bits"),
    ],
    ids=lambda part: part if isinstance(part, str) and len(part) < 50 else type(part).__name__,
)
def test_what_cannot_cross_is_said(value, reason):
    with pytest.raises(ValueNotAllowed, match=reason):
        encode(value, lambda other: {"never": "used"})


def test_the_deepest_values_cross():
    assert decode(encode(nested(MAX_DEPTH - 1))) == nested(MAX_DEPTH - 1)
    text = "x" * (MAX_JSON - 2)
    assert decode(encode(text)) == text


def message(header: object, *buffers: bytes) -> bytes:
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    return len(text).to_bytes(8, "little") + text + b"".join(buffers)


def array(dtype: str, *shape: int, content: object = "C") -> list:
    return ["ndarray", dtype, list(shape), content]


HUGE = 10**9
NO_INDEX = ["RangeIndex", None, 0, 0, 1]
HUGE_INDEX = ["RangeIndex", None, 0, HUGE, 1]
ONE = np.ones(1).tobytes()
MT = np.random.MT19937(1).state | {"state": {"key": [1] * 624, "pos": 624}}
PHILOX = json.loads(json.dumps(np.random.Philox(1).state, default=np.ndarray.tolist))
SEEDS = ["SeedSequence", 1, [], 4, 0]
INDICES = np.array([0, 1, 10**6]).tobytes()
HOSTILE = {
    "empty": b"",
    "only a length": (10).to_bytes(8, "little"),
    "length beyond the end": (2**63).to_bytes(8, "little") + b"[]",
    "not JSON": message("{1: 2}"),
    "deep JSON": message("[" * 10**6),
    "a long number": message("1" * 5000),
    "not UTF-8": (1).to_bytes(8, "little") + b"\xff",
    "left over": message(["list", []], b"x"),
    "no tag": message([]),
    "unknown tag": message(["eval", "1"]),
    "tag of another type": message([["list"], []]),
    "object as a node": message({"a": 1}),
    "claimed bytes": message(["bytes", HUGE]),
    "negative bytes": message(["list", [["bytes", -1], ["bytes", 1]]], b"x"),
    "claimed array": message(array("<f8", HUGE), ONE),
    "claimed empty items": message(array("|V0", HUGE)),
    "claimed empty text": message(array("<U0", HUGE)),
    "two negative sides": message(array("<f8", -1, -1), ONE),
    "repeated text as a size": message(array("<f4", HUGE, "x" * 100)),
    "claimed objects": message(array("|O", HUGE, content=[1])),
    "objects as numbers": message(array("|O", 1), ONE),
    "uninitialised memory": message(array("<f8", 2, 3, content="f"), ONE * 6),
    "claimed strings": message(array("StringDType()", HUGE), ONE),
    "dtype by another spelling": message(array("f8,O", 1), ONE * 2),
    "dtype with overlapping objects": message(["ndarray", [["a"], ["|O"], [0], 8], [1], "C"], ONE),
    "boolean of two": message(array("|b1", 1), b"\2"),
    "boolean of two in a field": message(["ndarray", [["a"], ["|b1"], [0], 1], [1], "C"], b"\2"),
    "boolean scalar of two": message(["generic", "|b1", "02"]),
    "no such character": message(array("<U1", 1), b"\xff" * 4),
    "number of wrong size": message(["generic", "<f8", "00"]),
    "live object as a fill value": message(["SparseArray", array("<f8", 0), array("<i4", 0), ["reference", {}], 5, False]),
    "live object as a mask's fill value": message(["MaskedArray", array("|O", 0, content=[]), None, ["ndarray", "|O", [], [["reference", {}]]], False]),
    "mask of wrong shape": message(["MaskedArray", array("<f8", 1), array("|b1", 0), array("<f8"), False], ONE * 2),
    "frame of claimed rows": message(["DataFrame", None, [["int64", 1]], HUGE_INDEX, NO_INDEX]),
    "frame of a broadcast scalar": message(["DataFrame", None, [["generic", "<f8", "00" * 8]], HUGE_INDEX, ["RangeIndex", None, 0, 1, 1]]),
    "frame of a broadcast array": message(["DataFrame", None, [array("<f8")], HUGE_INDEX, ["RangeIndex", None, 0, 1, 1]], ONE),
    "frame of claimed columns": message(["DataFrame", array("<f8", HUGE, 0), [], NO_INDEX, HUGE_INDEX]),
    "claimed columns without arrays": message(["DataFrame", None, [], NO_INDEX, HUGE_INDEX]),
    "series of a broadcast array": message(["Series", array("<f8"), HUGE_INDEX, None], ONE),
    "series of fewer values": message(["Series", array("<f8", 1), HUGE_INDEX, None], ONE),
    "frame of one number": message(["DataFrame", array("<f8"), [], HUGE_INDEX, ["RangeIndex", None, 0, 1, 1]], ONE),
    "frame of a row": message(["DataFrame", array("<f8", 1), [], HUGE_INDEX, ["RangeIndex", None, 0, 1, 1]], ONE),
    "claimed intervals": message(["IntervalArray", HUGE_INDEX, HUGE_INDEX, "left"]),
    "series of a plain number": message(["Series", 1.5, HUGE_INDEX, None]),
    "series with a list as index": message(["Series", array("<f8", 1), ["list", [1]], None], ONE),
    "categories that do not exist": message(["Categorical", array("<i8", 1), ["CategoricalDtype", NO_INDEX, False]], ONE),
    "claimed categories": message(["Categorical", array("<i8", 0), ["CategoricalDtype", HUGE_INDEX, 5, 5]]),
    "frequency that does not hold": message(["Index", array("<M8[ns]", 2), None, "D"], ONE * 2),
    "unknown frequency": message(["Period", 1, "C"]),
    "unknown time zone": message(["ZoneInfo", "../../etc/passwd"]),
    "sparse column of claimed places": message(["SparseArray", array("<f8", 1), array("<i8", 1), 0.0, 5, False], ONE, ONE),
    "claimed levels": message(["MultiIndex", [HUGE_INDEX], [array("|i1", 1)], [None]], b"\1"),
    "levels that do not exist": message(["MultiIndex", [NO_INDEX], [array("<i8", 1)], [None]], ONE),
    "sparse index out of range": message(["csr_array", [2, 3], array("<f8", 2), array("<i8", 2), array("<i8", 3)], ONE * 2, INDICES[8:], np.array([0, 1, 2]).tobytes()),
    "sparse pointer out of range": message(["csr_matrix", [2, 3], array("<f8", 1), array("<i8", 1), array("<i8", 3)], ONE, bytes(8), INDICES),
    "sparse pointers that go back": message(["csr_array", [4, 4], array("<f8", 0), array("<i8", 0), array("<i8", 5)], np.array([0, 2, 2, 32768, 0]).tobytes()),
    "blocks of no size": message(["bsr_array", [4, 4], array("<f8", 1, 0, 0), array("<i8", 1), array("<i8", 5)], INDICES[16:], np.array([0, 1, 1, 1, 1]).tobytes()),
    "sparse claimed rows": message(["csr_array", [HUGE, 3], array("<f8", 1), array("<i8", 1), array("<i8", 2)], ONE, bytes(8), bytes(8) + INDICES[8:16]),
    "block out of range": message(["bsr_array", [2, 2], array("<f8", 1, 2, 2), array("<i8", 1), array("<i8", 2)], ONE * 4, INDICES[16:], INDICES[:16]),
    "coordinate out of range": message(["coo_array", [2, 2], array("<f8", 1), ["tuple", [array("<i8", 1), array("<i8", 1)]]], ONE, INDICES[16:], INDICES[16:]),
    "diagonal that does not exist": message(["dia_array", [2, 2], array("<f8", 1, 1), array("<i8", 1)], ONE, np.array([-(2**62)]).tobytes()),
    "claimed rows of lists": message(["lil_array", [HUGE, 3], array("<f8", 0), array("<i8", 0), array("<i8", 1)], bytes(8)),
    "generator that is none": message(["Generator", MT | {"bit_generator": "seed"}, SEEDS]),
    "generator reading beyond its state": message(["Generator", MT | {"state": {"key": [1] * 624, "pos": 10**6}}, SEEDS]),
    "generator reading before its state": message(["RandomState", MT | {"state": {"key": [1] * 624, "pos": -5}, "has_gauss": 0, "gauss": 0.0}]),
    "generator with a short state": message(["Generator", MT | {"state": {"key": [1] * 5, "pos": 3}}, SEEDS]),
    "generator reading beyond its buffer": message(["Generator", PHILOX | {"buffer_pos": -5}, SEEDS]),
    "claimed pool": message(["SeedSequence", 1, [], HUGE, 0]),
    "random state out of range": message(["Random", 3, [1] * 624 + [10**6], None]),
    "many named tuples": message(["list", [["tuple", [1], f"T{number}", ["x"]] for number in range(200)]]),
    "wide named tuple": message(["tuple", [1] * 2000, "T", [f"x{number}" for number in range(2000)]]),
    "code as a name": message(["tuple", [1], "T(print(1))", ["x"]]),
    "unhashable element": message(["set", [["list", []]]]),
    "values without keys": message(["dict", [], [1]]),
    "two references": message(["reference", {}, {}]),
    "range of fractions": message(["range", 0.5, 1, 1]),
    "UUID of a fraction": message(["UUID", 0.5]),
    "fraction of a long text": message(["Fraction", "1e999999999"]),
    "sparse column before its start": message(["SparseArray", array("<f8", 1), array("<i4", 1), 0.0, 5, False], ONE, b"\xff" * 4),
    "sparse column of negative length": message(["SparseArray", array("<f8", 0), array("<i4", 0), 0.0, -5, False]),
    "datetime out of range": message(["datetime", None, 99999, 1, 1, 0, 0, 0, 0, 0]),
    "claimed text": message(["ArrowStringArray", ["StringDtype", "pyarrow", True], HUGE], ONE),
    "text longer than its bytes": message(["ArrowStringArray", ["StringDtype", "pyarrow", True], 2], np.array([2**62, 2**62, 4]).tobytes(), b"abcd"),
    "text cut inside a character": message(["ArrowStringArray", ["StringDtype", "pyarrow", True], 2], np.array([1, 1, 2]).tobytes(), "ä".encode()),
    "text of another storage": message(["StringArray", ["StringDtype", "disk", True], 0], bytes(8)),
    "a class of pyarrow": message(["ArrowExtensionArray", "list<item: int8>", []]),
    "live objects for pyarrow": message(["ArrowExtensionArray", "int64", [["reference", {}]]]),
}  # fmt: skip


CATEGORIES = ["Categorical", array("|i1", 1), ["CategoricalDtype", HUGE_INDEX, False]]
LAZY = [
    message(HUGE_INDEX),
    message(["range", 0, 10**18, 1]),
    message(["DataFrame", None, [], HUGE_INDEX, NO_INDEX]),
    message(CATEGORIES, b"\1"),
    message(["Index", CATEGORIES, None, None], b"\1"),
    message(["Series", CATEGORIES, ["RangeIndex", None, 0, 1, 1], None], b"\1"),
    message(["SparseArray", array("<f8", 0), array("<i4", 0), 0.0, HUGE, True]),
    message(
        ["Series", ["SparseArray", array("<f8", 0), array("<i4", 0), 0.0, HUGE, False], HUGE_INDEX, None]
    ),
    message(["dok_array", [HUGE, HUGE], array("<f8", 0), ["tuple", [array("<i4", 0), array("<i4", 0)]]]),
    message(["csr_array", [1, HUGE], array("<f8", 0), array("<i4", 0), array("<i4", 2)], bytes(8)),
    message(["deque", [], HUGE]),
]


class Bomb:
    """A stand-in as the other side may describe one: it claims to be anything and must never be touched."""

    __class__ = property(lambda self: pd.api.extensions.ExtensionArray)

    def __getattr__(self, name: str) -> object:
        pytest.fail(f"the decoder touched {name} of a live object")

    __len__ = __iter__ = __index__ = __float__ = __array__ = lambda self, *arguments: pytest.fail(
        "the decoder used a live object"
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_refused_without_allocating(name):
    tracemalloc.start()
    try:
        with pytest.raises(ValueNotAllowed):
            decode(HOSTILE[name], lambda about: Bomb())
        assert tracemalloc.get_traced_memory()[1] < 20 * len(HOSTILE[name]) + 2**21
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("data", LAZY, ids=lambda data: data[10:30].decode())
def test_what_is_only_claimed_is_not_allocated(data):
    tracemalloc.start()
    try:
        decode(data)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def mutate_bytes(draw: random.Random, data: bytes) -> bytes:
    """Return the message with a few bytes changed, lost, doubled or added."""
    data = bytearray(data)
    for _ in range(draw.choice([1, 1, 2, 5])):
        place = draw.randrange(len(data))
        length = draw.choice([1, 1, 2, 8, len(data)])
        kind = draw.randrange(5)
        if kind == 0:
            data[place] = draw.randrange(256)
        elif kind == 1:
            data[place : place + length] = b""
        elif kind == 2:
            data[place:place] = data[place : place + length]
        elif kind == 3:
            data[place : place + 8] = draw.choice([b"\xff" * 8, bytes(8), (2**31).to_bytes(8, "little")])
        else:
            data += draw.randbytes(length)
        if not data:
            break
    return bytes(data)


def parts(tree: object) -> list[tuple[list | dict, object]]:
    """Return the places in a header: each container with each of its keys."""
    found, waiting = [], [tree]
    while waiting:
        container = waiting.pop()
        keys = container if isinstance(container, dict) else range(len(container))
        for key in list(keys):
            found.append((container, key))
            if isinstance(container[key], list | dict):
                waiting.append(container[key])
    return found


ODD = [
    None, True, False, 0, 1, -1, 7, 2**31, -(2**31), 2**63, 10**12, 10**400, 0.5, math.nan, -math.inf, "", "C", "F", "|O", "<f8",
    "<U4", "<M8[s]", "UTC", "x" * 1000, "\ud800", [], {}, [[]], [None], ["list", []], ["reference", {}], ["reference", {"id": 1}],
]  # fmt: skip


def mutate_header(draw: random.Random, data: bytes, trees: list) -> bytes:
    """Return the message with parts of its header replaced, removed, doubled or taken from another message."""
    length = int.from_bytes(data[:8], "little")
    tree = [json.loads(data[8 : 8 + length].decode("utf-8", "surrogatepass"))]
    for _ in range(draw.choice([1, 1, 2, 4])):
        container, key = draw.choice(parts(tree))
        kind = draw.randrange(5)
        if kind == 0:
            container[key] = copy.deepcopy(draw.choice(ODD))
        elif kind == 1:
            other, place = draw.choice(parts([json.loads(draw.choice(trees))]))
            container[key] = other[place]
        elif kind == 2 and isinstance(container[key], int):
            container[key] += draw.choice([1, -1, 100, 10**9])
        elif isinstance(container, list) and container is not tree:
            container[key : key + 1] = [container[key]] * draw.choice([0, 2, 3])
    text = json.dumps(tree[0], ensure_ascii=False).encode("utf-8", "surrogatepass")
    return len(text).to_bytes(8, "little") + text + data[8 + length :]


SMALL = [data for data in map(encode, EVERY) if len(data) < 4_000]
TREES = [data[8 : 8 + int.from_bytes(data[:8], "little")].decode("utf-8", "surrogatepass") for data in SMALL]


@pytest.mark.parametrize("how", ["bytes", "header"])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.filterwarnings("ignore")
def test_damaged_messages_raise_nothing_else(how, seed):
    draw = random.Random(seed)
    refused = 0
    tracemalloc.start()
    try:
        for _ in range(2_000):
            data = draw.choice(SMALL)
            data = mutate_bytes(draw, data) if how == "bytes" else mutate_header(draw, data, TREES)
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            try:
                value = decode(data, lambda about: Bomb())
            except ValueNotAllowed:
                refused += 1
            else:
                assert isinstance(value, Bomb) or type(value).__module__.split(".")[0] != "__main__"
            assert tracemalloc.get_traced_memory()[1] - before < 100 * len(data) + 2**20, data[:1000]
    finally:
        tracemalloc.stop()
    assert refused > 500
