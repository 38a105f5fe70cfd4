"""Rich text that is safe to show, and its plain text."""

import html
import re

import nh3

TAGS = {
    "p", "br", "ul", "ol", "li", "strong", "em", "h3", "h4", "a", "blockquote", "code",
    "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
_SPACE = re.compile(r"[ \t\u00a0]+")
_BLOCK_END = re.compile(r"(?i)<(?:br\s*/?|/(?:p|li|h3|h4|tr|blockquote|dt|dd))>")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean_html(source: str) -> str:
    """Only harmless tags and links stay; headings are brought to the levels an article may use."""
    levelled = re.sub(r"(?i)<(/?)h[12](\s[^>]*)?>", r"<\1h3>", clean_text(source))
    # A tag taken out of a table leaves words where HTML has no place for them; reading the
    # result moves those out, and after that second time it stays as it is.
    return _harmless(_harmless(levelled))


def _harmless(source: str) -> str:
    return nh3.clean(
        source,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
    ).strip()


def plain_text(source: str) -> str:
    """The words of a piece of HTML, one line a block."""
    lines = html.unescape(nh3.clean(_BLOCK_END.sub("\n", source), tags=set())).splitlines()
    return "\n".join(line for line in (_SPACE.sub(" ", line).strip() for line in lines) if line)


def clean_text(source: str) -> str:
    """The same words without characters that no database or page can hold.

    Control characters and lone surrogates go; line ends become one kind; emoji, accents and
    right-to-left text stay as they are.
    """
    return _UNSEEN.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
