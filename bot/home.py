"""The Home tab: what is indexed, how to ask, what this person asked. Pure."""

from collections.abc import Sequence

from bot.message import View
from index.snapshot import Manifest


def home_view(
    manifest: Manifest | None,
    newest_published: str | None,
    recent_questions: Sequence[str],
    *,
    command: str,
    bot_user_id: str,
    retention_days: int,
    may_set: bool,
) -> View:
    """For `views.publish`; `recent_questions` newest first, `manifest` None without an index."""
    raise NotImplementedError
