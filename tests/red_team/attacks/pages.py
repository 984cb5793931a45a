"""Attacks on the people who open feedback and Formgrader's pages."""

from red_team.attack import Attack, hostile, tampering
from red_team.attacks.tampering import cell

HTML = "<script>alert(1)</script><img src=x onerror=alert(1)><iframe srcdoc='<script>1</script>'></iframe>"


def displays(name: str, attempts: str, text: str) -> Attack:
    """Return an attack whose first answer displays something."""
    return hostile(name, attempts, "script", f"from IPython.display import *\n{text}")


def written(name: str, attempts: str, text: str) -> Attack:
    """Return an attack by the text of the manual answer."""
    return Attack(name, attempts, "script", {"why": text})


def attachment(folder, notebook: dict) -> dict:
    """Attach a picture whose name and content leave their attribute."""
    why = cell(notebook, "why")
    why["source"] = "![x](attachment:a.svg) ![y](attachment:b.png)"
    why["attachments"] = {
        "a.svg": {"image/svg+xml": "<svg onload='alert(1)'></svg>"},
        "b.png": {"image/png": '" onerror="alert(1)'},
    }
    return notebook


def raw_cell(folder, notebook: dict) -> dict:
    """Add raw cells that are HTML."""
    metadata = {"raw_mimetype": "text/html", "format": "text/html"}
    notebook["cells"].append({"cell_type": "raw", "id": "raw", "metadata": metadata, "source": HTML})
    return notebook


def markup_in_names(folder, notebook: dict) -> dict:
    """Use markup as the names of cells, attachments and metadata."""
    notebook["metadata"]["title"] = notebook["metadata"]["authors"] = HTML
    notebook["metadata"]["language_info"] = {"name": HTML, "pygments_lexer": HTML, "version": HTML}
    notebook["cells"][-1]["id"] = HTML
    notebook["cells"][1]["metadata"]["tags"] = [HTML]
    return notebook


ATTACKS = [
    displays("html_output", "Displays HTML with scripts and event handlers.", f'display(HTML("""{HTML}"""))'),
    displays("javascript_output", "Displays JavaScript.", "display(Javascript('alert(1)'))"),
    displays("svg_output", "Displays an SVG picture that runs a script.",
             "display(SVG(data='<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"></svg>'))"),
    displays("markdown_output", "Displays Markdown with HTML in it.", f'display(Markdown("""{HTML}"""))'),
    displays("latex_output", "Displays LaTeX that closes its own tag.", f'display(Latex("""$$</script>{HTML}$$"""))'),
    displays("forged_picture", "Displays a picture whose data leave their attribute.",
             "publish_display_data({'image/png': '\" onerror=\"alert(1)', 'image/jpeg': '\"><script>alert(1)</script>'})"),
    displays("widget_output", "Displays widget state with a script in it.",
             "publish_display_data({'application/vnd.jupyter.widget-view+json': {'model_id': '</script><script>alert(1)'},"
             " 'text/vnd.mermaid': '<script>alert(1)</script>'})"),
    displays("table_output", "Displays a pandas table that carries a script.",
             f'display(HTML("""<table class="dataframe"><tbody><tr><td>{HTML}</td></tr></tbody></table>"""))'),
    displays("ansi_output", "Prints terminal codes and markup that become tags.",
             f'print("""\\x1b[31m{HTML}\\x1b[0m\\x1b]8;;javascript:alert(1)\\x07x""")'),
    displays("error_output", "Raises an error whose text is markup.", f'raise type("""{HTML}""", (Exception,), {{}})("""{HTML}""")'),
    written("markdown_script", "Writes HTML into the manual answer.", HTML),
    written("markdown_links", "Writes links that run scripts into the manual answer.",
            "[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html,<script>1</script>)\n\n"
            "<a href='java\tscript:alert(1)'>d</a> <form action='javascript:alert(1)'><button>e</button></form>"),
    written("markdown_nesting", "Hides tags in one another, in comments and in mathematics.",
            "<scr<script>ipt>alert(1)</script> <!--><script>alert(1)</script>--> $<script>alert(1)</script>$\n\n"
            "$$<img src=x onerror=alert(1)>$$ \\\\(<svg onload=alert(1)>\\\\) <math><mtext></p><style><img src onerror=alert(1)>"),
    written("markdown_refresh", "Sends the page elsewhere.",
            "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><base href='//x.invalid'>"
            "<object data='data:text/html,x'></object><embed src='javascript:alert(1)'>"),
    written("bound_classes", "Writes HTML with the classes and data of Formgrader's own buttons.",
            "<div class='full-credit'>x</div> <span class='mark-graded' data-toggle='modal'>y</span>\n\n"
            "<table class='tabbable'><tr><td class='no-credit' onclick='alert(1)'>z</td></tr></table>"),
    written("picture_attributes", "Leaves the attributes of pictures by formulas and quotes in them.",
            "<img alt='$<script>alert(1)</script>$' src='x' onerror='alert(1)'> ![$\"onerror=\"alert(1)$](x)\n\n"
            "<img title=\"$a\" src=\"data:image/svg+xml,<svg onload=alert(1)>\" b=\"$\">"),
    Attack("deep_html", "Writes thousands of elements in one another.", "delay",
           {"why": "\n\n".join("<div title='x'>" * 200 for _ in range(45))}),
    tampering("attachment", "Attaches pictures that are scripts.", "script", attachment),
    tampering("raw_cell", "Adds raw cells that are HTML.", "script", raw_cell),
    tampering("markup_in_names", "Uses markup as names and metadata.", "script", markup_in_names),
]  # fmt: skip
