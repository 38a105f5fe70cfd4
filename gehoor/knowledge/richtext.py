"""What people type or import as an answer: HTML, or plain text that becomes it."""

import html
import re

MOST = 200_000  # characters of an answer; the longest real one has 6,000

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_BULLET = re.compile(r"^\s*[-*•]\s+")


def as_html(text: str) -> str:
    """Text with tags stays; of other text, blank lines part the paragraphs and dashes the items."""
    if _TAG.search(text):
        return text
    blocks = _BLANK_LINES.split(text.replace("\r\n", "\n").strip())
    return _join_lists("\n".join(_block(block) for block in blocks if block.strip()))


def _block(block: str) -> str:
    lines = block.strip().split("\n")
    if all(_BULLET.match(line) for line in lines):
        items = (f"<li>{html.escape(_BULLET.sub('', line))}</li>" for line in lines)
        return f"<ul>{''.join(items)}</ul>"
    return f"<p>{'<br>'.join(html.escape(line.strip()) for line in lines)}</p>"


def _join_lists(source: str) -> str:
    """Items with blank lines between them are one list."""
    return source.replace("</ul>\n<ul>", "")
