"""Codecs of NumPy's arrays and scalars, and of SciPy's sparse matrices."""

import functools
import math
import re

import numpy as np
import pyarrow as pa
import scipy.sparse

from autograder.crossing.wire import (
    MAX_BYTES,
    PLAIN,
    Reader,
    ValueNotAllowed,
    Writer,
    constant,
    plain,
    unreadable,
)

MAX_FIELDS = 1_000  # of a structured dtype

SIMPLE = re.compile(r"[<>|][biufcSUV]\d{1,9}|[<>][mM]8(\[\d{0,9}[a-zA-Z]{1,2}\])?|\|O|StringDType\(\)")


@functools.lru_cache(256)
def dtype_name(dtype: np.dtype) -> str | list:
    """Return a dtype as text, a structured one as names, formats, offsets and size."""
    if dtype.names:
        formats = [dtype.fields[name][0] for name in dtype.names]
        if not any(form.hasobject or form.subdtype or form.names for form in formats):
            offsets = [dtype.fields[name][1] for name in dtype.names]
            return [list(dtype.names), [form.str for form in formats], offsets, dtype.itemsize]
    elif not dtype.subdtype and SIMPLE.fullmatch(dtype.str):
        return dtype.str
    raise ValueNotAllowed(f"an array of dtype {dtype} cannot be handed over")


@functools.lru_cache(256)
def simple_dtype(name: str) -> np.dtype:
    """Return the dtype of this name, unless it is a structured one."""
    if not SIMPLE.fullmatch(name):
        raise unreadable("a dtype that is not known")
    return np.dtypes.StringDType() if name.startswith("String") else np.dtype(name)


def read_dtype(name: str | list) -> np.dtype:
    """Return the dtype that `dtype_name` names."""
    if isinstance(name, str):
        return simple_dtype(name)
    names, formats, offsets, size = name
    formats = [simple_dtype(form) for form in formats]
    if len(names) > MAX_FIELDS or any(form.hasobject for form in formats):
        raise unreadable("a dtype that cannot be")
    return np.dtype(
        {"names": plain(names, str), "formats": formats, "offsets": plain(offsets, int), "itemsize": size}
    )


def write_text(writer: Writer, texts: pa.Array | pa.ChunkedArray) -> None:
    """Append strings to the buffers: their lengths in bytes, -1 for a missing one, then all of them as one."""
    missing = texts.is_null().to_numpy(zero_copy_only=False)
    texts = texts.cast(pa.large_string()).fill_null("")
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    _, offsets, whole = texts.buffers()
    ends = np.zeros(1, "<i8")
    if len(texts):
        ends = np.frombuffer(offsets, "<i8", len(texts) + 1, 8 * texts.offset)
    lengths = np.append(np.where(missing, -1, np.diff(ends)), ends[-1] - ends[0])
    writer.buffer(lengths.astype("<i8").tobytes())
    writer.buffer(memoryview(whole or b"")[ends[0] : ends[-1]])


def read_text(reader: Reader, count: int) -> pa.LargeStringArray:
    """Return the strings that `write_text` has written."""
    lengths = np.frombuffer(reader.take(8 * (count + 1)), "<i8")
    lengths, whole = lengths[:-1], bytes(reader.take(int(lengths[-1])))
    if lengths.min(initial=0) < -1 or lengths.max(initial=0) > len(whole):
        raise unreadable("text of wrong length")
    ends = np.append(0, np.maximum(lengths, 0).cumsum())
    if ends[-1] != len(whole):
        raise unreadable("text of wrong length")
    present = np.packbits(lengths >= 0, bitorder="little").tobytes()
    buffers = [pa.py_buffer(data) for data in (ends.astype("<i8").tobytes(), whole, present)]
    texts = pa.LargeStringArray.from_buffers(count, *buffers)
    texts.validate(full=True)
    return texts


def write_array(writer: Writer, value: np.ndarray) -> list:
    """Encode an array: its memory, or its elements if they are objects or strings of any length."""
    array = np.ndarray.view(value, np.ndarray)
    node = [dtype_name(array.dtype), list(array.shape)]
    if array.dtype.kind == "O":
        return [*node, writer.all(array.ravel().tolist())]
    if array.dtype.kind == "T":
        write_text(writer, pa.array(array.ravel().astype(object)))
        return node
    if array.nbytes > MAX_BYTES or (array.size and not array.dtype.itemsize):
        raise ValueNotAllowed("an array is too big, or its elements have no size")
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    if array.size:
        flat = np.ascontiguousarray(array.T if fortran else array).reshape(-1)
        writer.buffer(memoryview(flat.view(np.uint8)))
    return [*node, "F"] if fortran else node


def read_array(reader: Reader, name: str | list, shape: list[int], content: list | str = "C") -> np.ndarray:
    """Decode an array; `content` is its order in memory, or its elements if they are objects."""
    dtype, count = read_dtype(name), math.prod(plain(shape, int))
    if dtype.kind == "O":
        return np.fromiter(reader.all(content), object, len(content)).reshape(shape)
    if dtype.kind == "T":
        return read_text(reader, count).to_numpy(zero_copy_only=False).astype(dtype).reshape(shape)
    if content not in ("C", "F") or (count and not dtype.itemsize):
        raise unreadable("an array of wrong layout")
    memory = reader.take(count * dtype.itemsize)
    array = np.empty(shape, dtype, order=content)
    if count:
        flat = (array.T if content == "F" else array).reshape(-1)
        flat.view(np.uint8)[:] = np.frombuffer(memory, np.uint8)
        check_memory(flat)
    return array


def check_memory(array: np.ndarray) -> None:
    """Refuse memory that no array of booleans or text has: NumPy does not expect it."""
    if array.dtype.names:
        for name in array.dtype.names:
            check_memory(array[name])
    elif array.dtype.kind == "b" and array.view(np.uint8).max() > 1:
        raise unreadable("a boolean that is neither true nor false")
    elif array.dtype.kind == "U" and array.dtype.itemsize:
        characters = np.ascontiguousarray(array).view(array.dtype.byteorder + "u4")
        if characters.max() > 0x10FFFF:
            raise unreadable("a character that does not exist")


def write_scalar(writer: Writer, value: np.generic) -> list:
    """Encode a NumPy scalar."""
    if value.dtype.hasobject:  # what NumPy takes some subclasses for, and then crashes
        raise ValueNotAllowed(f"a value of type {type(value).__name__} cannot be handed over")
    return [dtype_name(value.dtype), np.generic.tobytes(value).hex()]


def read_scalar(reader: Reader, name: str | list, memory: str) -> np.generic:
    """Decode a NumPy scalar."""
    data, dtype = bytes.fromhex(memory), read_dtype(name)
    if dtype.hasobject or not dtype.itemsize or dtype.itemsize != len(data):
        raise unreadable("a number of wrong size")
    array = np.ndarray((), dtype, data).copy()
    check_memory(array.reshape(1))
    return array[()]


def write_masked(writer: Writer, value: np.ma.MaskedArray) -> list:
    """Encode a masked array."""
    mask = None if np.ma.getmask(value) is np.ma.nomask else np.ma.getmask(value)
    fill = np.asarray(value.fill_value, value.dtype)
    return [*writer.all([np.ma.getdata(value), mask, fill]), value.hardmask]


def read_masked(reader: Reader, data: list, mask: list | None, fill: list, hard: bool) -> np.ma.MaskedArray:
    """Decode a masked array."""
    data = reader.expect(data, np.ndarray)
    mask = np.ma.nomask if mask is None else reader.expect(mask, np.ndarray)
    fill = reader.expect(fill, np.ndarray)
    if fill.shape or not issubclass(type(fill[()]), (*PLAIN, np.generic)):
        raise unreadable("a masked array of wrong type")
    if mask is not np.ma.nomask and mask.shape != data.shape:
        raise unreadable("a mask of wrong shape")
    return np.ma.MaskedArray(data, mask, fill_value=fill[()], hard_mask=hard is True)


SPARSE = {
    getattr(scipy.sparse, f"{form}_{kind}"): form
    for form in ("csr", "csc", "bsr", "coo", "dia", "lil", "dok")
    for kind in ("array", "matrix")
}
PARTS = {"coo": ("data", "coords"), "dia": ("data", "offsets")}
COMPRESSED = ("data", "indices", "indptr")


def write_sparse(writer: Writer, value: scipy.sparse.sparray | scipy.sparse.spmatrix) -> list:
    """Encode a sparse matrix as the arrays that it consists of; those of lists and dicts as sorted ones."""
    if value.format == "lil":
        value = value.tocsr()
    elif value.format == "dok":
        value = value.tocoo()
        value.sum_duplicates()  # sorts; there are none
    parts = [getattr(value, name) for name in PARTS.get(value.format, COMPRESSED)]
    if value.format in ("csr", "csc", "bsr"):
        parts[:2] = [part[: parts[2][-1]] for part in parts[:2]]  # there may be room for more
    return [list(value.shape), *writer.all(parts)]


def sparse(kind: type, form: str) -> tuple:
    """Return the codec of a kind of sparse matrix."""
    stored = {"lil": "csr", "dok": "coo"}.get(form, form)
    base = getattr(scipy.sparse, kind.__name__.replace(form, stored))

    def read(reader: Reader, shape: list[int], data: list, *places: list) -> object:
        data = reader.expect(data, np.ndarray)
        places = [reader.expect(place, np.ndarray, tuple) for place in places]
        check_sparse(stored, plain(shape, int), data, *places)
        matrix = base((data, *places), shape=tuple(shape))
        for name, place in zip(PARTS.get(stored, COMPRESSED)[1:], places, strict=True):
            setattr(matrix, name, place)  # the constructor may have made other integers of them
        return matrix if stored == form else matrix.asformat(form)

    return write_sparse, read


def check_sparse(
    form: str, shape: list[int], data: np.ndarray, places: np.ndarray | tuple, *starts: np.ndarray
):
    """Refuse places outside of the matrix: SciPy checks some of them only, and would write there."""
    axes, sizes = places if form == "coo" else (places,), shape
    for part in (*axes, *starts):
        if type(part) is not np.ndarray or part.dtype not in (np.int32, np.int64) or part.ndim != 1:
            raise unreadable("a sparse matrix of wrong type")
    if type(data) is not np.ndarray or data.dtype.kind not in "biufc":
        raise unreadable("a sparse matrix of wrong type")
    if form == "dia":
        axes, sizes = (np.abs(places),), [max(shape) + 1]
    elif form != "coo":
        sizes = [shape[0] if form == "csc" else shape[-1] // (data.shape[2] if form == "bsr" else 1)]
        (ends,) = starts
        if ends[0] != 0 or ends[-1] != len(places) or (ends[1:] < ends[:-1]).any():
            raise unreadable("a sparse matrix whose rows overlap")
    for axis, size in zip(axes, sizes, strict=True):
        if len(axis) != len(data) or axis.min(initial=0) < 0 or axis.max(initial=-1) >= size:
            raise unreadable("a sparse matrix with values outside")


CODECS = {
    np.dtype: (lambda writer, value: [dtype_name(value)], lambda reader, name: read_dtype(name)),
    np.ndarray: (write_array, read_array),
    np.generic: (write_scalar, read_scalar),
    np.str_: (lambda writer, value: [str.__str__(value)], lambda reader, text: np.str_(*plain([text], str))),
    np.bytes_: (
        lambda writer, value: [bytes.hex(value)],
        lambda reader, data: np.bytes_(bytes.fromhex(data)),
    ),
    np.ma.MaskedArray: (write_masked, read_masked),
    type(np.ma.masked): constant(np.ma.masked),
    **{kind: sparse(kind, form) for kind, form in SPARSE.items()},
}
