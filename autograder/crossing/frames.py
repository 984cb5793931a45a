"""Codecs of pandas' arrays, indexes, Series and DataFrames."""

import types
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa

from autograder.crossing.arrays import read_text, write_text
from autograder.crossing.times import FREQUENCY, ZONES, frequency, write_tzinfo
from autograder.crossing.wire import (
    PLAIN,
    Codec,
    Reader,
    ValueNotAllowed,
    Writer,
    constant,
    plain,
    unreadable,
)

Array = np.ndarray | pd.api.extensions.ExtensionArray
SCALARS = (*PLAIN, complex, np.generic, type(pd.NaT), type(pd.NA), pd.Timestamp, pd.Timedelta)
MASKED = [pd.BooleanDtype, pd.Float32Dtype, pd.Float64Dtype]
MASKED += [getattr(pd, f"{sign}Int{bits}Dtype") for sign in ("", "U") for bits in (8, 16, 32, 64)]
MAX_LEVEL = 10**6  # labels that a MultiIndex may claim as a range: pandas writes them out
UNITS = ("s", "ms", "us", "ns")
ARROW_TYPES = [
    pa.int8(),
    pa.int16(),
    pa.int32(),
    pa.int64(),
    pa.uint8(),
    pa.uint16(),
    pa.uint32(),
    pa.uint64(),
]
ARROW_TYPES += [pa.float32(), pa.float64(), pa.bool_(), pa.string(), pa.large_string(), pa.binary()]
ARROW_TYPES += [pa.date32(), pa.date64(), pa.time32("s"), pa.time32("ms"), pa.time64("us")]
ARROW_TYPES += [pa.duration(unit) for unit in UNITS]
ARROW_TYPES += [pa.timestamp(unit, zone) for unit in UNITS for zone in (None, "UTC")]
ARROW = {str(kind): kind for kind in ARROW_TYPES}
ARROW_ELEMENTS = (types.NoneType, bool, int, float, str, bytes, date, datetime, time, timedelta, Decimal)


def read_column(reader: Reader, node: list) -> Array:
    """Decode a one-dimensional array."""
    array = reader.expect(node, np.ndarray, pd.api.extensions.ExtensionArray)
    if array.ndim != 1:
        raise unreadable("an array of wrong shape")
    return array


def write_column(writer: Writer, value: pd.Series | pd.Index) -> list:
    """Encode the values of a Series or of an Index."""
    return writer.write(value.to_numpy() if isinstance(value.dtype, np.dtype) else value.array)


def arrow_name(kind: pa.DataType) -> str:
    """Return the name of a pyarrow type if it is one of the simple ones."""
    if str(kind) not in ARROW:
        raise ValueNotAllowed(f"a column of pyarrow's type {kind} cannot be handed over")
    return str(kind)


def write_masked(writer: Writer, value: Array) -> list:
    """Encode an array of nullable numbers or booleans."""
    return writer.all([value.to_numpy(dtype=value.dtype.numpy_dtype, na_value=0), value.isna()])


def masked(kind: type) -> Codec:
    """Return the codec of an array of nullable numbers or booleans."""
    return write_masked, lambda reader, *nodes: kind(*(read_column(reader, node) for node in nodes))


def write_strings(writer: Writer, value: Array) -> list:
    """Encode an array of strings, of any storage."""
    write_text(writer, pa.array(value))
    return [writer.write(value.dtype), len(value)]


def read_strings(reader: Reader, dtype: list, count: int) -> Array:
    """Decode an array of strings."""
    return reader.expect(dtype, pd.StringDtype).__from_arrow__(read_text(reader, count))


def read_string_dtype(reader: Reader, storage: str, nan: bool) -> pd.StringDtype:
    """Decode the dtype of strings."""
    return pd.StringDtype(*plain([storage], str), na_value=np.nan if nan else pd.NA)


def write_arrow(writer: Writer, value: pd.arrays.ArrowExtensionArray) -> list:
    """Encode an array that pyarrow holds, element by element."""
    return [arrow_name(value.dtype.pyarrow_dtype), writer.all(pa.array(value).to_pylist())]


def read_arrow(reader: Reader, name: str, nodes: list) -> pd.arrays.ArrowExtensionArray:
    """Decode an array that pyarrow holds."""
    elements = [reader.expect(node, *ARROW_ELEMENTS) for node in nodes]
    return pd.arrays.ArrowExtensionArray(pa.chunked_array([pa.array(elements, ARROW[name])]))


def write_datetimes(writer: Writer, value: pd.arrays.DatetimeArray) -> list:
    """Encode an array of instants."""
    instants = np.asarray(value, dtype=f"M8[{value.unit}]")  # in UTC if there is a time zone
    return [writer.write(instants), write_tzinfo(writer, value.tz)]


def read_datetimes(reader: Reader, instants: list, zone: list | None) -> pd.arrays.DatetimeArray:
    """Decode an array of instants."""
    index, zone = pd.DatetimeIndex(read_column(reader, instants)), reader.expect(zone, *ZONES)
    return (index if zone is None else index.tz_localize("UTC").tz_convert(zone)).array


def read_periods(reader: Reader, ordinals: list, name: str) -> pd.arrays.PeriodArray:
    """Decode an array of periods."""
    return pd.PeriodIndex.from_ordinals(read_column(reader, ordinals), freq=frequency(name)).array


def write_intervals(writer: Writer, value: pd.arrays.IntervalArray) -> list:
    """Encode an array of intervals by its ends."""
    return [write_column(writer, value.left), write_column(writer, value.right), value.closed]


def read_intervals(reader: Reader, left: list, right: list, closed: str) -> pd.arrays.IntervalArray:
    """Decode an array of intervals."""
    ends = read_column(reader, left), read_column(reader, right)
    return pd.arrays.IntervalArray.from_arrays(*ends, *plain([closed], str))


def read_categorical(reader: Reader, codes: list, dtype: list) -> pd.Categorical:
    """Decode an array of categories."""
    codes, dtype = read_column(reader, codes), reader.expect(dtype, pd.CategoricalDtype)
    return pd.Categorical.from_codes(codes, dtype=dtype)


def write_categories(writer: Writer, value: pd.CategoricalDtype) -> list:
    """Encode the dtype of categories."""
    return [writer.write(value.categories), value.ordered]


def read_categories(reader: Reader, categories: list | None, ordered: bool | None) -> pd.CategoricalDtype:
    """Decode the dtype of categories."""
    return pd.CategoricalDtype(reader.expect(categories, pd.Index, types.NoneType), *plain([ordered]))


def write_sparse(writer: Writer, value: pd.arrays.SparseArray) -> list:
    """Encode an array by the values that differ from the most common one."""
    index = value.sp_index.to_int_index()
    parts = writer.all([value.sp_values, index.indices, value.fill_value])
    return [*parts, len(value), value.kind == "block"]


def read_sparse(reader: Reader, values: list, places: list, fill: object, length: int, block: bool) -> Array:
    """Decode a sparse array."""
    values, places = read_column(reader, values), read_column(reader, places)
    if places.dtype != np.int32 or not 0 <= plain([length], int)[0] < 2**31:  # others are cut off, unasked
        raise unreadable("a sparse column of wrong type")
    if places.min(initial=0) < 0 or places.max(initial=-1) >= length or (places[1:] <= places[:-1]).any():
        raise unreadable("a sparse column with values outside")
    kind = "block" if block else "integer"
    return pd.arrays.SparseArray.from_indices(values, places, length, reader.expect(fill, *SCALARS), kind)


def write_index(writer: Writer, value: pd.Index) -> list:
    """Encode an Index of any kind that has an array."""
    name = getattr(value, "freqstr", None) if not isinstance(value, pd.PeriodIndex) else None
    name = name if name and FREQUENCY.fullmatch(name) else None
    return [write_column(writer, value), writer.write(value.name), name]


def read_index(reader: Reader, array: list, name: object, freq: str | None) -> pd.Index:
    """Decode an Index; pandas finds its kind from the dtype."""
    array = read_column(reader, array)
    index = pd.Index(array, dtype=array.dtype, name=reader.read(name), copy=False)
    return index if freq is None else type(index)(index, freq=frequency(freq), name=index.name)


def read_range_index(reader: Reader, name: object, *ends: int) -> pd.RangeIndex:
    """Decode an Index that is a range."""
    return pd.RangeIndex(range(*plain(ends, int)), name=reader.read(name))


def write_multi_index(writer: Writer, value: pd.MultiIndex) -> list:
    """Encode an Index of several levels, unused labels included."""
    return [
        writer.all(value.levels),
        writer.all(np.asarray(codes) for codes in value.codes),
        writer.all(value.names),
    ]


def read_multi_index(reader: Reader, levels: list, codes: list, names: list) -> pd.MultiIndex:
    """Decode an Index of several levels."""
    levels = [reader.expect(node, pd.Index) for node in levels]
    codes = [read_column(reader, node) for node in codes]
    if any(len(level) > MAX_LEVEL and isinstance(level, pd.RangeIndex) for level in levels):
        raise unreadable("an index with too many labels")
    return pd.MultiIndex(levels, codes, names=reader.all(names))


def write_series(writer: Writer, value: pd.Series) -> list:
    """Encode a Series."""
    value = value if type(value) is pd.Series else pd.Series(value)
    return [write_column(writer, value), *writer.all([value.index, value.name])]


def read_series(reader: Reader, array: list, index: list, name: object) -> pd.Series:
    """Decode a Series."""
    array, index = read_column(reader, array), reader.expect(index, pd.Index)
    return pd.Series(array, index, array.dtype, reader.read(name), copy=False)


def write_frame(writer: Writer, value: pd.DataFrame) -> list:
    """Encode a DataFrame: as one matrix if all columns have one dtype of NumPy, else column by column."""
    value = value if type(value) is pd.DataFrame else pd.DataFrame(value)
    dtypes = set(value.dtypes)
    if len(dtypes) == 1 and isinstance(dtype := dtypes.pop(), np.dtype) and dtype.kind != "O" and len(value):
        content = [writer.write(value.to_numpy().T), []]
    else:
        # Without their labels columns are found faster, above all where pyarrow holds the labels.
        bare = value.set_axis(range(value.shape[1]), axis=1)
        content = [None, [write_column(writer, column) for _, column in bare.items()]]
    return [*content, *writer.all([value.index, value.columns])]


def read_frame(reader: Reader, matrix: list | None, arrays: list, index: list, columns: list) -> pd.DataFrame:
    """Decode a DataFrame."""
    matrix = reader.expect(matrix, np.ndarray, types.NoneType)
    arrays = [read_column(reader, node) for node in arrays]
    index, columns = reader.expect(index, pd.Index), reader.expect(columns, pd.Index)
    if matrix is not None:
        if matrix.ndim != 2 or not matrix.size or matrix.dtype.kind == "O":
            raise unreadable("a table of wrong type")
        return pd.DataFrame(matrix.T, index, columns, copy=False)
    if any(len(array) != len(index) for array in arrays):
        raise unreadable("columns of different lengths")
    series = [
        pd.Series(array, index, object, copy=False) if array.dtype == object else array for array in arrays
    ]
    frame = pd.DataFrame(dict(enumerate(series)), index)
    frame.columns = columns
    return frame


CODECS = {
    type(pd.NA): constant(pd.NA),
    **{kind: constant(kind()) for kind in MASKED},
    pd.StringDtype: (
        lambda writer, value: [value.storage, value.na_value is not pd.NA],
        read_string_dtype,
    ),
    pd.CategoricalDtype: (write_categories, read_categories),
    pd.DatetimeTZDtype: (
        lambda writer, value: [value.unit, write_tzinfo(writer, value.tz)],
        lambda reader, unit, zone: pd.DatetimeTZDtype(*plain([unit], str), reader.expect(zone, *ZONES)),
    ),
    pd.PeriodDtype: (
        lambda writer, value: [frequency(value.name[7:-1])],
        lambda reader, name: pd.PeriodDtype(frequency(name)),
    ),
    pd.IntervalDtype: (
        lambda writer, value: [writer.write(value.subtype), value.closed],
        lambda reader, subtype, closed: pd.IntervalDtype(
            reader.expect(subtype, np.dtype, pd.DatetimeTZDtype, types.NoneType), *plain([closed])
        ),
    ),
    pd.SparseDtype: (
        lambda writer, value: writer.all([value.subtype, value.fill_value]),
        lambda reader, subtype, fill: pd.SparseDtype(
            reader.expect(subtype, np.dtype), reader.expect(fill, *SCALARS)
        ),
    ),
    pd.ArrowDtype: (
        lambda writer, value: [arrow_name(value.pyarrow_dtype)],
        lambda reader, name: pd.ArrowDtype(ARROW[name]),
    ),
    pd.arrays.BooleanArray: masked(pd.arrays.BooleanArray),
    pd.arrays.IntegerArray: masked(pd.arrays.IntegerArray),
    pd.arrays.FloatingArray: masked(pd.arrays.FloatingArray),
    pd.arrays.StringArray: (write_strings, read_strings),
    pd.arrays.ArrowStringArray: (write_strings, read_strings),
    pd.arrays.ArrowExtensionArray: (write_arrow, read_arrow),
    pd.arrays.NumpyExtensionArray: (
        lambda writer, value: [writer.write(value.to_numpy())],
        lambda reader, array: pd.arrays.NumpyExtensionArray(read_column(reader, array)),
    ),
    pd.arrays.DatetimeArray: (write_datetimes, read_datetimes),
    pd.arrays.TimedeltaArray: (
        lambda writer, value: [writer.write(value.to_numpy())],
        lambda reader, durations: pd.TimedeltaIndex(read_column(reader, durations)).array,
    ),
    pd.arrays.PeriodArray: (
        lambda writer, value: [writer.write(value.asi8), frequency(value.freqstr)],
        read_periods,
    ),
    pd.arrays.IntervalArray: (write_intervals, read_intervals),
    pd.Categorical: (lambda writer, value: writer.all([value.codes, value.dtype]), read_categorical),
    pd.arrays.SparseArray: (write_sparse, read_sparse),
    pd.RangeIndex: (
        lambda writer, value: [writer.write(value.name), value.start, value.stop, value.step],
        read_range_index,
    ),
    pd.MultiIndex: (write_multi_index, read_multi_index),
    pd.Index: (write_index, read_index),
    pd.Series: (write_series, read_series),
    pd.DataFrame: (write_frame, read_frame),
}
