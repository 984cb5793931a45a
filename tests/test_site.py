"""The site is built once, from the repository, and then read page by page."""

import fcntl
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from notebooks import ROOT

LESSONS = sorted((ROOT / "course" / "lessons").glob("*/*.ipynb"))
QUESTIONS = sorted((ROOT / "course" / "interview").glob("*.ipynb"))
ASSIGNMENTS = sorted((ROOT / "release").glob("*/*.ipynb"))
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "use": "href"}


@dataclass(frozen=True)
class Site:
    """A built site."""

    folder: Path
    log: str
    status: int

    @cached_property
    def pages(self) -> dict[Path, BeautifulSoup]:
        """Every page by its path."""
        return {
            path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
            for path in sorted(self.folder.rglob("*.html"))
        }

    def page(self, source: Path) -> BeautifulSoup:
        """Return the page made of a file of the repository."""
        return self.pages[self.folder / source.relative_to(ROOT).with_suffix(".html")]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    """Build the site unless another test process has done so."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, result = base / "built" / "site", base / "built" / "result.json"
    with open(base / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            command = [sys.executable, "-m", "sphinx", "-qEW", "--keep-going", "-j", "auto", "-c", "docs"]
            build = subprocess.run(
                [*command, "-d", base / "built" / "doctrees", ".", folder],
                cwd=ROOT,
                # Under pytest a kernel does not capture what libraries write, so it must not know.
                env={name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"},
                text=True,
                capture_output=True,
            )
            result.write_text(json.dumps({"log": build.stdout + build.stderr, "status": build.returncode}))
    return Site(folder, **json.loads(result.read_text()))


def article(page: BeautifulSoup) -> Tag:
    return page.find("article")


def cells(path: Path) -> list[nbformat.NotebookNode]:
    return nbformat.read(path, as_version=4).cells


def test_it_is_built_without_a_warning(site):
    assert (site.log, site.status) == ("", 0)


def test_home_says_what_this_is_and_leads_to_everything(site):
    home = site.pages[site.folder / "index.html"]
    assert article(home).h1.get_text().startswith("Perch")
    assert article(home).img
    links = {link["href"] for link in article(home).find_all("a", href=True)}
    for source in [*LESSONS, *ASSIGNMENTS, ROOT / "course/interview/README.md"]:
        assert source.relative_to(ROOT).with_suffix(".html").as_posix() in links
    listed = {link["href"] for link in home.find(class_="sidebar-tree").find_all("a", href=True)}
    documents = {path.relative_to(site.folder).as_posix() for path in site.pages} - {
        "index.html",
        "search.html",
    }
    assert listed == documents


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_shows_the_outputs_of_its_cells(site, path):
    page = article(site.page(path))
    drawn = [cell.metadata.mystnb.image.alt for cell in cells(path) if "plt.show()" in cell.source]
    assert [image["alt"] for image in page.select(".cell_output img")] == drawn
    assert page.select(".cell_output table.dataframe")
    assert page.select(".cell_output .stream")
    assert not page.select(".traceback, .stderr")


@pytest.mark.parametrize("path", QUESTIONS + ASSIGNMENTS, ids=lambda path: path.stem)
def test_what_readers_fill_in_is_not_executed(site, path):
    page = article(site.page(path))
    assert page.select(".cell_input")
    assert not page.select(".cell_output")


@pytest.mark.parametrize("path", LESSONS + QUESTIONS + ASSIGNMENTS, ids=lambda path: path.stem)
def test_a_notebook_can_be_downloaded_as_it_is_in_the_repository(site, path):
    page = site.folder / path.relative_to(ROOT).with_suffix(".html")
    download = site.pages[page].find("a", download=True)
    target = (page.parent / download["href"]).resolve()
    assert target.name == path.name
    assert target.read_bytes() == path.read_bytes()


def test_nothing_is_loaded_from_another_host(site):
    foreign = re.compile(r"(?:[a-z]+:)?//", re.IGNORECASE)
    in_css = re.compile(r"(?:url\(|@import)\s*[\"']?\s*((?:[a-z]+:)?//[^\"')]*)", re.IGNORECASE)
    found = []
    for path, page in site.pages.items():
        for name, attribute in LOADED.items():
            found += [
                (path.name, tag[attribute])
                for tag in page.find_all(name, {attribute: True})
                if foreign.match(tag[attribute])
            ]
        found += [(path.name, url) for url in in_css.findall(str(page))]
    for path in site.folder.rglob("*.css"):
        found += [(path.name, url) for url in in_css.findall(path.read_text("utf-8"))]
    assert not found


def test_every_image_has_a_text_in_its_place(site):
    images = [
        (path.name, image) for path, page in site.pages.items() for image in article(page).find_all("img")
    ]
    assert len(images) > 10
    for name, image in images:
        text = image.get("alt", "").strip()
        assert len(text) > 20 and " " in text, (name, image)


def test_links_within_the_site_lead_somewhere(site):
    names = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in site.pages.items()}
    followed = 0
    for path, page in site.pages.items():
        for link in [tag.get("href") or tag.get("src") for tag in page.select("[href], [src]")]:
            url = urlsplit(link)
            if url.scheme or url.netloc:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            assert target.is_file(), (path.name, link)
            if url.fragment:
                assert unquote(url.fragment) in names[target], (path.name, link)
            followed += 1
    assert followed > 100


def test_search_finds_a_word_of_a_lesson(site):
    written = (site.folder / "searchindex.js").read_text("utf-8")
    index = json.loads(written.removeprefix("Search.setIndex(").removesuffix(")"))
    found = index["terms"]["kaplan"]  # of Kaplan and Meier
    found = [found] if isinstance(found, int) else found
    lesson = "course/lessons/01_project_setup/1_from_question_to_label"
    assert lesson in [index["docnames"][number] for number in found]


def test_formulas_are_mathml(site):
    shown = 0
    for path in LESSONS + ASSIGNMENTS:
        written = "".join(cell.source for cell in cells(path) if cell.cell_type == "markdown")
        page = article(site.page(path))
        formulas = page.select(".math-wrapper math[display=block]")
        assert len(formulas) == written.count("$$") / 2
        shown += len(formulas)
        prose = [text for text in page.find_all(string=True) if not text.find_parent(["math", "pre", "code"])]
        assert not re.search(r"\$\$|\\[a-z(\[]", "".join(prose))
    assert shown > 3
    assert not any("mathjax" in str(page).lower() for page in site.pages.values())


def test_wide_things_scroll_in_a_box_of_their_own(site):
    for path, page in site.pages.items():
        for tag in article(page).find_all("table"):
            assert tag.find_parent(class_=["table-wrapper", "text_html"]), (path.name, str(tag)[:200])


def test_each_page_has_a_language_a_title_a_description_and_an_icon(site):
    titles, descriptions = set(), set()
    for path, page in site.pages.items():
        assert page.html["lang"] == "en"
        assert (path.parent / page.find("link", rel="icon")["href"]).is_file()
        titles.add(page.title.get_text())
        if path.name != "search.html":
            descriptions.add(page.find("meta", {"name": "description"})["content"])
    assert len(titles) == len(site.pages)
    assert len(descriptions) == len(site.pages) - 1
    assert min(map(len, descriptions)) > 40
