"""One command makes the four files of a source, and its test fails until a person has looked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.new_source import Folders, NewSourceError, expect_again, new_source, what_is_read
from pipelines.parse import bundled_lookups
from scrapers.registry import load_sources
from tests.parsers.letter_fixtures import FOLDER as LETTERS
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


def test_the_address_of_the_saved_page_may_be_given(folders):
    given = GIVEN | {"page_url": "http://www.example.gov.cn/list/2.jsp", "english": "A mailbox for show"}
    made = new_source("example-county", page=FOLDER / "leadermail.html", folders=folders, list_url=ADDRESS, **given)
    expected = json.loads(made.expected.read_text(encoding="utf-8"))
    assert expected["url"] == "http://www.example.gov.cn/list/2.jsp"
    links = [row["url"] for row in expected["read"]["sightings"] if row["url"]]
    assert all(link.startswith("http://www.example.gov.cn/list/") for link in links)
    assert load_sources(folders.sources)["example-county"].names.en == "A mailbox for show"


def test_a_list_address_that_is_added_later_changes_nothing_that_was_compared(folders):
    made = new_source("example-county", page=FOLDER / "leadermail.html", folders=folders, **GIVEN)
    described = made.description.read_text(encoding="utf-8").replace("list_url: null", f"list_url: {ADDRESS}")
    made.description.write_text(described, encoding="utf-8")
    expected = json.loads(made.expected.read_text(encoding="utf-8"))
    source = load_sources(folders.sources)["example-county"]
    read = what_is_read(made.page.read_bytes(), expected["url"], source, bundled_lookups())
    assert read == {"kind": expected["kind"], "read": expected["read"]}


def test_what_is_expected_is_made_again_once_the_description_is_complete(folders):
    page = LETTERS / "form-alike.html"
    made = new_source("example-county", page=page, folders=folders, **(GIVEN | {"platform": "generic"}))
    before = json.loads(made.expected.read_text(encoding="utf-8"))
    assert (before["url"], before["read"]["external_id"]) == (None, None)
    patterns = (
        'url_patterns:\n- {place: example\\.gov\\.cn/mail/show, query: {id: "[0-9]+"}}\nid_from: {query: id}\n'
        "examples:\n- {url: 'http://www.example.gov.cn/mail/show?id=7', external_id: '7'}\n"
    )
    made.description.write_text(made.description.read_text(encoding="utf-8") + patterns, encoding="utf-8")
    made.expected.write_text(json.dumps(before | {"reviewed": True}), encoding="utf-8")
    address = "http://www.example.gov.cn/mail/show?id=31"
    again = expect_again("example-county", folders=folders, page_url=address)
    expected = json.loads(again.expected.read_text(encoding="utf-8"))
    assert (expected["reviewed"], expected["url"]) == (False, address)
    assert (expected["kind"], expected["read"]["letter_id"]) == ("letter", "example-county:31")
    expect_again("example-county", folders=folders)
    assert json.loads(again.expected.read_text(encoding="utf-8")) == expected


def test_nothing_is_made_again_where_there_is_nothing(folders):
    with pytest.raises(NewSourceError, match="make the source first"):
        expect_again("example-county", folders=folders)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"platform": "vsb"}, "platform"),
        ({"region": "6110"}, "region_code"),
        ({"region": "611099"}, "no region_code 611099; those of 6110 are .*611022 丹凤县"),
        ({"channel": "post"}, "channel"),
        ({"page_url": "www.example.gov.cn"}, "no address of a page"),
    ],
)
def test_wrong_fields_are_named_and_nothing_is_written(folders, wrong, said):
    with pytest.raises(NewSourceError, match=said):
        new_source("example-county", page=FOLDER / "leadermail.html", folders=folders, **(GIVEN | wrong))
    assert not folders.sources.exists()


def test_a_missing_page_is_named(folders):
    with pytest.raises(NewSourceError, match=r"gone\.html cannot be read"):
        new_source("example-county", page=Path("gone.html"), folders=folders, **GIVEN)
