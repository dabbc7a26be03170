"""The pictures of a run: asked for politely, some ahead, kept while they may be needed again."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable

from poplar_nn_plugin.errors import ServiceError
from poplar_nn_plugin.imagery.address import host_of
from poplar_nn_plugin.imagery.canvas import Piece
from poplar_nn_plugin.imagery.notices import Notices
from poplar_nn_plugin.imagery.picture import Picture, decoded, words_of
from poplar_nn_plugin.imagery.polite import Polite
from poplar_nn_plugin.imagery.transport import Answer

__all__ = ["Pictures", "RefusedError", "SmallerError", "speaks_of_size"]

_NOTHING_THERE = (204, 404, 410)
_OF_SIZE = ("size", "width", "height", "large", "pixels", "limit", "taille", "dimension")
_AGAIN = 2  # tries more where a service says in words, with status 200, that it failed


class RefusedError(ServiceError):
    """A service says in words why it sends no picture."""


class SmallerError(ServiceError):
    """A service sends a picture of another size than it was asked for."""


class Pictures:
    """What services send for pieces of a canvas.

    Parameters
    ----------
    polite : Polite
    notices : Notices
        Is told what is strange.
    optional : bool
        Whether a picture that is missing stands for a place without an image.
    room : int
        Most bytes of answers that are kept, encoded as they came, besides those waited for.
    """

    def __init__(self, polite: Polite, notices: Notices, *, optional: bool, room: int):
        self._polite, self._notices = polite, notices
        self._optional, self._room = optional, room
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._refused: Counter = Counter()  # how often each was

    def expect(self, pieces: Iterable[Piece]) -> None:
        """Ask for pieces that will be needed."""
        for piece in pieces:
            if piece.url not in self._kept:
                self._polite.ask(piece.url)

    def of(self, pieces: list[Piece]) -> Iterable[tuple[Piece, Picture | None]]:
        """Yield pieces with their pictures, None where there is none.

        Raises
        ------
        RefusedError, SmallerError
        ServiceError
            If the service does not answer, or not with pictures.
        """
        self.expect(pieces)
        wanted = {piece.url for piece in pieces}
        while wanted - self._kept.keys():
            url, answer = self._polite.take()
            body = self._body(url, answer)
            said = "" if body is None else _said_instead(body)
            if said:
                self._refused[url] += 1
                if self._refused[url] > _AGAIN or speaks_of_size(said):
                    raise RefusedError(
                        f"{host_of(url)} sends no picture and says: {said}", host=host_of(url)
                    )
                self._polite.again(url, answer)
            else:
                self._keep(url, body or b"", wanted)
        for piece in pieces:
            self._kept.move_to_end(piece.url)
            yield piece, self._picture(piece)

    def forget(self) -> None:
        """Break off what is under way."""
        self._polite.stop()

    def _body(self, url: str, answer: Answer) -> bytes | None:
        """Return what came, None where there is nothing at that place."""
        if answer.status == 200:
            return answer.body or None
        if self._optional and answer.status in _NOTHING_THERE:
            return None
        said = words_of(answer.body)
        if answer.status in (401, 403, 407):
            raise ServiceError(
                f"{host_of(url)} wants to know who asks (status {answer.status}"
                f"{f': {said}' if said else ''}): choose a configuration of QGIS's authentication "
                "(AUTHENTICATION) that it accepts, or correct the one of the layer.",
                host=host_of(url),
                status=answer.status,
            )
        raise RefusedError(
            f"{host_of(url)} refuses a picture (status {answer.status}"
            f"{f': {said}' if said else ''}).",
            host=host_of(url),
            status=answer.status,
        )

    def _keep(self, url: str, body: bytes, wanted: set[str]) -> None:
        self._size -= len(self._kept.get(url, b""))
        self._kept[url] = body
        self._size += len(body)
        for old in [key for key in self._kept if key not in wanted]:
            if self._size <= self._room:
                break
            self._size -= len(self._kept.pop(old))

    def _picture(self, piece: Piece) -> Picture | None:
        body = self._kept[piece.url]
        if not body:
            self._notices.missing(piece.url)
            return None
        found = decoded(body)
        if found is None:
            raise ServiceError(
                f"{host_of(piece.url)} sends {len(body)} bytes that are no picture of 8 bits a "
                "band: choose another format, such as image/png.",
                host=host_of(piece.url),
            )
        width, height = piece.window.width, piece.window.height
        if found.size != (width, height):
            raise SmallerError(
                f"{host_of(piece.url)} sends a picture of {found.size[0]} x {found.size[1]} pixels "
                f"where {width} x {height} were asked for.",
                size=list(found.size),
                asked=[width, height],
            )
        self._notices.picture(piece.url, body, found)
        return found


def speaks_of_size(said: str) -> bool:
    """Return whether a service may have refused a picture for its size."""
    return any(word in said.lower() for word in _OF_SIZE)


def _said_instead(body: bytes) -> str:
    """Return the words of an answer that is text and no picture."""
    if body[:1] not in b"<{" and body[:3] != b"\xef\xbb\xbf" and not body[:64].strip().isascii():
        return ""
    return words_of(body) if decoded(body) is None else ""
