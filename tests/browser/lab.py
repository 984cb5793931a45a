"""JupyterLab as a person sees it: open, read, type, run, press."""

from dataclasses import dataclass, field
from pathlib import Path

from conftest import TOKEN
from playwright.sync_api import FrameLocator, Locator, Page, Request, expect

FIND = "const panel = window.jupyterapp.shell.currentWidget; const cells = panel.content.widgets;"
OPEN = (
    "(path) => { const panel = window.jupyterapp?.shell.currentWidget;"
    " return panel?.context?.path?.endsWith(path) && panel.context.isReady"
    " && panel.sessionContext.session?.kernel?.status === 'idle'; }"
)
# Whether the code cells before a number, all if it is null, have run, and the kernel has nothing more to do.
RAN = (
    f"(before) => {{ {FIND} const wanted = cells.slice(0, before ?? cells.length)"
    ".filter(cell => cell.model.type === 'code' && cell.model.sharedModel.source.trim());"
    " return panel.sessionContext.session.kernel.status === 'idle'"
    " && wanted.every(cell => cell.model.executionCount && cell.model.executionState !== 'running'); }"
)
FORGET = f"(number) => {{ {FIND} cells[number].model.executionCount = null; }}"
ERROR = "[data-mime-type='application/vnd.jupyter.error']"


@dataclass
class Lab:
    """A JupyterLab in a browser.

    Attributes
    ----------
    foreign : the addresses on other hosts that its pages have asked for
    errors : what scripts on its pages have failed with
    """

    page: Page
    url: str
    folder: Path
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.on("request", self._note)
        self.page.context.on("weberror", lambda found: self.errors.append(str(found.error)))

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.url, self.url.replace("http", "ws"), "data:", "blob:", "about:")):
            self.foreign.append(request.url)

    def screenshot(self, name: str) -> None:
        """Keep a picture of the page."""
        self.page.screenshot(path=self.folder / f"{name}.png")

    def open(self, path: str = "") -> None:
        """Open a notebook or, without a path, what JupyterLab opens by itself; nothing may ask or tell anything."""
        self.page.goto(f"{self.url}/lab/tree/{path}?token={TOKEN}" if path else f"{self.url}/?token={TOKEN}")
        self.page.wait_for_function(OPEN, arg=path or ".ipynb")
        assert self.page.locator(".jp-Dialog").count() == 0, self.page.locator(".jp-Dialog").inner_text()
        assert self.page.locator(".Toastify__toast").count() == 0

    def run_all(self) -> None:
        """Run the notebook from the menu."""
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function(RAN, timeout=300_000)

    def number(self, cell: str) -> int:
        """Return at which place a cell stands, by its id."""
        number = self.page.evaluate(
            f"(id) => {{ {FIND} return cells.findIndex(cell => cell.model.id === id); }}", cell
        )
        assert number >= 0, f"there is no cell {cell}"
        return number

    def go_to(self, cell: str) -> Locator:
        """Bring a cell into view and return it."""
        script = (
            f"async (number) => {{ {FIND} panel.content.activeCellIndex = number; panel.content.deselectAll();"
            " await panel.content.scrollToItem(number, 'center'); }"
        )
        self.page.evaluate(script, self.number(cell))
        return self.page.locator(".jp-NotebookPanel:visible .jp-Cell.jp-mod-active")

    def run(self, cell: str) -> Locator:
        """Run a cell with the keyboard and return it."""
        number = self.number(cell)
        self.go_to(cell).locator(".jp-InputArea-editor").click()
        self.page.evaluate(FORGET, number)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            f"(number) => {{ {FIND} return cells[number].model.executionCount"
            " && panel.sessionContext.session.kernel.status === 'idle'; }",
            arg=number,
        )
        return self.go_to(cell)

    def run_to(self, cell: str) -> None:
        """Run everything above a cell."""
        self.go_to(cell)
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-above')")
        self.page.wait_for_function(RAN, arg=self.number(cell))

    def type_into(self, cell: str, text: str) -> None:
        """Replace what stands in a cell by typing; the editor's own indentation and brackets are left out of it."""
        self.go_to(cell).locator(".jp-InputArea-editor .cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)

    def output(self, cell: str) -> str:
        """Return the text of a cell's output."""
        return self.go_to(cell).locator(".jp-Cell-outputWrapper").inner_text()

    def save(self) -> None:
        """Save with the keyboard."""
        self.page.keyboard.press("Control+S")
        self.page.wait_for_function(f"() => {{ {FIND} return !panel.context.model.dirty; }}")

    def menu(self, *names: str) -> None:
        """Choose from the menu bar."""
        for name in names:
            self.page.get_by_role("menuitem", name=name, exact=True).click()

    def frame(self) -> FrameLocator:
        """Return what Formgrader shows."""
        return self.page.frame_locator("iframe")


def press_and_confirm(frame: FrameLocator, button: Locator) -> None:
    """Press one of Formgrader's buttons, and the OK of the message that everything went well."""
    button.click()
    message = frame.locator(".modal.in")
    expect(message.locator(".modal-title")).to_have_text("Success")
    message.get_by_role("button", name="OK").click()
    expect(frame.locator(".modal-backdrop")).to_have_count(0)
