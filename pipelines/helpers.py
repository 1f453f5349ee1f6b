"""The programs and models outside this project that readers may ask: LibreOffice and text recognition.

What belongs here: finding and asking them, and their answers in the shape of ``parsers.readers.helpers``. What does
not: what is done with an answer (``parsers.readers``). Neither is needed for anything else; nothing is fetched, and
LibreOffice runs in a folder of its own that is deleted, without macros and without following links.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from parsers.readers.dispatch import MOST_BYTES
from parsers.readers.helpers import Helpers, Recognised
from parsers.records import Unreadable

CONVERT_SECONDS = 180
"""A bulletin takes two seconds, of which one is the start of LibreOffice; a longer one hangs."""

_OCR_PACKAGES = ("rapidocr", "onnxruntime")
# LibreOffice reads its settings from here; what a document says of itself does not change them.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def installed() -> Helpers:
    """The helpers that this machine has."""
    return Helpers(
        convert=convert if office_program() is not None else None,
        recognise=recognise if all(map(find_spec, _OCR_PACKAGES)) else None,
    )


def versions() -> tuple[str, ...]:
    """What is installed, so that files that were refused for want of a helper are read again once it is there."""
    found = ["libreoffice"] if office_program() is not None else []
    return (*found, *(f"{name}=={metadata.version(name)}" for name in _OCR_PACKAGES if find_spec(name)))


# --- LibreOffice ------------------------------------------------------------------------------------------------------


def office_program() -> str | None:
    """The path of LibreOffice, ``None`` where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(payload: bytes, ending: str, wanted: str) -> bytes:
    """A file as LibreOffice writes it down in another format. Raises ``Unreadable`` (``conversion_failed``)."""
    program = office_program()
    if program is None:
        raise Unreadable("needs_libreoffice", "LibreOffice is not installed (any more).")
    with tempfile.TemporaryDirectory(prefix="wenzheng-") as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = folder / f"document.{ending}"
        source.write_bytes(payload)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = (
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            wanted,
            "--outdir",
            str(folder / "out"),
        )
        said = _run([program, profile, *options, str(source)], folder)
        made = folder / "out" / f"document.{wanted}"
        if not made.is_file():
            raise Unreadable(
                "conversion_failed", f"LibreOffice could not read the file ({said or 'it did not say why'})."
            )
        if made.stat().st_size > MOST_BYTES:
            raise Unreadable("too_large", f"The file has more than {MOST_BYTES // 1024**2} MB once it is converted.")
        return made.read_bytes()


def _run(command: Sequence[str], folder: Path) -> str:
    """What the program says, in one line. It starts others, which are ended with it when it takes too long."""
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=CONVERT_SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise Unreadable(
                "conversion_failed", f"LibreOffice did not finish within {CONVERT_SECONDS} seconds."
            ) from error
    lines = said.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


# --- text recognition -------------------------------------------------------------------------------------------------


def recognise(picture: bytes) -> tuple[Recognised, ...]:
    """The text in a picture, with how surely each character was read."""
    found = _engine()(picture, return_word_box=True, return_single_char_box=True)
    if found.txts is None:
        return ()
    return tuple(
        Recognised(text, _confidences(text, characters, score), tuple((float(x), float(y)) for x, y in box))  # type: ignore[arg-type]
        for text, score, box, characters in zip(found.txts, found.scores, found.boxes, found.word_results, strict=True)
    )


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _confidences(text: str, characters: Sequence[Sequence[Any]], score: float) -> tuple[float, ...]:
    """A confidence for each character; blanks are not read but seen. Where the engine gives none, that of the line."""
    read = [(str(character), float(own)) for character, own, _ in characters]
    if "".join(character for character, _ in read) != "".join(text.split()):
        return (float(score),) * len(text)
    each = iter([own for character, own in read for _ in character])
    return tuple(1.0 if character.isspace() else next(each) for character in text)
