"""One self-contained HTML page: no scripts, nothing from elsewhere, readable in light and in dark."""

from collections.abc import Iterable, Sequence
from html import escape

STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #8882; --main: #2563eb; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td { white-space: pre-wrap; overflow-wrap: anywhere; }
svg { width: 100%; height: auto; }
svg text { fill: currentColor; font-size: 12px; }
svg polyline { fill: none; stroke: var(--main); }
svg .each { opacity: .25; }
svg .mean { stroke-width: 2.5; }
svg .grid { stroke: var(--line); }
.note { background: var(--soft); padding: .8rem 1rem; border-radius: .5rem; }
"""


def page(title: str, body: str) -> str:
    """`body` is HTML already; the title is text."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of texts and numbers, all of them escaped."""

    def cell(tag: str, value: object, column: int) -> str:
        number = ' class="number"' if column > 0 and is_number(value) else ""
        return f"<{tag}{number}>{escape(str(value))}</{tag}>"

    head = "".join(cell("th", value, 0) for value in heads)
    lines = "".join(f"<tr>{''.join(cell('td', v, i) for i, v in enumerate(row))}</tr>\n" for row in rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}</tbody>\n</table>"


def is_number(value: object) -> bool:
    return str(value).replace(".", "", 1).replace("%", "").lstrip("-+").isdigit()


def paragraph(text: str, kind: str = "") -> str:
    return f'<p class="{escape(kind)}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"
