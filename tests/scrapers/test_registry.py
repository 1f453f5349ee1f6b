"""Source files: what is wrong is said with file, line, field, found and expected; addresses find their source."""

import textwrap
from pathlib import Path

import pytest

from scrapers.registry import AmbiguousAddress, Registry, RegistryError, Route, letter_id, load_sources, registry_of

PLAIN = """\
    id: example-mayor
    names: {zh: 示例市市长信箱, en: Mayor's mailbox of Example}
    region_code: "611000"
    channel: mayor_mailbox
    platform: boda_vsb
    publishes: replied_only
    verified: never
    url_patterns:
      - place: example\\.gov\\.cn/mail/show\\.jsp
        query: {kind: letter}
    id_from: {query: id}
    examples:
      - url: http://www.example.gov.cn/mail/show.jsp?kind=letter&id=6689
        external_id: "6689"
"""


def write(folder: Path, text: str, name: str = "example-mayor.yaml") -> Path:
    (folder / name).write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(RegistryError) as caught:
        load_sources(folder)
    return [str(p).split("/", 1)[1] for p in caught.value.problems]


@pytest.fixture(scope="module")
def bundled() -> Registry:
    return load_sources()


def test_a_plain_source_loads(tmp_path: Path) -> None:
    source = load_sources(write(tmp_path, PLAIN))["example-mayor"]
    assert (source.region_code, source.verified, source.synthetic) == ("611000", "never", False)
    assert source.politeness.concurrency_per_host == 1
    assert source.external_id("https://example.gov.cn/mail/show.jsp?id=0042&kind=letter#x") == "0042"


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            'region_code: "611000"',
            "region_code: 611000",
            "line 3, field region_code: found 611000 (a number); "
            "expected six digits in quotes (GB/T 2260), for example '611000'",
        ),
        (
            'region_code: "611000"',
            'region_code: "6110"',
            "line 3, field region_code: found '6110'; expected six digits in quotes (GB/T 2260), for example '611000'",
        ),
        (
            "channel: mayor_mailbox",
            "channel: mayors_mailbox",
            "line 4, field channel: found 'mayors_mailbox'; expected one of combined, ",
        ),
        (
            "platform: boda_vsb",
            "platform: boda",
            "line 5, field platform: found 'boda'; expected one of boda_vsb, capital_window, files, generic, "
            "government_portal, jact, json_board, message_boards",
        ),
        (
            "publishes: replied_only",
            "publishes: some",
            "line 6, field publishes: found 'some'; expected one of all, replied_only, selected, unknown",
        ),
        (
            "verified: never",
            "verified: yesterday",
            "line 7, field verified: found 'yesterday'; expected never, or a date as 2026-01-31 without quotes",
        ),
        (
            "verified: never",
            "verified: never\npagnation: null",
            "line 8, field pagnation: found a field that does not exist; expected pagination, or another of id, names, "
            "region_code, channel, platform, publishes, sequential_ids, daily_numbers, verified, synthetic, list_url, "
            "request, pagination, answers, url_patterns, id_from, examples, politeness, limits, schedule, "
            "expectations, lookups, quirks, history",
        ),
        (
            "publishes: replied_only\n",
            "",
            "line 1, field publishes: found nothing; expected one of all, replied_only, selected, unknown",
        ),
        (
            "names: {zh: 示例市市长信箱, en: Mayor's mailbox of Example}",
            "names: {zh: 示例市市长信箱}",
            "line 2, field names.en: found nothing; expected the name in English, as text",
        ),
        (
            "place: example\\.gov\\.cn/mail/show\\.jsp",
            "place: example(",
            "line 9, field url_patterns.0.place: found 'example('; expected a regular expression "
            "(missing ), unterminated subpattern at position 7)",
        ),
        (
            "verified: never",
            "verified: never\npoliteness: {delay_seconds: 1}",
            "line 8, field politeness.delay_seconds: found 1 (a number); "
            "expected seconds between two requests, a whole number of at least 2",
        ),
        (
            "verified: never",
            "verified: never\npoliteness:\n  concurrency_per_host: 8",
            "line 9, field politeness.concurrency_per_host: found 8 (a number); expected 1: one request at a time",
        ),
        (
            "verified: never",
            "verified: never\nschedule: {cron: daily}",
            "line 8, field schedule.cron: found 'daily'; expected five cron fields: minute hour day month weekday",
        ),
        (
            "verified: never",
            'verified: never\nschedule: {cron: "30 24 * * *"}',
            "line 8, field schedule.cron: found '30 24 * * *'; expected five cron fields: minute hour day month"
            " weekday; hour as *, */2, 0, 0-23 or a list of these with commas, not '24'",
        ),
        (
            "verified: never",
            'verified: never\nschedule: "*/2 * * * *"',
            "line 8, field schedule: found '*/2 * * * *'; expected {cron: \"*/2 * * * *\"}",
        ),
        (
            "verified: never",
            "verified: never\nhistory:\n  - {date: 2021, what: rebuilt}",
            "line 9, field history.0.date: found 2021 (a number); "
            "expected a date in quotes: '2021', '2021-12' or '2021-12-31'",
        ),
        (
            "verified: never",
            "verified: never\nhistory:\n  - {on: rebuilt, date: '2021', what: rebuilt}",
            "line 9, field history.0: found the name True; expected names that are text; put it in quotes",
        ),
        (
            "verified: never",
            "verified: never\nlookups:\n  region_aliases:\n  - {printed: 丹凤, region_code: '611022'}",
            "line 10, field lookups.region_aliases.0.note: found nothing; "
            "expected where it was seen or why it is this place",
        ),
        (
            "verified: never",
            "verified: never\nexpectations: {min_letters: 9, max_letters: 3, why: counted}",
            "line 8, field expectations: found fields that do not fit together; "
            "expected min_letters (9) not above max_letters (3)",
        ),
        (
            "verified: never",
            "verified: never\nlist_url: www.example.gov.cn/list.jsp",
            "line 8, field list_url: found 'www.example.gov.cn/list.jsp'; "
            "expected an address that begins with http:// or https://",
        ),
        (
            "verified: never",
            "verified: never\nsynthetic: true",
            "line 1: found fields that do not fit together; "
            "expected synthetic: true and an id that begins with demo-, or neither of them",
        ),
        (
            "id_from: {query: id}\n",
            "",
            "line 1: found fields that do not fit together; "
            "expected url_patterns and id_from together or neither of them",
        ),
        (
            "id_from: {query: id}",
            "id_from: {query: id, path: id}",
            "line 11, field id_from: found fields that do not fit together; expected exactly one of query and path",
        ),
        (
            "id_from: {query: id}",
            "id_from: {path: id}",
            "line 1: found fields that do not fit together; "
            "expected a group (?P<id>...) in every place of url_patterns",
        ),
        (
            'external_id: "6689"',
            'external_id: "6690"',
            "line 13, field examples.0: found an address that leads to example-mayor:6689; "
            "expected example-mayor:6690 alone",
        ),
        (
            "id: example-mayor",
            "id: another-mayor",
            "line 1, field id: found 'another-mayor'; expected 'example-mayor', the name of the file",
        ),
        (
            "verified: never",
            "verified: never\nverified: never",
            "line 8, field verified: found the field a second time;",
        ),
        ("verified: never", "verified: [never", "line 8: found expected ',' or ']', but got ':'; expected YAML"),
        ("verified: never", "verified: 2021-02-31", "line 1: found day is out of range for month; expected YAML"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, wrong: str, right: str, message: str) -> None:
    text = textwrap.dedent(PLAIN)
    assert wrong in text
    found = problems(write(tmp_path, text.replace(wrong, right, 1)))
    assert len(found) == 1
    assert found[0].startswith(f"example-mayor.yaml, {message}")


def test_all_problems_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    text = textwrap.dedent(PLAIN)
    write(tmp_path, text.replace("platform: boda_vsb", "platform: x").replace("verified: never", "verified: maybe"))
    write(tmp_path, "- a list", "list.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"id: \xff")
    found = problems(tmp_path)
    assert [p.split("; expected")[0] for p in found] == [
        "bytes.yaml, line 1: found the byte 0xff",
        "example-mayor.yaml, line 5, field platform: found 'x'",
        "example-mayor.yaml, line 7, field verified: found 'maybe'",
        "list.yaml, line 1: found a list",
    ]


def test_an_id_stands_once(tmp_path: Path) -> None:
    folder = write(tmp_path, PLAIN)
    write(folder, PLAIN, "example-mayor.yml")
    (found,) = problems(folder)
    assert "found 'example-mayor'; expected an id that is not used yet; it is in" in found


def test_the_built_in_id_is_taken(tmp_path: Path) -> None:
    text = "id: local\n" + textwrap.dedent(PLAIN).split("\n", 1)[1]
    (found,) = problems(write(tmp_path, text, "local.yaml"))
    assert found.endswith("expected an id that is not used yet; it is in the built-in sources")


def test_two_sources_may_not_claim_the_same_addresses(tmp_path: Path) -> None:
    folder = write(tmp_path, PLAIN)
    write(folder, PLAIN.replace("example-mayor", "example-secretary"), "example-secretary.yaml")
    found = problems(folder)
    assert any(p.endswith(f"expected a pattern that {folder.name}/example-mayor.yaml does not have") for p in found)
    assert any("an address that leads to example-mayor:6689, example-secretary:6689" in p for p in found)


def test_a_wider_pattern_is_found_by_the_examples(tmp_path: Path) -> None:
    folder = write(tmp_path, PLAIN)
    wide = PLAIN.replace("example-mayor", "example-secretary").replace("show\\.jsp", ".*").replace("id=6689", "id=1")
    wide = wide.replace('external_id: "6689"', 'external_id: "1"').replace("mail/show.jsp", "mail/other.jsp")
    write(folder, wide, "example-secretary.yaml")
    assert any(
        "field examples.0: found an address that leads to example-mayor:6689, example-" in p for p in problems(folder)
    )


def test_an_address_that_two_sources_claim_is_never_given_to_one(bundled: Registry) -> None:
    shangluo = bundled["shangluo-mayor"]
    twice = Registry({"one": shangluo, "two": shangluo})
    with pytest.raises(AmbiguousAddress, match="make the url_patterns of one of them narrower"):
        twice.route(shangluo.examples[0].url)


def test_the_id_can_stand_in_the_path(tmp_path: Path) -> None:
    text = PLAIN.replace("show\\.jsp", "(?P<number>[0-9A-F]+)\\.html").replace("{query: id}", "{path: number}")
    text = text.replace("show.jsp?kind=letter&id=6689", "00F1.html?kind=letter").replace('"6689"', '"00F1"')
    registry = load_sources(write(tmp_path, text))
    assert registry.route("http://example.gov.cn/mail/00F1.html/?kind=letter") == (registry["example-mayor"], "00F1")


LETTER = "http://www.shangluo.gov.cn/zmhd/ldxxxx.jsp?urltype=leadermail.LeaderMailContentUrl&wbtreeid=1112"


@pytest.mark.parametrize(
    "url",
    [
        f"{LETTER}&leadermailid=6689",
        f"{LETTER}&leadermailid=6689".replace("http://www.", "https://"),
        f"{LETTER}&leadermailid=6689#top",
        f"{LETTER}&leadermailid=6689".replace(".jsp", ".jsp/"),
        f"{LETTER}&leadermailid=6689".replace("&", "&amp;"),
        f"{LETTER}".replace("?", "?leadermailid=6689&"),
    ],
)
def test_a_letter_is_routed_however_its_address_is_written(bundled: Registry, url: str) -> None:
    assert bundled.route(url) == Route(bundled["shangluo-mayor"], "6689")
    assert letter_id("shangluo-mayor", "6689") == "shangluo-mayor:6689"


@pytest.mark.parametrize(
    "url",
    [
        f"{LETTER}&leadermailid=6689".replace("1112", "9"),
        LETTER,
        f"{LETTER}&leadermailid=",
        f"{LETTER}&leadermailid=6689".replace(".gov.cn", ".gov.cn.example.com"),
        "http://www.shangluo.gov.cn/",
        "no address",
    ],
)
def test_other_addresses_have_no_source(bundled: Registry, url: str) -> None:
    assert bundled.route(url) is None


def test_the_bundled_sources(bundled: Registry) -> None:
    regions = {s.id: s.region_code for s in bundled.sources.values()}
    assert regions == {
        "local": None,
        "beijing-letters": "110000",
        "changsha-message-board": "430100",
        "danfeng-county": "611022",
        "fufeng-bulletins": "610324",
        "jixi-open-government": "341824",
        "shangluo-mayor": "611000",
        "yunxi-online-inquiry": "420322",
    }
    assert {s.verified for s in bundled.sources.values()} == {"never"}
    assert not any(s.synthetic for s in bundled.sources.values())


def test_a_data_directory_is_about_the_bundled_sources_or_those_it_describes_itself(
    tmp_path: Path, bundled: Registry
) -> None:
    assert registry_of(tmp_path).sources.keys() == bundled.sources.keys()
    write(described(tmp_path), PLAIN)
    assert set(registry_of(tmp_path).sources) == {"local", "example-mayor"}


def test_local_files_are_real_and_have_no_place_beside_invented_sources(tmp_path: Path) -> None:
    write(
        described(tmp_path),
        PLAIN.replace("id: example-mayor", "id: demo-mayor\n    synthetic: true"),
        "demo-mayor.yaml",
    )
    assert set(registry_of(tmp_path).sources) == {"demo-mayor"}


def test_an_invented_source_beside_real_ones_is_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, PLAIN)
    invented = PLAIN.replace("id: example-mayor", "id: demo-mayor\n    synthetic: true")
    write(tmp_path, invented.replace("example.gov.cn", "invented.example"), name="demo-mayor.yaml")
    (said,) = [problem for problem in problems(tmp_path) if "synthetic" in problem]
    assert said.endswith(
        "demo-mayor.yaml, line 2, field synthetic: found true; expected false beside real sources; "
        "an invented source goes into sources/ of a data directory of its own"
    )


def described(data_dir: Path) -> Path:
    """The folder of descriptions of a data directory, made."""
    (data_dir / "sources").mkdir()
    return data_dir / "sources"


def test_an_unknown_source_names_its_neighbours(bundled: Registry) -> None:
    with pytest.raises(KeyError, match="shangluo-mayor"):
        bundled["shanglo-mayor"]
