"""Writes set pages as the script sites show them: columns of plain text, and the page around it.

The text is what one gets by copying such a page; the footer under it names title, writers and
genres. Layout only: every word on it is the film's or ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from typeset import ACTION_WIDTH, Line, Page

from scenescore.core.types import Screenplay

_GAP = "\u00a0\u00a0 "


def to_text(screenplay: Screenplay, pages: Sequence[Page], *, margin: int) -> str:
    """Return the plain text, with `margin` blank columns to the left for scene numbers."""
    lines = [*_script(screenplay, pages, margin), "", "", screenplay.title]
    lines += [f"Writers : {_GAP}{_GAP.join(screenplay.authors)}"]
    lines += [f"Genres : {_GAP}{_GAP.join(screenplay.genres)}", "User Comments", ""]
    return "\n".join(lines) + "\n"


def to_html(screenplay: Screenplay, pages: Sequence[Page], *, margin: int) -> str:
    """Return the web page: the script in `td.scrtext`, lines in capitals bold, footer below."""
    script = "".join(_bold(line) for line in _script(screenplay, pages, margin))
    title = escape(screenplay.title)
    writers = "&nbsp;&nbsp;".join(_link("/writer.php?w=", name) for name in screenplay.authors)
    genres = "&nbsp;&nbsp;".join(_link("/genre/", name) for name in screenplay.genres)
    return f"""<!DOCTYPE html>
<html>
<head>
<title>{title} Script</title>
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">
</head>
<body>
<table width="100%"><tr><td class="scrtext">

<pre>
{script}</pre>

<br>
<table class="script-details" align="center">
<tr>
<td><h1>{title}</h1><br><br>
<b>Writers</b> : &nbsp;&nbsp;{writers}<br>
<b>Genres</b> : &nbsp;&nbsp;{genres}<br><br>
<a href="#comments">User Comments</a>
</td>
</tr>
</table>
</td></tr></table>
</body>
</html>
"""


def _script(screenplay: Screenplay, pages: Sequence[Page], margin: int) -> Iterator[str]:
    credit = dict(screenplay.title_page).get("Credit", "")
    for text in (screenplay.title.upper(), credit, *screenplay.authors):
        yield text.center(margin + ACTION_WIDTH).rstrip()
        yield ""
    for page in pages:
        yield ""
        if page.number > 1:
            yield f"{page.number}.".rjust(margin + ACTION_WIDTH)
            yield ""
        for line in page.lines:
            yield _row(line, margin)


def _row(line: Line, margin: int) -> str:
    row = line.mark if margin else ""
    for column, text in line.spans:
        row = row.ljust(margin + column) + text
    if line.mark and margin:
        row = row.ljust(margin + ACTION_WIDTH) + line.mark
    return row


def _bold(line: str) -> str:
    shouts = line.upper() == line and any(map(str.isalpha, line))
    text = escape(line, quote=False)
    return f"<b>{text}\n</b>" if shouts else f"{text}\n"


def _link(to: str, name: str) -> str:
    return f'<a href="{to}{escape(name)}" title="{escape(name)} Scripts">{escape(name)}</a>'
