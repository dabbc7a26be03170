"""QGIS's settings of proxy and certificates, as environment variables that pip and uv read."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsSettings

__all__ = ["network_variables"]

_SCHEMES = {"HttpProxy": "http", "HttpCachingProxy": "http", "Socks5Proxy": "socks5"}
_OWN = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


def network_variables(folder: Path) -> dict[str, str]:
    """Return the variables that hand QGIS's connection on.

    Passwords go through the environment and not through a command line, which others can read.
    What is set for pip itself is not replaced.

    Parameters
    ----------
    folder : Path
        Where a file of certificates may be written, if QGIS knows some of its own.
    """
    return {**_proxy(QgsSettings()), **_certificates(folder)}


def _proxy(settings: QgsSettings) -> dict[str, str]:
    settings.beginGroup("proxy")
    host = settings.value("proxyHost", "", str)
    scheme = _SCHEMES.get(settings.value("proxyType", "", str))
    if not settings.value("proxyEnabled", False, bool) or not host or scheme is None:
        return {}  # the system's own is found by pip itself
    port = settings.value("proxyPort", "", str)
    user, password = _login(settings)
    who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    address = f"{scheme}://{who + '@' if who else ''}{host}{':' + port if port else ''}"
    excluded = settings.value("noProxyUrls", [], list) or []
    found = {name: address for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")}
    found |= {name.lower(): value for name, value in found.items()}
    if excluded:
        found["NO_PROXY"] = ",".join(str(one).split("://")[-1].strip("/") for one in excluded)
    return found


def _login(settings: QgsSettings) -> tuple[str, str]:
    """Return user and password of the proxy, from QGIS's safe for them where they are there."""
    safe = settings.value("authcfg", "", str)
    config = QgsAuthMethodConfig()
    manager = QgsApplication.authManager()
    if safe and not manager.isDisabled():
        manager.loadAuthenticationConfig(safe, config, True)
        if config.config("username"):
            return config.config("username"), config.config("password")
    return settings.value("proxyUser", "", str), settings.value("proxyPassword", "", str)


def _certificates(folder: Path) -> dict[str, str]:
    """Return the variables that name the authorities that QGIS trusts, where the user added any."""
    if any(os.environ.get(name) for name in _OWN):
        return {}
    manager = QgsApplication.authManager()
    if manager.isDisabled() or not (manager.databaseCAs() or manager.extraFileCAs()):
        return {}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "authorities.pem"
    path.write_bytes(bytes(manager.trustedCaCertsPemText()))
    return dict.fromkeys(_OWN, str(path))
