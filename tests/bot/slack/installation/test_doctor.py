"""What `pullquote doctor` says of groups."""

from pathlib import Path

from bot.slack.installation.doctor import examine
from config.environment import Secrets
from config.settings import Group
from tests.bot.slack.bot_at_work import build_index, settings_for


def test_sources_that_no_group_may_see_and_groups_without_a_source_are_found(
    articles: Path, data: Path
) -> None:
    build_index(articles, data)
    settings = settings_for(data, "http://127.0.0.1:1/")
    groups = (Group(name="press", sources=("nowhere",), people=frozenset({"*"})),)
    wrong = settings.model_copy(update={"groups": groups})
    said = [found for found in examine(wrong, Secrets()) if found.what == "groups"]
    assert "press names 'nowhere', which is no source" in said[0].found
    assert str(articles) in said[1].found
    assert [found.is_well for found in said] == [False, False, True]
    groups = (Group(name="press", sources=(str(articles),), people=frozenset({"*"})),)
    right = settings.model_copy(update={"groups": groups})
    assert [f.is_well for f in examine(right, Secrets()) if f.what == "groups"] == [True]
    assert not [f for f in examine(settings, Secrets()) if f.what == "groups"]
