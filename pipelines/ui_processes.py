"""``wenzheng ui``, the second half: web server, daemon and code server, started and ended together.

What belongs here: the three processes, waiting until they answer, ending them and the runs under way. What does not:
what is shown (``ui``), what they serve (``definitions``), the page (``ui_server``), settings (``instance``).

Everything listens on this machine only: the code server on a socket in a folder of its own, the page on 127.0.0.1.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import dagster as dg
import yaml
from dagster._grpc.client import DagsterGrpcClient
from dagster._serdes import deserialize_value
from dagster_shared.error import SerializableErrorInfo
from filelock import FileLock, Timeout

from pipelines.instance import environment_of, home_of, instance_of
from pipelines.ui import Shown, UiError
from pipelines.ui_server import HOST

LOG = "ui.log"

_SECONDS_TO_START = 180
# A crawl may wait for a page for a minute before it can end.
_SECONDS_TO_END = 120
_A_MOMENT = 0.2
_SECONDS_BETWEEN_LOOKS = 1.0
# A busy code server may leave a question unanswered; each waits for a minute unless nobody is there to be asked.
_UNANSWERED_AT_MOST = 4
# Set by Dagster on a run that a code server launched, and with that one it ends.
_LAUNCHED_TAG = ".dagster/grpc_info"
_UNDER_WAY = [
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def run_ui(what: Shown, port: int, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C (or SIGTERM, SIGHUP); ``say`` is given a sentence about each step.

    Raises ``UiError`` where the port is taken, another UI has this data open, the graph cannot be loaded, or one of the
    processes breaks down.
    """
    _refuse_taken(port)
    home = home_of(what.data_dir)
    with _alone(home), _stopping_as_ctrl_c(), tempfile.TemporaryDirectory(prefix="wenzheng-ui-") as folder:
        end_runs_left_behind(what.data_dir)
        log = home / LOG
        try:
            with log.open("wb") as lines, _Processes(what.data_dir, lines.fileno(), say) as processes:
                say(f"Starting; what Dagster says goes to {log}.")
                code = _start(processes, what, port, Path(folder))
                say(f"The UI is at http://{HOST}:{port} (this machine only). Ctrl-C ends it.")
                processes.watch(lambda: _answers_for_code(code))
        except KeyboardInterrupt:
            say("Everything has ended. Crawls that were under way go on with the next run.")
        finally:
            end_runs_left_behind(what.data_dir)


def end_runs_left_behind(data_dir: Path) -> int:
    """Fail the runs of an earlier UI that was killed, which nobody else would, and free their places; their number."""
    with instance_of(data_dir) as instance:
        left = _under_way(instance)
        for run in left:
            instance.report_run_failed(
                run, "The UI that this run belonged to was killed. A crawl goes on where it was."
            )
            instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
        return len(left)


def _under_way(instance: dg.DagsterInstance) -> Sequence[dg.DagsterRun]:
    runs = instance.get_runs(dg.RunsFilter(statuses=_UNDER_WAY))
    return [run for run in runs if _LAUNCHED_TAG in run.tags]


def _start(processes: _Processes, what: Shown, port: int, folder: Path) -> DagsterGrpcClient:
    """Start the processes, one after the other; whom to ask for the code."""
    code_socket, workspace = folder / "code", folder / "workspace.yaml"
    place = {"socket": str(code_socket), "host": "localhost", "location_name": what.location}
    workspace.write_text(yaml.safe_dump({"load_from": [{"grpc_server": place}]}), encoding="utf-8")
    code = ["--module-name", "pipelines.definitions", "--socket", str(code_socket), "--location-name", what.location]
    processes.start("the code server", ["dagster", "code-server", "start", "--log-level", "warning", *code])
    client = DagsterGrpcClient(socket=str(code_socket))
    processes.wait_until(lambda: _answers_for_code(client))
    _refuse_unloadable(client)
    banner = [] if what.banner is None else ["--banner", what.banner]
    processes.start(
        "the web server", ["pipelines.ui_server", "--port", str(port), "--workspace", str(workspace), *banner]
    )
    processes.start("the daemon", ["dagster._daemon", "run", "--workspace", str(workspace), "--log-level", "info"])
    processes.wait_until(lambda: _answers(port))
    return client


def _refuse_unloadable(client: DagsterGrpcClient) -> None:
    told = deserialize_value(client.list_repositories())
    if isinstance(told, SerializableErrorInfo):
        while told.cause is not None:
            told = told.cause
        raise UiError(f"the graph cannot be loaded: {told.message.strip()}")


def _answers_for_code(client: DagsterGrpcClient) -> bool:
    """Whether the process that holds the graph answers; the code server passes the question on to it, and lives on
    where that one is killed.
    """
    try:
        client.ping("")
    except dg.DagsterError:
        return False
    return True


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/server_info", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _refuse_taken(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise UiError(f"port {port} is taken: choose another with --port") from error


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    lock = FileLock(home / "ui.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise UiError(f"another `wenzheng ui` has {home.parent} open: use that one, or end it first") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _stopping_as_ctrl_c() -> Iterator[None]:
    """A closed terminal and a polite kill end the UI as Ctrl-C does."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True)
class _Process:
    """A process that leads a group of its own, which ends with its standard input."""

    name: str
    process: subprocess.Popen[bytes]

    def let_go(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()

    def group_lives(self) -> bool:
        self.process.poll()
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


@dataclass(slots=True)
class _Processes:
    """The processes of the UI. When the context is left they end: runs under way first, then killed what does not."""

    data_dir: Path
    log: int
    say: Callable[[str], None]
    running: list[_Process] = field(default_factory=list)

    def __enter__(self) -> _Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self.say("Ending; what is under way may take a minute. Ctrl-C again kills it.")
        try:
            with instance_of(self.data_dir) as instance:
                for run in _under_way(instance):
                    instance.report_run_canceling(run, "The UI is being ended.")
            for one in reversed(self.running):
                one.let_go()
            until = time.monotonic() + _SECONDS_TO_END
            while time.monotonic() < until and any(one.group_lives() for one in self.running):
                time.sleep(_A_MOMENT)
        finally:
            for one in self.running:
                if one.group_lives():
                    os.killpg(one.process.pid, signal.SIGKILL)
                one.process.wait()

    def start(self, name: str, module_and_arguments: Sequence[str]) -> None:
        """Run a module in a group of its own, so that a Ctrl-C reaches it in its turn."""
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.lifeline", *module_and_arguments],
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=self.log,
            env={**os.environ, **environment_of(self.data_dir)},
            start_new_session=True,
        )
        self.running.append(_Process(name, process))

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        until = time.monotonic() + _SECONDS_TO_START
        while not is_so():
            self._refuse_dead()
            if time.monotonic() > until:
                raise UiError(f"{self.running[-1].name} does not answer; {LOG} says why")
            time.sleep(_A_MOMENT)

    def watch(self, code_answers: Callable[[], bool]) -> None:
        """Return never, but with ``UiError`` once a process has ended by itself or nobody answers for the code."""
        unanswered = 0
        while unanswered < _UNANSWERED_AT_MOST:
            self._refuse_dead()
            unanswered = 0 if code_answers() else unanswered + 1
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        raise UiError(f"the process that holds the graph ended by itself; {home_of(self.data_dir) / LOG} says why")

    def _refuse_dead(self) -> None:
        for one in self.running:
            if one.process.poll() is not None:
                log = home_of(self.data_dir) / LOG
                raise UiError(f"{one.name} ended by itself ({one.process.returncode}); {log} says why")
