"""What starts runs: a schedule for each source, the inbox, and a build after captures; all of them off at first."""

import os
from pathlib import Path

import dagster as dg
import pytest

from pipelines import inbox
from pipelines.assets.partitions import CAPTURES
from pipelines.assets.workplace import Workplace
from pipelines.crawl_jobs import NEWS, crawl_jobs
from pipelines.definitions import definitions
from pipelines.instance import instance_of
from pipelines.schedules import crawl_schedules
from pipelines.sensors import BUILD_AFTER_CAPTURES, INBOX, ingest_inbox, look_for_captures, look_into_inbox
from scrapers.archive import Archive
from scrapers.registry import load_sources
from tests.twins import TWINS


@pytest.fixture
def instance(tmp_path: Path) -> dg.DagsterInstance:
    with instance_of(tmp_path) as opened:
        yield opened


def put(data_dir: Path, name: str, content: bytes) -> Path:
    path = data_dir / inbox.INBOX / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_every_schedule_ticks_by_the_clock_of_china_and_is_off(instance: dg.DagsterInstance) -> None:
    registry = load_sources()
    schedules = crawl_schedules(crawl_jobs(registry))
    assert {schedule.job_name for schedule in schedules} == {
        f"crawl_{source.id.replace('-', '_')}"
        for source in registry.sources.values()
        if source.schedule is not None and source.list_url is not None
    }
    for schedule in schedules:
        assert schedule.execution_timezone == "Asia/Shanghai"
        assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
        (request,) = schedule.evaluate_tick(dg.build_schedule_context(instance=instance)).run_requests or ()
        assert request.run_config == {}


def test_definitions_of_an_invented_data_directory_have_no_inbox(tmp_path: Path) -> None:
    real = definitions(Workplace.at(tmp_path)).get_repository_def()
    assert {sensor.name for sensor in real.sensor_defs} == {"inbox", "build_after_captures"}
    assert all(sensor.default_status == dg.DefaultSensorStatus.STOPPED for sensor in real.sensor_defs)
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "demo-one.yaml").write_text(
        "id: demo-one\nnames: {zh: 示例, en: Example}\nregion_code: '611022'\nchannel: county_mailbox\n"
        "platform: boda_vsb\npublishes: all\nverified: never\nsynthetic: true\n",
        encoding="utf-8",
    )
    invented = definitions(Workplace.at(tmp_path)).get_repository_def()
    assert {sensor.name for sensor in invented.sensor_defs} == {"build_after_captures"}


def test_a_file_is_taken_once_it_rests_and_never_twice(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    workplace = Workplace.at(tmp_path)

    def look(cursor: str | None) -> tuple[dg.RunRequest | dg.SkipReason, str | None]:
        context = dg.build_sensor_context(instance=instance, cursor=cursor)
        return look_into_inbox(context, workplace), context.cursor

    told, cursor = look(None)
    assert "no file" in str(told.skip_message)
    put(tmp_path, "yunxi.txt", b"half of it")
    put(tmp_path, "large.pdf.part", b"unfinished")
    told, cursor = look(cursor)
    assert "1 files have changed" in str(told.skip_message)
    put(tmp_path, "yunxi.txt", (TWINS / "yunxi.txt").read_bytes())
    put(tmp_path, "public/2021/fufeng.txt", (TWINS / "fufeng.txt").read_bytes())
    told, cursor = look(cursor)
    assert isinstance(told, dg.SkipReason), "it had changed since the last look"
    request, cursor = look(cursor)
    assert isinstance(request, dg.RunRequest)
    assert look(cursor)[0].run_key == request.run_key, "the same files must not start a second run"

    result = ingest_inbox.execute_in_process(
        instance=instance, run_config=request.run_config, resources={"workplace": workplace}
    )
    events = result.asset_materializations_for_node("take_from_inbox")
    assert all(event.asset_key == CAPTURES for event in events)
    captures = {capture.file_name: capture for capture in Archive(tmp_path).captures()}
    assert {event.partition for event in events} == {capture.source_id for capture in captures.values()}
    assert {name: capture.visibility for name, capture in captures.items()} == {
        "yunxi.txt": "private",
        "fufeng.txt": "public",
    }
    assert rest(tmp_path) == ["large.pdf.part"]
    (folder,) = (tmp_path / inbox.TAKEN).iterdir()
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.txt")} == {
        "yunxi.txt",
        "public/2021/fufeng.txt",
    }
    assert "no file" in str(look(cursor)[0].skip_message)


def test_files_that_cannot_be_taken_now_stay_and_those_that_never_can_go_aside(tmp_path: Path) -> None:
    registry = load_sources()
    archive = Archive(tmp_path)
    put(tmp_path, "danfeng.md", (TWINS / "danfeng.md").read_bytes())
    put(tmp_path, "empty.warc.gz", b"\x1f\x8bnothing")
    changing = put(tmp_path, "changing.txt", b"a")
    files = inbox.waiting(tmp_path)
    changing.write_bytes(b"ab")
    with archive.lock("shangluo-mayor", 1):
        emptied = inbox.empty(tmp_path, registry, files, "first")
    assert [file.name for file in emptied.files if file.busy] == ["danfeng.md"]
    assert rest(tmp_path) == ["changing.txt", "danfeng.md"]
    emptied = inbox.empty(tmp_path, registry, inbox.waiting(tmp_path), "second")
    assert (emptied.count("new"), emptied.source_ids) == (2, ("local", "shangluo-mayor"))
    assert rest(tmp_path) == []
    names = {path.name for path in tmp_path.glob("inbox-*/*/*")}
    assert names >= {"danfeng.md", "changing.txt", "empty.warc.gz"}


def test_what_is_refused_says_why_and_links_are_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("今天天气很好。", encoding="utf-8")
    folder = tmp_path / inbox.INBOX
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside)
    assert inbox.waiting(tmp_path) == {}
    path = put(tmp_path, "broken.warc", b"WARC/1.1\r\nWARC-Type: resp")
    put(tmp_path, "bytes.bin", b"abc\0\1\2\3")
    put(tmp_path, "empty.txt", b"")
    emptied = inbox.empty(tmp_path, load_sources(), inbox.waiting(tmp_path), "now")
    assert emptied.count("skipped") == 3
    assert not path.exists()
    assert list(Archive(tmp_path).captures()) == []
    left_out = tmp_path / inbox.LEFT_OUT / "now"
    assert (left_out / "broken.warc").exists()
    reasons = (left_out / inbox.REASONS).read_text(encoding="utf-8").splitlines()
    assert [line.partition(": ")[0] for line in sorted(reasons)] == ["broken.warc", "bytes.bin", "empty.txt"]
    assert "empty.txt: the file is empty" in reasons
    assert outside.exists()


def test_captures_are_followed_by_one_build(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    def look(cursor: str | None) -> tuple[dg.RunRequest | dg.SkipReason, str | None]:
        context = dg.build_sensor_context(instance=instance, cursor=cursor)
        return look_for_captures(context), context.cursor

    assert isinstance(look(None)[0], dg.SkipReason)
    for source_id in ("local", "shangluo-mayor"):
        instance.report_runless_asset_event(dg.AssetMaterialization(CAPTURES, partition=source_id))
    request, cursor = look(None)
    assert isinstance(request, dg.RunRequest)
    assert isinstance(look(cursor)[0], dg.SkipReason)

    crawled = {NEWS: 0}
    instance.report_runless_asset_event(dg.AssetMaterialization(CAPTURES, partition="local", metadata=crawled))
    told, cursor = look(cursor)
    assert "as the archive had it" in str(told.skip_message)
    # What was found by one crawl is not hidden by a later one that found nothing.
    for news in (3, 0):
        event = dg.AssetMaterialization(CAPTURES, partition="local", metadata={NEWS: news})
        instance.report_runless_asset_event(event)
    request, cursor = look(cursor)
    assert isinstance(request, dg.RunRequest)

    # A build that has not begun reads whatever was added before it does.
    waiting = instance.create_run_for_job(dg.GraphDefinition("build").to_job())
    instance.report_runless_asset_event(dg.AssetMaterialization(CAPTURES, partition="local"))
    told, cursor = look(cursor)
    assert waiting.run_id in str(told.skip_message)
    assert isinstance(look(cursor)[0], dg.SkipReason)


def test_the_sensors_start_the_jobs_that_they_name() -> None:
    assert INBOX.job_name == ingest_inbox.name
    assert BUILD_AFTER_CAPTURES.job_name == "build"


def rest(data_dir: Path) -> list[str]:
    """What lies in the inbox, folders left out."""
    root = data_dir / inbox.INBOX
    return sorted(os.path.relpath(Path(folder, name), root) for folder, _, names in os.walk(root) for name in names)
