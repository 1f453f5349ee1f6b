"""LibreOffice and text recognition as readers ask them: the answer, the failure, a program that hangs or is missing."""

import io
import os
import sys
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.readers import read
from parsers.readers.helpers import Helpers
from parsers.records import Unreadable
from pipelines import helpers
from tests.parsers.readers.office_files import docx, p

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
# What LibreOffice is asked, and where it leaves its answer.
_FAKE = """#!{python}
import pathlib, sys, time
asked = dict(zip(sys.argv, sys.argv[1:]))
source = pathlib.Path(sys.argv[-1])
profile = next(a for a in sys.argv if a.startswith("-env:UserInstallation=file:///"))
settings = pathlib.Path(profile.partition("file://")[2]) / "user" / "registrymodifications.xcu"
assert "DisableMacrosExecution" in settings.read_text()
assert "--headless" in sys.argv
{does}
"""
_WRITES = """
out = pathlib.Path(asked["--outdir"])
out.mkdir()
answer = out / (source.stem + "." + asked["--convert-to"])
answer.write_bytes(pathlib.Path({answer!r}).read_bytes())
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """``office(does)``: a program of the name of LibreOffice that runs these lines."""

    def make(does: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(_FAKE.format(python=sys.executable, does=does), encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

    return make


def test_an_older_word_file_is_read_as_what_libreoffice_makes_of_it(office, tmp_path: Path) -> None:
    answer = tmp_path / "answer.docx"
    answer.write_bytes(docx(p("本月共收到来信12件。")))
    office(_WRITES.format(answer=str(answer)))
    document = read(OLD_WORD, file_name="通报.wps", helpers=helpers.installed())
    assert document.media_type == "application/msword"
    assert [b.text for b in document.blocks] == ["本月共收到来信12件。"]
    assert [i.code for i in document.issues] == ["converted"]
    assert helpers.versions()[0] == "libreoffice"


def test_a_failure_is_one_sentence_with_what_libreoffice_said(office) -> None:
    office("print('Error: source file could not be loaded')")
    with pytest.raises(Unreadable, match="source file could not be loaded") as caught:
        read(OLD_WORD, helpers=helpers.installed())
    assert caught.value.code == "conversion_failed"
    office("")
    with pytest.raises(Unreadable, match="did not say why"):
        read(OLD_WORD, helpers=helpers.installed())


def runs(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_program_that_hangs_is_ended_with_what_it_started(office, tmp_path: Path, monkeypatch) -> None:
    note = tmp_path / "child"
    office(
        "import subprocess\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(child.pid))\n"
        "time.sleep(600)"
    )
    monkeypatch.setattr(helpers, "CONVERT_SECONDS", 5)
    with pytest.raises(Unreadable, match="did not finish within 5 seconds"):
        read(OLD_WORD, helpers=helpers.installed())
    # It has been killed; that it is gone may take the kernel a moment.
    waited_until = time.monotonic() + 60
    while runs(int(note.read_text())):
        assert time.monotonic() < waited_until
        time.sleep(0.01)


def test_without_libreoffice_the_sentence_says_what_to_do(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert helpers.installed().convert is None
    assert "libreoffice" not in helpers.versions()
    with pytest.raises(Unreadable, match="install LibreOffice, or save the file as docx") as caught:
        read(OLD_WORD, helpers=helpers.installed())
    assert caught.value.code == "needs_libreoffice"
    assert os.environ["PATH"] == str(tmp_path)


def test_without_the_extra_nothing_is_recognised(monkeypatch) -> None:
    monkeypatch.setattr(helpers, "find_spec", lambda name: None)
    assert helpers.installed().recognise is None
    assert not any(version.startswith("rapidocr") for version in helpers.versions())


def test_the_engine_reads_figures_offline_and_says_how_surely() -> None:
    image = Image.new("RGB", (320, 240), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(28)
    pen.text((20, 30), "12345", font=font, fill="black")
    pen.text((180, 30), "95.95%", font=font, fill="black")
    pen.text((20, 140), "1118 / 1186", font=font, fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    found = {piece.text.replace(" ", ""): piece for piece in helpers.recognise(out.getvalue())}
    assert set(found) == {"12345", "95.95%", "1118/1186"}
    for piece in found.values():
        assert len(piece.confidences) == len(piece.text)
        assert min(piece.confidences) > 0.5
    assert found["12345"].corners[0][0] < found["95.95%"].corners[0][0]
    blank = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(blank, "PNG")
    with pytest.raises(Unreadable, match="No text was recognised"):
        read(blank.getvalue(), helpers=Helpers(recognise=helpers.recognise))
