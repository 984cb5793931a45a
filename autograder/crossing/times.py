"""Codecs of dates, times and time zones: those of the standard library and those of pandas."""

import functools
import re
import types
import zoneinfo
from datetime import date, datetime, time, timedelta, timezone

import numpy as np
import pandas as pd

from autograder.crossing.wire import (
    Codec,
    Reader,
    ValueNotAllowed,
    Writer,
    constant,
    fields,
    plain,
    unreadable,
)

DATE, CLOCK = "year month day", "hour minute second microsecond"
ZONES = (timezone, zoneinfo.ZoneInfo, types.NoneType)
FREQUENCY = re.compile(
    r"-?\d{0,6}(ns|us|ms|s|min|h|D|B|W|W-[A-Z]{3}|S?MS|S?ME|M|BMS|BME|B?QS?(-[A-Z]{3})?|B?QE(-[A-Z]{3})?"
    r"|B?Y[SE]?(-[A-Z]{3})?)"
)


def frequency(name: str) -> str:
    """Return the name of a frequency if it is one of the simple ones."""
    if not FREQUENCY.fullmatch(name):
        raise ValueNotAllowed(f"a frequency of {str(name)[:20]} cannot be handed over")
    return name


def write_tzinfo(writer: Writer, zone: object) -> list | None:
    """Encode a time zone or None."""
    if not isinstance(zone, ZONES):
        raise ValueNotAllowed(f"a time zone of type {type(zone).__name__} cannot be handed over")
    return writer.write(zone)


def write_fixed(writer: Writer, zone: timezone) -> list:
    """Encode a time zone with a fixed offset."""
    offset, *name = zone.__getinitargs__()
    return [offset.days, offset.seconds, offset.microseconds, *name]


def read_fixed(reader: Reader, days: int, seconds: int, microseconds: int, *name: str) -> timezone:
    """Decode a time zone with a fixed offset."""
    return timezone(timedelta(*plain([days, seconds, microseconds], int)), *plain(name, str))


@functools.cache
def zone_names() -> frozenset[str]:
    """Return the names of the time zones that this machine knows."""
    return frozenset(zoneinfo.available_timezones())


def write_zone(writer: Writer, zone: zoneinfo.ZoneInfo) -> list:
    """Encode a time zone by its name."""
    if zone.key not in zone_names():
        raise ValueNotAllowed("a time zone without a known name cannot be handed over")
    return [zone.key]


def read_zone(reader: Reader, key: str) -> zoneinfo.ZoneInfo:
    """Decode a time zone by its name."""
    if key not in zone_names():
        raise unreadable("a time zone that is not known")
    return zoneinfo.ZoneInfo(key)


def clock(kind: type, names: str) -> Codec:
    """Return the codec of `datetime` or `time`."""
    descriptors = [getattr(kind, name) for name in [*names.split(), "fold"]]

    def write(writer: Writer, value: datetime | time) -> list:
        zone = write_tzinfo(writer, kind.tzinfo.__get__(value))
        return [zone, *(descriptor.__get__(value) for descriptor in descriptors)]

    def read(reader: Reader, zone: list | None, *content: int) -> datetime | time:
        *numbers, fold = plain(content, int)
        return kind(*numbers, tzinfo=reader.expect(zone, *ZONES), fold=fold)

    return write, read


def write_timestamp(writer: Writer, value: pd.Timestamp) -> list:
    """Encode an instant as a count of its unit since 1970, and its time zone."""
    return [value.unit, int(value.asm8.view("i8")), write_tzinfo(writer, value.tzinfo)]


def read_timestamp(reader: Reader, unit: str, count: int, zone: list | None) -> pd.Timestamp:
    """Decode an instant."""
    zone = reader.expect(zone, *ZONES)
    stamp = pd.Timestamp(np.datetime64(*plain([count], int), *plain([unit], str)))
    return stamp if zone is None else stamp.tz_localize("UTC").tz_convert(zone)


def read_interval(reader: Reader, left: object, right: object, closed: str) -> pd.Interval:
    """Decode an interval of numbers, instants or durations."""
    ends = (int, float, np.number, pd.Timestamp, pd.Timedelta)
    return pd.Interval(reader.expect(left, *ends), reader.expect(right, *ends), *plain([closed], str))


CODECS = {
    timezone: (write_fixed, read_fixed),
    zoneinfo.ZoneInfo: (write_zone, read_zone),
    date: fields(date, DATE, int),
    datetime: clock(datetime, f"{DATE} {CLOCK}"),
    time: clock(time, CLOCK),
    timedelta: fields(timedelta, "days seconds microseconds", int),
    type(pd.NaT): constant(pd.NaT),
    pd.Timestamp: (write_timestamp, read_timestamp),
    pd.Timedelta: (
        lambda writer, value: [value.unit, int(value.asm8.view("i8"))],
        lambda reader, unit, count: pd.Timedelta(np.timedelta64(*plain([count], int), *plain([unit], str))),
    ),
    pd.Period: (
        lambda writer, value: [value.ordinal, frequency(value.freqstr)],
        lambda reader, ordinal, name: pd.Period(ordinal=plain([ordinal], int)[0], freq=frequency(name)),
    ),
    pd.Interval: (
        lambda writer, value: [*writer.all([value.left, value.right]), value.closed],
        read_interval,
    ),
}
