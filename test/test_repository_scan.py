"""The scan of the archive finds what the plugin repository would find, and says where."""

import zipfile

import pytest
import repository_scan

SECRET = "AKIA" + "QWERTYUIOPASDFGH"  # put together: this file is looked at, too


@pytest.fixture
def unpacked(tmp_path):
    """Return a folder with one fault for each program."""
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    (plugin / "harmless.py").write_text('"""Nothing."""\n')
    (plugin / "checked.py").write_text('"""One."""\n\n\nassert __doc__\n')
    (plugin / "unread.py").write_text("def broken(:\n")
    (plugin / "login.txt").write_text(f"key = '{SECRET}'\n")
    (plugin / "metadata.txt").write_text(f"commit='{SECRET}'\n")
    return tmp_path


def places(found):
    return [(one.code, one.file, one.line) for one in found]


def test_bandit_finds_by_the_rules_of_the_repository_and_names_what_it_cannot_read(unpacked):
    found = repository_scan.security(unpacked)

    assert places(found) == [("B101", "plugin/checked.py", 4), ("unread", "plugin/unread.py", 0)]


def test_secrets_are_found_in_all_files_but_the_metadata(unpacked):
    found = repository_scan.secrets(unpacked)

    assert places(found) == [("AWS Access Key", "plugin/login.txt", 1)]


def test_style_is_told_and_blocks_nothing(tmp_path, capsys):
    archive = tmp_path / "plugin.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("plugin/__init__.py", "import os\n")

    assert repository_scan.scan(archive) == []
    told = capsys.readouterr().out
    assert "plugin.zip: 0 findings that block a version" in told
    assert "flake8, which blocks none: F401 1 times" in told


def test_a_program_that_cannot_work_is_an_error_and_no_clean_bill(tmp_path, monkeypatch):
    monkeypatch.setattr(repository_scan, "rules", lambda: ["no rule"])

    with pytest.raises(RuntimeError, match="bandit ended with status 2"):
        repository_scan.security(tmp_path)


def test_each_rule_stands_once():
    rules = repository_scan.rules()

    assert len(rules) == len(set(rules)) == 74
    assert all(rule[0] == "B" and rule[1:].isdigit() for rule in rules)
