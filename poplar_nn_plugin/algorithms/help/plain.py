"""The help of an algorithm as plain text, for the command line, which prints it as it is."""

from __future__ import annotations

import textwrap
from html.parser import HTMLParser

__all__ = ["plain"]

_WIDTH = 80


def plain(html: str) -> str:
    """Return short HTML as paragraphs and list items, in lines of at most 80 characters."""
    parser = _Paragraphs()
    parser.feed(html)
    parser.close()
    parser.end()
    return "\n\n".join(parser.found)


class _Paragraphs(HTMLParser):
    """Collects the text between the tags that begin or end a paragraph."""

    _BLOCKS = ("p", "ul", "ol", "li", "br", "div")

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self._text = self._indent = ""

    def handle_starttag(self, tag, attributes):
        if tag in self._BLOCKS:
            self.end()
        if tag == "li":
            self._indent = "- "

    def handle_endtag(self, tag):
        if tag in self._BLOCKS:
            self.end()

    def handle_data(self, data):
        self._text += data

    def end(self):
        """End the paragraph, if there is one."""
        words, self._text = " ".join(self._text.split()), ""
        if words:
            rest = " " * len(self._indent)
            lines = textwrap.wrap(
                words, _WIDTH, initial_indent=self._indent, subsequent_indent=rest
            )
            self.found.append("\n".join(lines))
            self._indent = ""
