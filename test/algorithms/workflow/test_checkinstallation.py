"""Check installation installs from a folder, says what it did, and removes it again."""

from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsSettings
from tiny_installation import tiny_profile

from poplar_nn_plugin.algorithms.installing import missing as missing_module
from poplar_nn_plugin.algorithms.installing import network as network_module
from poplar_nn_plugin.algorithms.installing.network import network_variables
from poplar_nn_plugin.errors import LabelError, MissingDependencyError
from poplar_nn_plugin.worker.environment import VARIABLE, python_of, worker_folder


@pytest.fixture
def profile(tmp_path, monkeypatch):
    """Return a fresh profile, in which empty packages stand for the real ones."""
    return tiny_profile(tmp_path, monkeypatch)


def test_it_installs_says_so_and_removes(toolbox, feedback, profile, tmp_path):
    told = feedback()
    report, wheels = tmp_path / "check.html", tmp_path / "wheels"

    toolbox.run("checkinstallation", told, INSTALL=True, WHEELS=wheels, REPORT=report)

    assert python_of(worker_folder(profile)).exists()
    said = "\n".join(told.lines)
    assert "9 packages come from" in said
    assert "Installed in" in said
    text = report.read_text(encoding="utf-8")
    assert "made by Poplar NN" in text
    assert "For a bug report" in text

    again = feedback()
    toolbox.run("checkinstallation", again, INSTALL=True, WHEELS=wheels, REPORT=report)
    assert "is installed already" in "\n".join(again.lines)

    removed = feedback()
    found = toolbox.run("checkinstallation", removed, REMOVE=True, REPORT=report)
    assert not worker_folder(profile).exists()
    assert "were removed" in "\n".join(removed.lines)
    assert found["READY"] is False
    assert "INSTALL=1" in report.read_text(encoding="utf-8")


def test_what_cannot_be_installed_is_an_error_and_no_report(toolbox, profile, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(QgsProcessingException, match=r"WHEELS: .* lacks 9 of 9 packages"):
        toolbox.run(
            "checkinstallation",
            INSTALL=True,
            WHEELS=tmp_path / "empty",
            REPORT=tmp_path / "check.html",
        )

    assert not (tmp_path / "check.html").exists()
    assert not worker_folder(profile).exists()


def test_an_older_set_of_packages_is_renewed(toolbox, feedback, profile, tmp_path):
    given = {"INSTALL": True, "WHEELS": tmp_path / "wheels", "REPORT": tmp_path / "check.html"}
    toolbox.run("checkinstallation", **given)
    (lock,) = (tmp_path / "locks").glob("*-py*.txt")
    lock.write_text(lock.read_text(encoding="utf-8") + "# newer\n", encoding="utf-8")
    told = feedback()
    toolbox.run("checkinstallation", told, REPORT=tmp_path / "check.html")
    assert "older than this version asks for" in "\n".join(told.lines)

    renewed = feedback()
    toolbox.run("checkinstallation", renewed, **given)

    assert "This replaces the packages of" in "\n".join(renewed.lines)


@pytest.fixture
def settings(qgis_app):
    """Return QGIS's settings, whose proxy is as before at the end."""
    settings = QgsSettings()
    before = {key: settings.value(f"proxy/{key}") for key in ("proxyEnabled", "proxyType")}
    yield settings
    for key in ("authcfg", "proxyHost", "proxyPort", "proxyUser", "proxyPassword", "noProxyUrls"):
        settings.remove(f"proxy/{key}")
    for key, value in before.items():
        settings.setValue(f"proxy/{key}", value)


def test_qgis_s_proxy_is_handed_on(settings, tmp_path):
    assert network_variables(tmp_path).get("HTTPS_PROXY") is None
    given = {"proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "proxy.test"}
    given |= {"proxyPort": "3128", "proxyUser": "dom\\me", "proxyPassword": "p@ss/é"}
    given |= {"noProxyUrls": ["http://intra.test/"]}
    for key, value in given.items():
        settings.setValue(f"proxy/{key}", value)

    found = network_variables(tmp_path)

    assert found["HTTPS_PROXY"] == "http://dom%5Cme:p%40ss%2F%C3%A9@proxy.test:3128"
    assert found["https_proxy"] == found["HTTP_PROXY"] == found["HTTPS_PROXY"]
    assert found["NO_PROXY"] == "intra.test"
    settings.setValue("proxy/proxyType", "Socks5Proxy")
    assert network_variables(tmp_path)["HTTPS_PROXY"].startswith("socks5://")
    settings.setValue("proxy/proxyEnabled", False)
    assert "HTTPS_PROXY" not in network_variables(tmp_path)


def test_a_login_in_qgis_s_safe_goes_before_one_in_its_settings(settings, tmp_path, monkeypatch):
    class Manager:
        def isDisabled(self):
            return False

        def loadAuthenticationConfig(self, name, config, full):
            config.setConfigMap({"username": "ann", "password": f"of {name}"} if full else {})
            return True, config

        def databaseCAs(self):
            return []

        def extraFileCAs(self):
            return []

    class Application:
        @staticmethod
        def authManager():
            return Manager()

    monkeypatch.setattr(network_module, "QgsApplication", Application)
    given = {"proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "proxy.test"}
    for key, value in {**given, "proxyUser": "me", "authcfg": "abc1234"}.items():
        settings.setValue(f"proxy/{key}", value)

    assert network_variables(tmp_path)["HTTPS_PROXY"] == "http://ann:of%20abc1234@proxy.test"


def test_authorities_that_qgis_was_given_are_handed_on(qgis_app, tmp_path, monkeypatch):
    class Manager:
        def isDisabled(self):
            return False

        def databaseCAs(self):
            return ["one"]

        def extraFileCAs(self):
            return []

        def trustedCaCertsPemText(self):
            return b"-----BEGIN CERTIFICATE-----"

    class Application:
        @staticmethod
        def authManager():
            return Manager()

    for name in ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(network_module, "QgsApplication", Application)
    found = network_variables(tmp_path / "poplarnn")

    assert Path(found["PIP_CERT"]).read_bytes().startswith(b"-----BEGIN")
    monkeypatch.setenv("PIP_CERT", "/mine.pem")
    assert "PIP_CERT" not in network_variables(tmp_path / "poplarnn")


def test_only_what_an_installation_helps_with_is_told(qgis_app, monkeypatch):
    came = []
    told = missing_module.Missing()
    told.came.connect(lambda *given: came.append(given))
    lacking = MissingDependencyError("It lacks it.", python="/worker/python", missing=["keras"])
    missing_module.tell_missing("poplarnn:trainmodel", lacking)
    missing_module.tell_of_missing(told)
    monkeypatch.delenv(VARIABLE, raising=False)

    missing_module.tell_missing("poplarnn:trainmodel", lacking)
    missing_module.tell_missing("poplarnn:trainmodel", LabelError("No labels."))
    monkeypatch.setenv(VARIABLE, "/mine/python")
    missing_module.tell_missing("poplarnn:trainmodel", lacking)
    missing_module.tell_of_missing(None)

    assert came == [("poplarnn:trainmodel", ["keras"])]
