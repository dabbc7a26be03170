"""XML of services, read by GDAL's small parser, which resolves nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from osgeo import gdal

from poplar_nn_plugin.engine.handles import attempt

__all__ = ["Node", "parsed"]

_ELEMENT, _TEXT, _ATTRIBUTE = 0, 1, 2  # what GDAL calls CXT_Element, CXT_Text, CXT_Attribute
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.-]+)["']""")


@dataclass(frozen=True)
class Node:
    """An element, names without their namespace.

    Parameters
    ----------
    name : str
    attributes : dict of str to str
    text : str
    children : tuple of Node
    """

    name: str
    attributes: dict[str, str]
    text: str
    children: tuple[Node, ...]

    def all(self, *path: str) -> list[Node]:
        """Return the elements under a path of names."""
        found = [self]
        for name in path:
            found = [child for node in found for child in node.children if child.name == name]
        return found

    def one(self, *path: str) -> Node | None:
        """Return the first element under a path, None without any."""
        return next(iter(self.all(*path)), None)

    def said(self, *path: str) -> str:
        """Return the text of the first element under a path, empty without any."""
        found = self.one(*path)
        return "" if found is None else found.text

    def walk(self) -> Iterator[Node]:
        """Yield the element and all within it."""
        yield self
        for child in self.children:
            yield from child.walk()


def parsed(body: bytes) -> Node | None:
    """Return the root of a document, None where it is none."""
    told = _ENCODING.search(body[:200])
    try:
        text = body.decode(told[1].decode() if told else "utf-8", errors="replace")
    except LookupError:  # an encoding that nobody knows
        text = body.decode("utf-8", errors="replace")
    found, _ = attempt(gdal.ParseXMLString, text.lstrip("\ufeff \t\r\n"))
    if not found:
        return None
    tops = [found] if found[1] else found[2:]  # several where a declaration stands before it
    elements = [one for one in tops if one[0] == _ELEMENT and not one[1].startswith("?")]
    return _node(elements[0]) if elements else None


def _node(raw: list) -> Node:
    attributes, text, children = {}, "", []
    for part in raw[2:]:
        if part[0] == _ATTRIBUTE:
            attributes[_bare(part[1])] = part[2][1] if len(part) > 2 else ""
        elif part[0] == _TEXT:
            text += part[1]
        elif part[0] == _ELEMENT:
            children.append(_node(part))
    return Node(_bare(raw[1]), attributes, text.strip(), tuple(children))


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
