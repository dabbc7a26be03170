"""A report as Qt's rich text can show it: without style sheets, with plain tables and figures.

`QTextBrowser` knows a part of HTML 4 and of CSS: no classes that lie inside others, no boxes
beside each other, no bars. What it would show as a heap of words becomes a table or a line here.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

__all__ = ["STYLE", "simplified"]

STYLE = """
body { color: #22302a; }
h1 { font-size: x-large; } h2 { font-size: large; color: #1f6f54; }
th { color: #5f6e67; } .quiet { color: #5f6e67; } .small { color: #5f6e67; font-size: small; }
"""
"""For `QTextDocument.setDefaultStyleSheet`."""

_HIDDEN = {"style", "script", "head", "title"}
_TABLE = (
    '<table border="1" cellspacing="0" cellpadding="5" width="100%" '
    'style="border-color: #dfe6e2; border-style: solid; border-collapse: collapse">'
)
_BLOCKS = {"h1", "h2", "h3", "p", "ul", "ol", "li", "tr", "pre", "thead", "tbody", "tfoot"}
_WORDS = {"b", "i", "em", "strong", "code", "sub", "sup"}
_QUIET = {"range", "note", "made", "brand", "hash"}


def simplified(page: str) -> str:
    """Return the body of a report in the HTML that a text browser shows well."""
    parser = _Simplifier()
    parser.feed(page)
    parser.close()
    return "".join(parser.parts + [end for _, end in reversed(parser.open)])


class _Simplifier(HTMLParser):
    """Copies what rich text knows, and puts something plainer for what it does not."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self.open: list[tuple[str, str]] = []  # tags, and what closes each

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        if tag in _HIDDEN:
            self._hidden += 1
        if tag == "br" or tag == "img":
            self._put("<br/>" if tag == "br" else _picture(given))
        elif tag not in ("meta", "link", "hr", "input"):
            start, end = _pair(tag, classes, given)
            told = tag == "span" and not classes and ("div", "</td>") in self.open
            self._put(f"<br/>{start}" if told else start)  # what the number above it means
            self.open.append((tag, end))

    def handle_endtag(self, tag):
        if not any(tag == name for name, _ in self.open):
            return
        name = ""
        while name != tag:
            name, end = self.open.pop()
            self._put(end)
            if name in _HIDDEN:
                self._hidden -= 1

    def handle_data(self, data):
        self._put(escape(data))

    def _put(self, text: str) -> None:
        if not self._hidden:
            self.parts.append(text)


def _pair(tag: str, classes: set[str], given: dict) -> tuple[str, str]:
    """Return what a tag becomes, and what ends it."""
    if tag == "table":
        return _TABLE, "</table>"
    if tag in ("td", "th"):
        known = [key for key in ("colspan", "rowspan") if given.get(key)]
        spans = "".join(f' {key}="{escape(given[key])}"' for key in known)
        whole = ' style="white-space: nowrap"' if "rated" in classes else ""
        return f"<{tag}{spans}{whole}>", f"</{tag}>"
    if "swatch" in classes:
        colour = (given.get("style") or "").partition("background:")[2].strip(" ;")
        return f'<span style="color: {escape(colour)}">■</span> ', ""
    if "bar" in classes:
        return "", ""
    if "figures" in classes:
        return '<table cellspacing="0" cellpadding="8" width="100%"><tr>', "</tr></table>"
    if "figure" in classes:
        return "<td>", "</td>"
    if tag in _BLOCKS:
        quiet = ' class="quiet"' if classes & _QUIET else ""
        return f"<{tag}{quiet}>", f"</{tag}>"
    if tag in _WORDS:
        return f"<{tag}>", f"</{tag}>"
    if tag == "a":
        return f'<a href="{escape(given.get("href") or "")}">', "</a>"
    if tag == "div":
        return "<div>", "</div>"
    if "range" in classes:
        return '<br/><span class="small">', "</span>"
    if tag == "small":
        return "<br/><small>", "</small>"
    return ('<span class="quiet">', "</span>") if classes & _QUIET else ("<span>", "</span>")


def _picture(given: dict) -> str:
    source, told = escape(given.get("src") or ""), escape(given.get("alt") or "")
    return f'<img src="{source}" alt="{told}"/>'
