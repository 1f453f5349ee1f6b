"""One command makes the four files of a source, and its test fails until a person has looked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.new_source import Folders, NewSourceError, new_source
from scrapers.registry import load_sources
from tests.parsers.list_fixtures import FOLDER

GIVEN = {"platform": "boda_vsb", "region": "611023", "channel": "county_mailbox", "name": "示范信箱"}
ADDRESS = "http://www.example.gov.cn/zmhd/ldxxlb.jsp?formname2050ap=2"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders.below(tmp_path)


def test_description_page_expectation_and_test(folders):
    made = new_source("example-county", page=FOLDER / "leadermail.html", folders=folders, list_url=ADDRESS, **GIVEN)
    source = load_sources(folders.sources)["example-county"]
    assert (source.verified, source.list_url, source.region_code) == ("never", ADDRESS, "611023")
    assert made.page.read_bytes() == (FOLDER / "leadermail.html").read_bytes()
    expected = json.loads(made.expected.read_text(encoding="utf-8"))
    assert (expected["reviewed"], expected["kind"], len(expected["read"]["sightings"])) == (False, "list", 4)
    assert "wenzheng probe" in made.description.read_text(encoding="utf-8")


def test_the_generated_test_fails_until_reviewed(folders, tmp_path):
    made = new_source("example-county", page=FOLDER / "leadermail.html", folders=folders, list_url=ADDRESS, **GIVEN)
    # The generated test asks the sources of the project; here they are those of the folder.
    text = made.test.read_text(encoding="utf-8")
    made.test.write_text(
        text.replace("load_sources()", f"load_sources(Path({str(folders.sources)!r}))"), encoding="utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    command += ["-c", "/dev/null", str(made.test)]
    before = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "1 failed, 1 passed" in before.stdout
    assert "reviewed: true" in before.stdout
    expected = json.loads(made.expected.read_text(encoding="utf-8"))
    made.expected.write_text(json.dumps(expected | {"reviewed": True}, ensure_ascii=False), encoding="utf-8")
    after = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "2 passed" in after.stdout


def test_nothing_is_overwritten(folders):
    new_source("example-county", page=FOLDER / "leadermail.html", folders=folders, **GIVEN)
    with pytest.raises(NewSourceError, match="is there already"):
        new_source("example-county", page=FOLDER / "leadermail.html", folders=folders, **GIVEN)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"platform": "vsb"}, "platform"), ({"region": "6110"}, "region_code"), ({"channel": "post"}, "channel")],
)
def test_wrong_fields_are_named_and_nothing_is_written(folders, wrong, said):
    with pytest.raises(NewSourceError, match=said):
        new_source("example-county", page=FOLDER / "leadermail.html", folders=folders, **(GIVEN | wrong))
    assert not folders.sources.exists()


def test_a_missing_page_is_named(folders):
    with pytest.raises(NewSourceError, match=r"gone\.html cannot be read"):
        new_source("example-county", page=Path("gone.html"), folders=folders, **GIVEN)
