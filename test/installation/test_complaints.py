"""A complaint of pip's or uv's becomes one sentence with what to do."""

import pytest

from poplar_nn_plugin.errors import InstallationError, OutputError
from poplar_nn_plugin.installation.complaints import complaint


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        (
            "ERROR: Could not install packages: [Errno 28] No space left on device",
            "disk became full",
        ),
        ("WARNING: Retrying after ProxyError('Cannot connect to proxy.', OSError)", "The proxy"),
        ("Tunnel connection failed: 407 Proxy Authentication Required", "The proxy"),
        ("ERROR: InvalidSchema: Missing dependencies for SOCKS support.", "cannot use a SOCKS"),
        ("SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "not trusted"),
        ("error: invalid peer certificate: UnknownIssuer", "not trusted"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS", "differs from"),
        ("NewConnectionError: [Errno -2] Name or service not known", "cannot be reached"),
        ("HTTPSConnectionPool: Read timed out.", "cannot be reached"),
        ("OSError: [WinError 5] Access is denied: 'x.pyd'", "may not be written"),
        ("ERROR: No matching distribution found for keras==3.15.1", "lacks a package"),
    ],
)
def test_what_it_means_is_said_and_its_words_follow(said, meaning):
    found = complaint("Installing the packages", 1, f"Collecting keras\n{said}\nthe end")

    assert str(found).startswith("Installing the packages failed. ")
    assert meaning in str(found)
    assert said in str(found)
    assert "\n" not in str(found)
    assert isinstance(found, OutputError if "disk" in meaning else InstallationError)


def test_what_is_unknown_is_passed_on_as_it_is():
    found = complaint("Installing pip", 2, "first\nERROR: something else")

    assert str(found) == (
        "Installing pip failed (exit code 2): ERROR: something else. Try again; if that repeats "
        "itself, please report it."
    )
    assert "it said nothing" in str(complaint("Installing pip", 2, ""))


def test_no_password_is_repeated():
    found = complaint("Installing", 1, "ProxyError: http://me:secret@proxy:3128 refuses")

    assert "secret" not in str(found)
    assert "http://me@proxy:3128" in str(found)
