"""One version stands everywhere, and a release writes it."""

import re
from datetime import date

import pytest
import release
import yaml

import build

ROOT = build.ROOT
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.fixture
def texts():
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in release.FILES}


def heading(changelog):
    """Return version and state of the newest section."""
    return re.search(r"(?m)^## (\S+) \((.+)\)$", changelog).groups()


def test_the_changelog_and_the_citation_state_the_version_of_the_metadata(texts):
    citation = yaml.safe_load(texts["CITATION.cff"])
    stated, state = heading(texts["CHANGELOG.md"])

    assert stated == citation["version"] == build.version()
    released = citation.get("date-released", "unreleased")
    assert str(released) == state


def test_no_page_names_another_version():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        (page.name, found)
        for page in pages
        for found in re.findall(
            r"(?:Poplar NN|poplar_nn_plugin-)\s?(\d+\.\d+\.\d+)", page.read_text(encoding="utf-8")
        )
    }

    assert {found for _, found in named} <= {build.version()}, named


def test_the_citation_has_what_its_format_requires(texts):
    """What `cffconvert --validate` says of it holds for these fields."""
    citation = yaml.safe_load(texts["CITATION.cff"])

    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"
    assert citation["license"] == "GPL-2.0-or-later"
    assert all(isinstance(citation[key], str) for key in ("message", "title", "abstract"))
    assert citation["title"] in texts["metadata.txt"]
    assert f"repository={citation['repository-code']}" in texts["metadata.txt"]
    assert citation["authors"]


def test_closing_dates_the_version(texts):
    now = build.version()
    texts["CHANGELOG.md"] = f"# Changelog\n\n## {now} (unreleased)\n\n- New.\n"

    new = release.closed(texts, now, "2027-02-03")

    assert heading(new["CHANGELOG.md"]) == (now, "2027-02-03")
    citation = yaml.safe_load(new["CITATION.cff"])
    assert (citation["version"], citation["date-released"]) == (now, date(2027, 2, 3))
    assert new["metadata.txt"] == texts["metadata.txt"]


def test_opening_begins_the_next_version(texts):
    texts = release.closed(
        {**texts, "CHANGELOG.md": "# Changelog\n\n## 0.9.0 (unreleased)\n\n- New.\n"}
        | {"metadata.txt": "[general]\nversion=0.9.0\nchangelog=0.9.0: New.\n"},
        "0.9.0",
        "2027-02-03",
    )

    new = release.opened(texts, "0.9.0", "0.10.0")

    assert new["CHANGELOG.md"] == (
        "# Changelog\n\n## 0.10.0 (unreleased)\n\n## 0.9.0 (2027-02-03)\n\n- New.\n"
    )
    citation = yaml.safe_load(new["CITATION.cff"])
    assert citation["version"] == "0.10.0"
    assert "date-released" not in citation
    assert "version=0.10.0\n" in new["metadata.txt"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"CHANGELOG.md": "## 0.9.0 (2027-01-01)\n"}, "released already"),
        ({"metadata.txt": "version=0.9.0\nchangelog=0.8.0: Old.\n"}, "Say in metadata.txt"),
    ],
    ids=["dated", "silent"],
)
def test_closing_refuses_what_is_not_ready(texts, change, message):
    ready = {
        "CHANGELOG.md": "## 0.9.0 (unreleased)\n",
        "metadata.txt": "version=0.9.0\nchangelog=0.9.0: New.\n",
    }

    with pytest.raises(release.ReleaseError, match=message):
        release.closed({**texts, **ready, **change}, "0.9.0", "2027-02-03")


@pytest.mark.parametrize("then", ["0.9.0", "0.8.10", "1.0", "next"])
def test_opening_refuses_what_is_no_newer_version(texts, then):
    with pytest.raises(release.ReleaseError, match="no version after"):
        release.opened({**texts, "CHANGELOG.md": "## 0.9.0 (2027-01-01)\n"}, "0.9.0", then)


@pytest.mark.parametrize(
    "form", [one for one in FORMS if one.stem != "config"], ids=lambda one: one.stem
)
def test_a_form_for_issues_can_be_filled_in(form):
    told = yaml.safe_load(form.read_text(encoding="utf-8"))

    assert {"name", "description", "body"} <= set(told)
    identities = [field["id"] for field in told["body"]]
    assert len(identities) == len(set(identities)) > 0
    assert {field["type"] for field in told["body"]} == {"textarea"}
    assert all(field["attributes"]["label"] for field in told["body"])
    assert any(field.get("validations", {}).get("required") for field in told["body"])


def test_who_reports_a_bug_is_asked_for_the_lines_that_check_installation_gives():
    form = (ROOT / ".github/ISSUE_TEMPLATE/bug.yml").read_text(encoding="utf-8")
    report = (ROOT / build.NAME / "algorithms/workflow/checkinstallation.py").read_text("utf-8")

    assert '"Check installation"' in form
    assert '"For a bug report"' in form
    assert "<h2>{_said('For a bug report')}</h2>" in report
    assert 'TITLE = "Check installation"' in report
