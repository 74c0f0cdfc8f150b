"""What an answer may show: by who asks for it, and by who else sees it. Every answer goes through
here, and so does whatever else is shown of the articles."""

from collections.abc import Iterable, Sequence

from bot.groups import EVERYTHING, View
from bot.slack.access.directory import Directory
from config.settings import Group

EVERY = "*"
DIRECT = "D"
BOT = "B"


class Rights:
    """May be shared by threads. Without groups everything may be seen, and Slack is not asked.

    Everything else raises `RightsUnknown` if Slack does not answer.
    """

    def __init__(self, groups: Sequence[Group], directory: Directory) -> None:
        self._groups = tuple(groups)
        self._directory = directory

    @property
    def are_limited(self) -> bool:
        return bool(self._groups)

    def publicly(self, user: str, channel: str) -> View:
        """In a channel, where all its members see it; in a direct message as privately."""
        if channel.startswith(DIRECT):
            return self.privately(user, channel)
        return self.privately(user, channel).and_of(self.of_channel(channel))

    def privately(self, user: str, channel: str = "") -> View:
        """Seen by that person alone; `channel` is where they are, if that is known."""
        if not self._groups:
            return EVERYTHING
        channel = "" if channel.startswith(DIRECT) else channel
        return _one_of(group for group in self._groups if self._may_ask(group, user, channel))

    def of_channel(self, channel: str) -> View:
        """Whatever a channel may see, whoever asks."""
        if not self._groups:
            return EVERYTHING
        return _one_of(group for group in self._groups if self._may_be_shown(group, channel))

    def _may_ask(self, group: Group, user: str, channel: str) -> bool:
        if group.people or group.usergroups:
            return self._is_in(group, user)
        return bool(channel) and self._may_be_shown(group, channel) and self._is_there(group, user)

    def _is_in(self, group: Group, user: str) -> bool:
        if user in group.people:
            return user.startswith(BOT) or self._directory.person(user).is_active
        if EVERY not in group.people and not self._is_member(group, user):
            return False
        return not user.startswith(BOT) and self._counts(group, user, bots=False)

    def _is_member(self, group: Group, user: str) -> bool:
        return any(user in self._directory.members(one) for one in sorted(group.usergroups))

    def _is_there(self, group: Group, user: str) -> bool:
        """Somebody in a channel; what a workflow posts there is seen there and nowhere else."""
        return user.startswith(BOT) or self._counts(group, user, bots=True)

    def _counts(self, group: Group, user: str, *, bots: bool) -> bool:
        person = self._directory.person(user)
        return (
            person.is_active
            and (group.outsiders or not person.is_outsider)
            and (bots or not person.is_bot)
        )

    def _may_be_shown(self, group: Group, channel: str) -> bool:
        if channel not in group.channels and EVERY not in group.channels:
            return False
        return group.outsiders or not self._directory.is_shared(channel)


def _one_of(groups: Iterable[Group]) -> View:
    return View((frozenset(group.name for group in groups),))
