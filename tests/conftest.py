"""What pytest collects. The real documents are not part of the project: ``make acceptance`` says where they are."""

import os

from hypothesis import settings

collect_ignore = [] if "WENZHENG_SHARED" in os.environ else ["acceptance"]

# A busy machine is slow now and then; how long an example takes is no property of the code (benchmarks are elsewhere).
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes by the name of their argument: a new archive holds the time, and every process must name tests alike."""
    return argname if isinstance(val, bytes) else None
