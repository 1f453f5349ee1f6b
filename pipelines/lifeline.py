"""A process that ends when the one that started it does, however that happens: its standard input is a lifeline.

What belongs here: noticing the end of standard input, and running a module under that condition
(``python -m pipelines.lifeline MODULE ARGUMENT...``). What does not: what is run. The parent keeps the other end of the
pipe open and writes nothing; its death closes it as its wish does.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
from collections.abc import Callable


def when_input_ends(act: Callable[[], None]) -> None:
    """Call ``act`` in a thread of its own once standard input is closed."""

    def wait() -> None:
        # Past the buffer of sys.stdin, whose lock a waiting thread would hold when the interpreter ends.
        while os.read(0, 1024):
            pass
        act()

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def interrupt_main_thread() -> None:
    """As Ctrl-C does; a signal to the process alone might be delivered to a thread and wake nobody."""
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def _interrupt_group() -> None:
    os.killpg(os.getpgid(0), signal.SIGINT)


if __name__ == "__main__":
    when_input_ends(_interrupt_group)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
