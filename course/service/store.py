"""The folder of models: one file for each version, never changed, and a pointer to the one in use.

A file appears under its name only when it is whole, and the pointer moves only to a file that is there. So a reader
finds a whole model at any moment, also after a writer was killed.
"""

import json
import os
from pathlib import Path

from course.service.model import BrokenModel, Model

POINTER = "current"
REPORT = "report.json"


class Store:
    """Models on disk.

    Parameters
    ----------
    folder : path
        It is made when something is written.
    """

    def __init__(self, folder: str | os.PathLike):
        self.folder = Path(folder)

    def write(self, model: Model) -> None:
        """Write a model file, unless it is there already.

        Raises
        ------
        ValueError
            If the version is there with another content: who answered with it could no longer be told.
        """
        path, data = self._path(model.version), model.to_bytes()
        if not path.exists():
            replace(path, data)
        elif path.read_bytes() != data:
            raise ValueError(
                f"{path} holds another model of that version; versions never change (if it is damaged, delete it)"
            )

    def point_to(self, version: str) -> None:
        """Use a version from now on.

        Raises
        ------
        BrokenModel
            If it is not there, or not whole.
        """
        self.load(version)
        replace(self.folder / POINTER, f"{version}\n".encode())

    def current(self) -> str | None:
        """Return the version in use; None before the first one."""
        try:
            return (self.folder / POINTER).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def stamp(self) -> tuple[int, int] | None:
        """Return something that is different after the pointer has moved."""
        try:
            status = (self.folder / POINTER).stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino

    def versions(self) -> list[str]:
        """Return all versions, the oldest first."""
        return sorted(path.stem for path in (self.folder / "models").glob("*.json"))

    def load(self, version: str) -> Model:
        """Load a version.

        Raises
        ------
        BrokenModel
            If it is not there, or not whole; the message names the file.
        """
        path = self._path(version)
        try:
            model = Model.from_bytes(path.read_bytes())
        except (OSError, BrokenModel) as error:
            raise BrokenModel(f"{path}: {error}") from error
        if model.version != version:
            raise BrokenModel(f"{path}: it holds version {model.version}")
        return model

    def load_whole(self) -> tuple[Model, str | None]:
        """Load the version in use; if it is broken, the newest older one that is whole.

        Returns
        -------
        tuple
            The model, and what is wrong with the one in use (None if nothing is).

        Raises
        ------
        BrokenModel
            If there is none; the message says what to do.
        """
        current = self.current()
        if current is None:
            raise BrokenModel(f"{self.folder} has no model yet: run `python -m course.service nightly`")
        try:
            return self.load(current), None
        except BrokenModel as error:
            problem = str(error)
        for version in reversed([version for version in self.versions() if version < current]):
            try:
                return self.load(version), problem
            except BrokenModel:
                continue
        raise BrokenModel(f"{problem}, and no older model is whole: delete it and run the nightly job again")

    def write_report(self, report: dict) -> None:
        """Keep what the monitor found last."""
        replace(self.folder / REPORT, json.dumps(report, allow_nan=False).encode())

    def report(self) -> dict | None:
        """Return what the monitor found last; None before it has run."""
        try:
            return json.loads((self.folder / REPORT).read_bytes())
        except FileNotFoundError:
            return None

    def _path(self, version: str) -> Path:
        return self.folder / "models" / f"{version}.json"


def replace(path: Path, data: bytes) -> None:
    """Give a file a new content, on disk, so that a reader sees all of the old one or all of the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
