"""Requests by QGIS: with its proxy, its certificates and what it keeps to sign in with."""

from __future__ import annotations

from base64 import b64encode

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QEventLoop, QTimer, QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from poplar_nn_plugin.errors import ServiceError
from poplar_nn_plugin.imagery.address import Address
from poplar_nn_plugin.imagery.transport import Answer

__all__ = ["QgisTransport"]

_KINDS = QNetworkRequest.Attribute


class QgisTransport:
    """Sends requests from the thread that it is used in, several at a time.

    Parameters
    ----------
    address : Address
        Its authentication, user and referer go with each request.
    """

    def __init__(self, address: Address):
        self._address = address
        self._replies: dict[str, QNetworkReply] = {}
        self._loop: QEventLoop | None = None

    def start(self, url: str) -> None:
        """Send a request.

        Raises
        ------
        ServiceError
            If the authentication that is asked for is not to be had.
        """
        request = QNetworkRequest(QUrl(url))
        policy = QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy
        request.setAttribute(_KINDS.RedirectPolicyAttribute, policy)
        if self._address.referer:
            request.setRawHeader(b"Referer", self._address.referer.encode())
        if self._address.user:
            pair = f"{self._address.user}:{self._address.password}"
            request.setRawHeader(b"Authorization", b"Basic " + b64encode(pair.encode()))
        config = self._address.authentication
        manager = QgsApplication.authManager()
        if config and not self._signed(manager, request, config):
            raise ServiceError(
                f"QGIS cannot use its authentication configuration {config}: it does not exist, or "
                "the master password was not given. Choose another one, or open QGIS's settings, "
                "Authentication."
            )
        reply = QgsNetworkAccessManager.instance().get(request)
        if config:
            manager.updateNetworkReply(reply, config)
        reply.finished.connect(self._wake)
        self._replies[url] = reply

    def answered(self, seconds: float) -> list[tuple[str, Answer]]:
        """Return addresses and what came of them, after `seconds` at most."""
        if not any(reply.isFinished() for reply in self._replies.values()):
            self._wait(seconds)
        done = [url for url, reply in self._replies.items() if reply.isFinished()]
        return [(url, _answer(self._replies.pop(url))) for url in done]

    def stop(self) -> None:
        """Break off all that is under way."""
        replies, self._replies = self._replies, {}
        for reply in replies.values():
            reply.finished.disconnect(self._wake)
            reply.abort()
            reply.deleteLater()

    def _signed(self, manager, request: QNetworkRequest, config: str) -> bool:
        """Return whether QGIS has put into a request what it keeps for a configuration."""
        if config not in manager.configIds():
            return False
        found = manager.updateNetworkRequest(request, config)
        return found[0] if isinstance(found, tuple) else bool(found)

    def _wait(self, seconds: float) -> None:
        """Let Qt work until something has come; clicks wait, where this is the window's thread."""
        self._loop = QEventLoop()
        QTimer.singleShot(max(int(1000 * seconds), 1), self._loop.quit)
        self._loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self._loop = None

    def _wake(self) -> None:
        if self._loop is not None:
            self._loop.quit()


def _answer(reply: QNetworkReply) -> Answer:
    errors = QNetworkReply.NetworkError
    of_files = {errors.NoError: 200, errors.ContentNotFoundError: 404}  # which have no HTTP
    status = reply.attribute(_KINDS.HttpStatusCodeAttribute)
    found = Answer(
        int(status or of_files.get(reply.error(), 0)),
        bytes(reply.readAll()),
        bytes(reply.rawHeader(b"Retry-After")).decode("latin-1"),
        reply.errorString() if reply.error() != errors.NoError else "",
    )
    reply.deleteLater()
    return found
