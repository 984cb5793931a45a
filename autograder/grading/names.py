"""Names that somebody else has chosen: which are taken for names, and how any text is shown on a terminal or page."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 100  # characters of a student's id
BESIDE_LETTERS = (
    " ._@+-()[]"  # and no name begins with them: not hidden, no option, no formula of a spreadsheet
)
BREAKS_OUT = re.compile(r"""[<>"'`\\/&]""")  # of an attribute, a script or a path
# Letters and marks that show nothing, so that two names would look the same.
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# What a spreadsheet would compute. One that splits at semicolons or tabs sees cells begin in mid-text.
FORMULA = re.compile(r'(^|[;\t])(?=(?:[^\S\n]|")*[=+\-@\uff1d\uff0b\uff0d\uff20])', re.MULTILINE)
ON_SEVERAL_LINES = re.compile(r"[^\n\t]+")


def is_letter(one: str) -> bool:
    """Tell whether this is a letter, a digit or a mark of any script, or an underscore, and can be seen."""
    return (unicodedata.category(one)[0] in "LMN" or one == "_") and not INVISIBLE.match(one)


def is_name(text: str) -> bool:
    """Tell whether a student or an assignment may be called so: letters of any script, digits, and `BESIDE_LETTERS`.

    Of two names that look the same, for one has more spaces, one is none.
    """
    return (
        0 < len(text) <= LONGEST
        and text == " ".join(text.split())
        and is_letter(text[0])
        and unicodedata.category(text[0])[0] != "M"
        and all(is_letter(one) or one in BESIDE_LETTERS for one in text)
    )


def is_file_name(text: str) -> bool:
    """Tell whether a file of a submission may be called so: any text on one line that nothing takes for markup."""
    return text.isprintable() and not BREAKS_OUT.search(text) and text not in ("", ".", "..")


def printable(text: str) -> str:
    """Return a name fit for any page or terminal, short, and what is odd in it as question marks."""
    text = "".join(one if is_letter(one) or one in " .,:/()[]+@-" else "?" for one in text)
    return text if len(text) <= 60 else f"{text[:45]}...{text[-12:]}"


def without_formulas(text: str) -> str:
    """Return text for a table with an apostrophe before what a spreadsheet would take for a formula."""
    return FORMULA.sub(r"\1'", text)


def listed(names: Sequence[str]) -> str:
    """Return names as they stand in a sentence; the first five of them."""
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def shown(text: str) -> str:
    """Return text of several lines without what would move a terminal's cursor, colour it or turn it around."""
    return ON_SEVERAL_LINES.sub(
        lambda line: "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in line[0]),
        text,
    )
