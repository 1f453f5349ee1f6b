"""What is written to the lake is read back, whole or not at all."""

from pathlib import Path

import pytest

from tests.warehouse.world import NOON, World, capture, claim, document
from warehouse import lake, schema


def test_written_rows_are_read_back(world: World) -> None:
    rows = [capture("a"), capture("b", visibility="private")]
    crawl = world.write(captures=rows, documents=[])
    assert lake.read(crawl, "captures") == rows
    assert lake.read(crawl, "documents") == []
    assert crawl.manifest["counts"] == {"captures": 2, "documents": 0}
    (listed,) = lake.crawls(world.lake_root)
    assert (listed.source_id, listed.crawl_id) == ("shangluo-mayor", "c1")
    assert listed.manifest == crawl.manifest


def test_exact_numbers_survive(world: World) -> None:
    crawl = world.write(claims=[claim("x", "a", "completion_rate", "12.7")])
    (found,) = lake.read(crawl, "claims")
    assert str(found["value"]) == "12.700000"


def test_writing_again_replaces_the_crawl(world: World) -> None:
    world.write(captures=[capture("a")], documents=[document("d", "a")])
    crawl = world.write(captures=[capture("b")])
    assert [row["capture_id"] for row in lake.read(crawl, "captures")] == ["b"]
    assert crawl.file("documents") is None
    assert [path.name for path in crawl.folder.parent.iterdir()] == ["c1"]


def test_a_wrong_row_writes_nothing_and_keeps_what_was_there(world: World) -> None:
    world.write(captures=[capture("a")])
    wrong = capture("b") | {"sha256": None}
    with pytest.raises(schema.SchemaError, match=r"captures\.sha256, row 1: null"):
        world.write(captures=[wrong])
    (crawl,) = lake.crawls(world.lake_root)
    assert [row["capture_id"] for row in lake.read(crawl, "captures")] == ["a"]
    assert [path.name for path in crawl.folder.parent.iterdir()] == ["c1"]


def test_an_unfinished_folder_is_not_listed(world: World) -> None:
    crawl = world.write(captures=[capture("a")])
    crawl.folder.rename(crawl.folder.with_name(".c1.12345678"))
    (crawl.folder.parent / "c2").mkdir()
    assert lake.crawls(world.lake_root) == []


def test_current_means_same_parser_same_description_same_segments(world: World) -> None:
    crawl = world.write(captures=[capture("a")])
    assert crawl.is_current("p1", {"archive/c1.warc.gz": 100})
    assert not crawl.is_current("p2", {"archive/c1.warc.gz": 100})
    assert not crawl.is_current("p1", {"archive/c1.warc.gz": 100, "archive/c2.warc.gz": 100})


def test_a_segment_that_has_grown_is_not_the_one_that_was_read(world: World) -> None:
    assert not world.write(captures=[capture("a")]).is_current("p1", {"archive/c1.warc.gz": 101})


@pytest.mark.parametrize("name", ["../x", ".hidden", "a/b", ""])
def test_an_id_that_is_no_folder_name_is_refused(world: World, name: str) -> None:
    with pytest.raises(lake.LakeError, match="cannot name a folder"):
        world.write(crawl_id=name, captures=[])


def test_a_table_that_is_not_of_the_lake_is_refused(world: World) -> None:
    with pytest.raises(lake.LakeError, match="the lake keeps no table 'response_times'"):
        world.write(response_times=[])


def test_a_broken_manifest_names_its_file(world: World, tmp_path: Path) -> None:
    crawl = world.write(captures=[capture("a", fetched_at=NOON)])
    (crawl.folder / lake.MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(lake.LakeError, match=r"c1/manifest\.json is no JSON"):
        lake.crawls(tmp_path / "lake")
