"""What this course adds to nbgrader's exchange, where anybody may write anything; `nbgrader_config.py` plugs it in.

Whoever takes something out of it takes regular files only, through no link, and no more than a bound.
"""

import os
import re
import shutil
import stat
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch, fnmatchcase
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import (
    ExchangeCollect,
    ExchangeFetchAssignment,
    ExchangeFetchFeedback,
    ExchangeList,
    ExchangeSubmit,
)
from nbgrader.utils import check_mode, parse_utc

from autograder.grading.copying import Copy, Refused, opened
from autograder.grading.files import MAX_NOTEBOOK, Unreadable, read_regular
from autograder.grading.finding import read_timestamp
from autograder.grading.names import is_name, printable

MOST_FEEDBACK = 64 << 20  # bytes of a page
MOST_SECRET = 10_000
MOST_NOTES = 5  # on one submission
# What `nbgrader submit` writes. Of time zones only names without a path: their files would be opened.
SUBMISSION = re.compile(
    r"(?P<student>.+)\+(?P<assignment>[^+]+)\+"
    r"(?P<timestamp>20\d\d-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?( [A-Za-z]{1,5})?)(\+[\w-]*)?",
    re.ASCII | re.DOTALL,
)


def is_linked(path: str) -> bool:
    """Tell whether a folder of the exchange is a symbolic link, by which it may be anybody's."""
    return os.path.islink(path.rstrip(os.sep))


class Bounded:
    """A transfer that copies regular files only; for classes of nbgrader's exchange."""

    def copied(self, source: int, to: Path) -> list[str]:
        """Copy an open folder in the place of another one, whole or not at all; return what was left out, and why."""
        course = self.coursedir

        def is_ignored(name: str) -> bool:
            return any(fnmatch(name, pattern) for pattern in course.ignore)

        copy = Copy(is_ignored, bytes=min(1000 * course.max_dir_size, Copy.bytes))
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{to.name}-", dir=to.parent) as place:
            copy.folder(source, Path(place, "new"))
            if course.groupshared:
                self.set_perms(f"{place}/new", 0o664, 0o2775)
            if to.exists():
                to.rename(Path(place, "former"))
            Path(place, "new").rename(to)
        return copy.notes


class Collect(Bounded, ExchangeCollect):
    """Collects as nbgrader does, but prefers what a learner's own account has handed in.

    Everybody may write to the exchange. nbgrader takes the latest submission under a learner's name, and warns if
    another account handed it in. What is odd about one submission becomes a warning, and the others are collected.
    """

    def init_src(self) -> None:
        """Choose one submission of each learner."""
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        self.course_path = os.path.join(self.root, self.coursedir.course_id)
        self.inbound_path = os.path.join(self.course_path, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"Course not found: {self.inbound_path}")
        if not check_mode(self.inbound_path, read=True, execute=True):
            self.fail(f"You don't have read permissions for the directory: {self.inbound_path}")
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                self.duedate = gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                self.duedate = None
        by_student = defaultdict(list)
        for record in self._records():
            by_student[record["username"]].append(record)
        self.src_records = [self._chosen(records) for _, records in sorted(by_student.items())]

    def copy_files(self) -> None:
        """Copy what was chosen, and is not there yet."""
        assignment = self.coursedir.assignment_id
        about = f"submissions of '{assignment}' for course '{self.coursedir.course_id}'"
        if self.src_records:
            self.log.info("Processing %d %s", len(self.src_records), about)
        else:
            self.log.warning("No %s to collect", about)
        for record in self.src_records:
            path = self.coursedir.format_path(
                self.coursedir.submitted_directory, record["username"], assignment
            )
            if self._is_wanted(record, Path(path)):
                try:
                    self._collect(record, Path(path))
                except (OSError, Refused) as error:
                    self.log.warning("%s was not collected: it %s", printable(record["filename"]), error)

    def _records(self) -> Iterator[dict]:
        """Yield what is handed in for the assignment, as nbgrader describes it, with the account that owns it."""
        with os.scandir(self.inbound_path) as entries:
            for entry in entries:
                found = SUBMISSION.fullmatch(entry.name)
                name, beside = printable(entry.name), f"+{self.coursedir.assignment_id}+"
                if found is None or not is_name(found["student"]):
                    if beside in entry.name:
                        self.log.warning("%s was not collected: its name is none of a submission", name)
                    continue
                if found["assignment"] != self.coursedir.assignment_id or not self._is_asked_for(
                    found["student"]
                ):
                    continue
                try:
                    timestamp = parse_utc(found["timestamp"])
                    about = entry.stat(follow_symlinks=False)
                except (OSError, ValueError, OverflowError) as error:
                    self.log.warning("%s was not collected: %s", name, error)
                    continue
                if not stat.S_ISDIR(about.st_mode):
                    self.log.warning("%s was not collected: it is no folder, but perhaps a link to one", name)
                    continue
                record = {"username": found["student"], "filename": entry.name, "timestamp": timestamp}
                yield record | {"owner": about.st_uid}

    def _is_asked_for(self, student: str) -> bool:
        return fnmatchcase(student, self.coursedir.student_id or "*")

    def _chosen(self, records: list[dict]) -> dict:
        """Return one learner's latest submission; one of their own account if there are any."""
        own = [record for record in records if account(record["owner"]) == record["username"]] or records
        in_time = [record for record in own if self.duedate and record["timestamp"] <= self.duedate]
        return max(
            in_time if self.before_duedate and in_time else own, key=lambda record: record["timestamp"]
        )

    def _is_wanted(self, record: dict, to: Path) -> bool:
        """Tell whether to collect a submission, by what has been collected before."""
        student, assignment = record["username"], self.coursedir.assignment_id
        if not to.is_dir():
            self.log.info("Collecting submission: %s %s", student, assignment)
            return True
        there, _ = read_timestamp(to, parse_utc)
        newer = there is None or record["timestamp"] > there
        if (self.update and newer) or (self.before_duedate and there != record["timestamp"]):
            self.log.info("Updating submission: %s %s", student, assignment)
            return True
        words = (
            "No newer submission to collect"
            if self.update
            else "Submission already exists, use --update to update"
        )
        self.log.info("%s: %s %s", words, student, assignment)
        return False

    def _collect(self, record: dict, to: Path) -> None:
        with opened(self.inbound_path) as inbound, opened(record["filename"], inbound) as source:
            owner = os.fstat(source).st_uid
            if owner != record["owner"] or not stat.S_ISDIR(os.fstat(source).st_mode):
                raise Refused("was exchanged for another one meanwhile")
            if self.check_owner and account(owner) != record["username"]:
                self.log.warning(
                    "%s claims to be submitted by %s but is owned by %s; cheating attempt? "
                    "you may disable this warning by unsetting the option CollectApp.check_owner",
                    *(record["filename"], record["username"], account(owner) or "an unknown account"),
                )
            notes = self.copied(source, to)
        for note in notes[:MOST_NOTES]:
            self.log.warning("%s: %s", record["username"], note)
        if len(notes) > MOST_NOTES:
            self.log.warning("%s: %d more were left out.", record["username"], len(notes) - MOST_NOTES)
        self._require_timestamp(record, to)

    def _require_timestamp(self, record: dict, to: Path) -> None:
        """Write the time of submission if the learner's file does not say it: nbgrader's pages must read it."""
        there, _ = read_timestamp(to, parse_utc)
        if there is None:
            (to / "timestamp.txt").unlink(missing_ok=True)
            (to / "timestamp.txt").write_text(f"{record['timestamp']} UTC", encoding="utf-8")


def account(user: int) -> str | None:
    """Return the name of a user of this machine, None if there is none."""
    import pwd  # there is none on Windows

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return None


class Submit(ExchangeSubmit):
    """Submits as nbgrader does, but into no folder that somebody has put in the course's place."""

    def init_dest(self) -> None:
        """Find the folder for submissions."""
        super().init_dest()
        for path in (os.path.dirname(self.inbound_path), self.inbound_path):
            if is_linked(path):
                self.fail(f"{path} is a symbolic link, and may be anybody's. Tell your instructor.")


class FetchAssignment(Bounded, ExchangeFetchAssignment):
    """Fetches an assignment as nbgrader does, but only regular files."""

    def do_copy(self, src: str, dest: str) -> None:
        """Copy the release; if it is there, only the files that are missing."""
        with tempfile.TemporaryDirectory() as place:
            try:
                with opened(src) as source:
                    notes = self.copied(source, Path(place, "new"))
            except (OSError, Refused) as error:
                self.fail(f"{src} was not fetched: it {error}")
            for note in notes:
                self.log.warning("%s", note)
            if os.path.isdir(dest):
                self.copy_if_missing(f"{place}/new", dest)
            else:
                shutil.copytree(f"{place}/new", dest)


class FetchFeedback(ExchangeFetchFeedback):
    """Fetches feedback as nbgrader does, but only regular files."""

    def do_copy(self, src: str, dest: str) -> None:
        """Copy the pages."""
        for notebook, timestamp, page in self.feedback_files:
            try:
                text = read_regular(Path(page), Path(src), MOST_FEEDBACK)
            except Unreadable as error:
                self.log.warning("%s was not fetched: %s", notebook, error)
                continue
            folder = Path(dest, timestamp)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{notebook}.html").write_bytes(text)
            self.log.info("Fetched feedback: %s", folder / f"{notebook}.html")


class List(ExchangeList):
    """Lists as nbgrader does, but of the exchange only what has a name and is no link."""

    def init_dest(self) -> None:
        """Find what is there."""
        super().init_dest()
        self.assignments = [
            path for path in self.assignments if self.cached or is_listed(Path(path), self.inbound)
        ]


def is_listed(path: Path, inbound: bool) -> bool:
    """Tell whether a folder of the exchange is a submission, or a release, that nbgrader can read to its end."""
    name = path.name
    if inbound:
        found = SUBMISSION.fullmatch(name)
        name = found["student"] if found else ""
    if path.is_symlink() or not is_name(name):
        return False
    try:
        for notebook in path.glob("*.ipynb"):
            read_regular(notebook, path, MAX_NOTEBOOK)
        if os.path.lexists(path / "submission_secret.txt"):
            read_regular(path / "submission_secret.txt", path, MOST_SECRET).decode()
    except (Unreadable, UnicodeDecodeError):
        return False
    return True
