"""The cells of a source notebook in the gradebook, kept up to date under the marks there are."""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import api
from nbgrader import preprocessors as nbgrader_steps
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import delete, func, or_, select

KINDS = ("grade", "solution", "task", "source")


class SaveCells(nbgrader_steps.SaveCells):
    """nbgrader's step, which also adds, renames and removes cells where there are submissions already.

    A cell by another name with the same text is the same cell. One that somebody has marked or commented on by hand
    is not removed; of all others, grading again gives the marks.
    """

    def _create_notebook(self, nb: NotebookNode) -> None:
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            notebook = None
        if notebook is not None and notebook.submissions:
            self._rename(notebook)
            self._remove(notebook)
            self._add(notebook)
            self.gradebook.db.flush()
            self.gradebook.db.expire_all()
        super()._create_notebook(nb)

    def _new(self, kind: str) -> dict[str, dict]:
        """Return the cells of a kind in the source, by name."""
        return getattr(self, f"new_{kind}_cells")

    def _rename(self, notebook: api.Notebook) -> None:
        """Give cells whose text has not changed the names that they have now."""
        gone = [cell for cell in notebook.source_cells if cell.name not in self.new_source_cells]
        known = {cell.name for cell in notebook.source_cells}
        for cell in gone:
            names = [
                name
                for name, about in self.new_source_cells.items()
                if name not in known
                and (about["source"], about["cell_type"]) == (cell.source, cell.cell_type)
            ]
            if len(names) == 1:
                known.add(names[0])
                former = cell.name
                for kind in KINDS:
                    for one in getattr(notebook, f"{kind}_cells"):
                        if one.name == former:
                            one.name = names[0]
        self.gradebook.db.flush()

    def _remove(self, notebook: api.Notebook) -> None:
        """Remove the cells that are not in the source any more, and what was written about them."""
        db = self.gradebook.db
        for kind in KINDS:
            for cell in [
                one for one in getattr(notebook, f"{kind}_cells") if one.name not in self._new(kind)
            ]:
                if kind != "source":
                    self._insist_on_unmarked(cell)
                    for table in (api.Grade, api.Comment):
                        db.execute(delete(table).where(table.cell_id == cell.id))
                db.delete(cell)
        db.flush()
        db.expire_all()

    def _insist_on_unmarked(self, cell: api.BaseCell) -> None:
        """Raise `RuntimeError` if somebody has marked this cell or commented on it."""
        marked = select(func.count()).where(
            api.Grade.cell_id == cell.id, or_(api.Grade.manual_score.is_not(None), api.Grade.extra_credit > 0)
        )
        commented = select(func.count()).where(
            api.Comment.cell_id == cell.id, api.Comment.manual_comment.is_not(None)
        )
        if self.gradebook.db.scalar(marked) or self.gradebook.db.scalar(commented):
            raise RuntimeError(f"Cannot add or remove cells that were marked by hand: {cell.name}")

    def _add(self, notebook: api.Notebook) -> None:
        """Add the cells that are new in the source, to every submission, too."""
        place = (self.notebook_id, self.assignment_id)
        for kind, made in (("grade", api.Grade), ("solution", api.Comment), ("task", api.Grade)):
            known = {cell.name for cell in getattr(notebook, f"{kind}_cells")}
            for name in [name for name in self._new(kind) if name not in known]:
                about = {key: value for key, value in self._new(kind)[name].items() if key != "id"}
                cell = getattr(self.gradebook, f"add_{kind}_cell")(name, *place, **about)
                awaited = {"needs_manual_grade": name in self._new("solution") or kind == "task"}
                for submitted in notebook.submissions:
                    row = made(cell_id=cell.id, notebook=submitted, **(awaited if made is api.Grade else {}))
                    self.gradebook.db.add(row)
                    if kind == "task":
                        self.gradebook.db.add(api.Comment(cell_id=cell.id, notebook=submitted))
        known = {cell.name for cell in notebook.source_cells}
        for name in [name for name in self.new_source_cells if name not in known]:
            self.gradebook.add_source_cell(name, *place, **self.new_source_cells[name])


class SaveChangedCells(SaveCells):
    """The step in a gradebook that is already open; what has not changed is left alone."""

    def __init__(self, gradebook: Gradebook, **kwargs: object):
        super().__init__(**kwargs)
        self.gradebook = gradebook

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Record the notebook's cells."""
        about = resources["nbgrader"]
        self.notebook_id, self.assignment_id = about["notebook"], about["assignment"]
        kinds = ("grade", "solution", "task", "source")
        for kind in kinds:
            setattr(self, f"new_{kind}_cells", {})
        nb, resources = super(nbgrader_steps.SaveCells, self).preprocess(nb, resources)
        if any(getattr(self, f"new_{kind}_cells") != self._stored(kind) for kind in kinds):
            self._create_notebook(nb)
        return nb, resources

    def _stored(self, kind: str) -> dict[str, dict] | None:
        """Return the stored cells as the step holds new ones, None if the notebook is not stored."""
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            return None
        cells = [cell.to_dict() for cell in getattr(notebook, f"{kind}_cells")]
        place = ("name", "notebook", "assignment")
        return {cell["name"]: {key: cell[key] for key in cell if key not in place} for cell in cells}
