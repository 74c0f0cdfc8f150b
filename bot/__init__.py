"""How people and agents reach Pullquote: the terminal, Slack, the Model Context Protocol."""

import sys
from pathlib import Path

# `config` and `index` are names that others give their own files, too. Ours are beside this
# package, whatever else is on the path.
_beside = str(Path(__file__).parents[1])
sys.path.insert(0, _beside)
try:
    import config  # noqa: F401
    import index  # noqa: F401
finally:
    sys.path.remove(_beside)
