"""``wenzheng ui`` as a person starts it: pages, banner, ticks, builders in turn, stopping, and no orphans."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml

from pipelines import ui_processes
from pipelines.instance import home_of, instance_of
from pipelines.ui import BANNER, Shown, UiError, shown
from pipelines.ui_processes import end_runs_left_behind, run_ui
from pipelines.ui_server import with_banner
from scrapers.archive import Archive
from tests.scrapers.mailbox_server import Mailbox, Site, reply, serving

SOURCE = "demo-test-mailbox"
LAUNCH = """
mutation ($job: String!, $location: String!) {
  launchRun(executionParams: {selector: {repositoryLocationName: $location, repositoryName: "__repository__",
                                         jobName: $job}}) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message }
  }
}
"""
STOP = "mutation ($run: String!) { terminateRun(runId: $run) { __typename } }"
RUNS = "{ runsOrError { ... on Runs { results { runId jobName status } } } }"
STEPS = """
query ($run: ID!) {
  runOrError(runId: $run) {
    ... on Run { stepStats { stepKey status startTime endTime } }
  }
}
"""
TICK = """
mutation ($sensor: String!, $location: String!) {
  sensorDryRun(selectorData: {repositoryLocationName: $location, repositoryName: "__repository__",
                              sensorName: $sensor}, cursor: null) {
    __typename
    ... on DryRunInstigationTick { evaluationResult { skipReason error { message } } }
  }
}
"""


@dataclass
class Ui:
    """A running UI, and how it is asked."""

    process: subprocess.Popen[str]
    port: int
    data_dir: Path
    location: str
    site: Site

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=120) as answer:
            text: str = answer.read().decode()
            return text

    def ask(self, query: str, **variables: str) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": {"location": self.location, **variables}}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=300) as answer:
            told = json.load(answer)
        assert "errors" not in told, told
        data: dict[str, Any] = told["data"]
        return data

    def launch(self, job: str) -> str:
        launched = self.ask(LAUNCH, job=job)["launchRun"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        run_id: str = launched["run"]["runId"]
        return run_id

    def status(self, run_id: str) -> str:
        runs = {run["runId"]: run["status"] for run in self.ask(RUNS)["runsOrError"]["results"]}
        status: str = runs[run_id]
        return status


def wait_for(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def start(data_dir: Path, port: int) -> tuple[subprocess.Popen[str], list[str]]:
    """Start the command; what it has said until its page answers."""
    environment = os.environ | {"WENZHENG_DATA": str(data_dir), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "pipelines.cli", "ui", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    said: list[str] = []
    while process.stdout is not None and (line := process.stdout.readline()):
        said.append(line)
        if f"http://127.0.0.1:{port}" in line:
            return process, said
    raise AssertionError("".join(said) + (home_of(data_dir) / "ui.log").read_text())


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    """The UI of a data directory with one invented source, whose letters take a moment."""
    data_dir = tmp_path_factory.mktemp("data")
    mailbox = Mailbox(letters=list(range(1, 201)))

    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        reply(handler, mailbox.letter_page(int(handler.path.rpartition("=")[2])))

    mailbox.tricks["/show.jsp"] = slow
    with serving(mailbox) as site:
        folder = data_dir / "sources"
        folder.mkdir()
        source = site.source(limits={"timeout_seconds": 60.0})
        (folder / f"{SOURCE}.yaml").write_text(yaml.safe_dump(source.model_dump(mode="json")), encoding="utf-8")
        port = free_port()
        process, said = start(data_dir, port)
        assert BANNER in "".join(said)
        running = Ui(process, port, data_dir, Shown(data_dir, BANNER).location, site)
        try:
            yield running
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def test_every_page_carries_the_banner_and_telemetry_is_off(ui: Ui) -> None:
    for path in ("/", "/overview/jobs", "/asset-groups", "/assets/letters", "/automation", "/deployment/concurrency"):
        page = ui.page(path)
        assert BANNER in page
        assert re.search(r'"telemetryEnabled": false', page)
    assert json.loads(ui.page("/server_info"))["dagster_version"]


def test_it_listens_on_this_machine_only(ui: Ui) -> None:
    with pytest.raises(OSError, match="refused"), socket.create_connection((own_address(), ui.port), timeout=10):
        pass


def own_address() -> str:
    """Another address of this machine than the one that the UI listens on."""
    return "127.0.0.2"


def test_the_sensor_ticks_in_the_code_server(ui: Ui) -> None:
    ticked = ui.ask(TICK, sensor="build_after_captures")["sensorDryRun"]
    assert ticked["__typename"] == "DryRunInstigationTick", ticked
    assert ticked["evaluationResult"]["error"] is None
    assert "No captures" in ticked["evaluationResult"]["skipReason"]


def test_a_crawl_that_is_stopped_from_the_page_ends_after_its_page(ui: Ui) -> None:
    crawl = ui.launch("crawl_demo_test_mailbox")
    wait_for(lambda: any(path.startswith("/show") for path in ui.site.mailbox.asked))
    assert ui.status(crawl) == "STARTED"
    assert ui.ask(STOP, run=crawl)["terminateRun"]["__typename"] == "TerminateRunSuccess"
    wait_for(lambda: ui.status(crawl) in ("CANCELED", "FAILURE", "SUCCESS"))
    assert ui.status(crawl) == "CANCELED"
    asked = [path for path in ui.site.mailbox.asked if path.startswith("/show")]
    archived = [c.url for c in Archive(ui.data_dir).contents(SOURCE).captures if "/show.jsp" in c.url]
    assert len(asked) == len(archived) < 200
    with instance_of(ui.data_dir) as instance:
        run = instance.get_run_by_id(crawl)
        assert run is not None
        assert run.tags[f"incomplete/{SOURCE}"] == "interrupted"


def test_two_builders_at_once_build_one_after_the_other(ui: Ui) -> None:
    builds = [ui.launch("build") for _ in range(2)]
    wait_for(lambda: all(ui.status(run) in ("SUCCESS", "FAILURE", "CANCELED") for run in builds))
    assert [ui.status(run) for run in builds] == ["SUCCESS", "SUCCESS"]
    steps = [ui.ask(STEPS, run=run)["runOrError"]["stepStats"] for run in builds]
    (first, second) = sorted(
        (step["startTime"], step["endTime"]) for run in steps for step in run if step["stepKey"] == "warehouse"
    )
    assert first[1] <= second[0]


def test_another_ui_of_the_same_data_and_a_taken_port_are_refused(ui: Ui) -> None:
    said: list[str] = []
    with pytest.raises(UiError, match=f"port {ui.port} is taken"):
        run_ui(shown(ui.data_dir), ui.port, said.append)
    with pytest.raises(UiError, match="another `wenzheng ui`"):
        run_ui(shown(ui.data_dir), free_port(), said.append)
    assert said == []


def test_at_its_end_runs_are_canceled_and_no_process_is_left(ui: Ui) -> None:
    """The last one of this module: it ends the UI that the others use."""
    asked = len(ui.site.mailbox.asked)
    crawl = ui.launch("crawl_demo_test_mailbox")
    wait_for(lambda: len(ui.site.mailbox.asked) > asked + 2)
    family = descendants(ui.process.pid)
    assert len(family) >= 6
    ui.process.send_signal(signal.SIGINT)
    said, _ = ui.process.communicate()
    assert ui.process.returncode == 0, said
    assert "Everything has ended" in said
    assert [pid for pid in family if is_alive(pid)] == []
    with instance_of(ui.data_dir) as instance:
        run = instance.get_run_by_id(crawl)
        assert run is not None
        assert run.status.value == "CANCELED"
    assert end_runs_left_behind(ui.data_dir) == 0
    asked_for = [path for path in ui.site.mailbox.asked if path.startswith("/show")]
    assert len(asked_for) == len(set(asked_for)), "a page was fetched twice"


def descendants(pid: int) -> list[int]:
    """The processes below a process, by what the system says."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [pid]
    for above in found:
        found += [child for child, parent in parents if parent == above]
    return found[1:]


def is_alive(pid: int) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(listed.strip()) and not listed.strip().startswith("Z")


def test_what_is_shown(tmp_path: Path) -> None:
    with pytest.raises(UiError, match="wenzheng demo"):
        shown(tmp_path)
    assert shown(tmp_path, even_empty=True) == Shown(tmp_path, None)
    demo = tmp_path / "demo"
    (demo / "sources").mkdir(parents=True)
    (demo / "sources" / "demo-one.yaml").write_text(
        "id: demo-one\nnames: {zh: 示例, en: Example}\nregion_code: '611022'\nchannel: county_mailbox\n"
        "platform: boda_vsb\npublishes: all\nverified: never\nsynthetic: true\n",
        encoding="utf-8",
    )
    (demo / "wenzheng.duckdb").touch()
    assert shown(tmp_path) == Shown(demo, BANNER)
    assert shown(demo) == Shown(demo, BANNER)
    (tmp_path / "archive" / "local").mkdir(parents=True)
    (tmp_path / "archive" / "local" / "20260105T090000-ingest-00001.warc.gz").touch()
    assert shown(tmp_path) == Shown(tmp_path, None)
    assert shown(tmp_path).location != shown(demo).location


def test_the_banner_is_text_and_needs_a_page() -> None:
    assert "<b>" not in with_banner("<html><body></body></html>", "<b>")
    with pytest.raises(ValueError, match="no body"):
        with_banner("nothing", "x")


@dg.job
def build() -> None:
    """Stands for any job that a code server launched."""


def test_runs_of_a_killed_ui_are_ended(tmp_path: Path) -> None:
    begun = dg.DagsterEvent(event_type_value=dg.DagsterEventType.RUN_START.value, job_name=build.name)
    with instance_of(tmp_path) as instance:
        launched = instance.create_run_for_job(build, tags={".dagster/grpc_info": "{}"})
        own = instance.create_run_for_job(build)
        for run in (launched, own):
            instance.handle_run_event(run.run_id, begun)
    assert end_runs_left_behind(tmp_path) == 1
    with instance_of(tmp_path) as instance:
        statuses = {run.run_id: run.status.value for run in instance.get_runs()}
    assert statuses == {launched.run_id: "FAILURE", own.run_id: "STARTED"}


def test_code_that_nobody_answers_for_ends_the_ui(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui_processes, "_SECONDS_BETWEEN_LOOKS", 0.0)
    answers = iter([True, False, False, False, True, *[False] * 4])
    with pytest.raises(UiError, match="holds the graph"):
        ui_processes._Processes(tmp_path, 1, print).watch(lambda: next(answers))
    assert list(answers) == [], "a question that was left unanswered once must not end it"
