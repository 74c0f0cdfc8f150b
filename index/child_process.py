"""The environment in which Pullquote starts Python processes of its own."""

import os
import sys
from pathlib import Path


def environment() -> dict[str, str]:
    """This process's, with its path, where our packages come before others of the same name.

    For `python -P`, which leaves out the current folder.
    """
    path = [str(Path(__file__).parents[1]), *filter(None, sys.path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
