"""Where settings come from, and what is said about a wrong one."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.engine.rebuilding import web_limits
from config.environment import read_group_tokens
from config.settings import DEFAULTS, FORMER, Settings, SettingsError, load


def test_the_defaults_are_valid_and_complete() -> None:
    settings = load({})
    assert settings.answer.quotes == 3
    assert settings.data.dir == Path("data")


def test_flags_win_over_the_environment_which_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[answer]\nquotes = 2\nthreshold = 0.2\n[retrieval]\ncandidates = 7\n")
    environ = {"PULLQUOTE_ANSWER_QUOTES": "4", "PULLQUOTE_ANSWER_THRESHOLD": "0.4", "HOME": "/"}
    settings = load(environ, file=file, flags={"answer.quotes": 5, "data.dir": None})
    assert settings.answer.quotes == 5
    assert settings.answer.threshold == 0.4
    assert settings.retrieval.candidates == 7


def test_the_environment_may_name_the_file_and_lists(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[answer]\nquotes = 2\n")
    settings = load({"PULLQUOTE_CONFIG": str(file), "PULLQUOTE_SOURCES_PATHS": "a,b/*.md"})
    assert settings.answer.quotes == 2
    assert settings.sources.paths == ("a", "b/*.md")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[answer]\nquote = 2\n", "'answer.quote'; the closest is 'answer.quotes'"),
        ("[anwser]\nquotes = 2\n", "'anwser.quotes'; the closest is 'answer.quotes'"),
        ("quotes = 2\n", "'quotes'; the closest is 'answer.quotes'"),
        ("[answer]\nquotes = 0\n", "answer.quotes = 0 is not allowed"),
        ("[answer]\nquotes = 'many'\n", "answer.quotes = 'many' is not allowed"),
        ("[encoder]\nprecision = 'int8'\n", "encoder.precision = 'int8' is not allowed"),
        ("[answer\n", "is not TOML"),
    ],
)
def test_a_wrong_file_is_reported_with_its_key(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content)
    with pytest.raises(SettingsError, match=re.escape(message)) as error:
        load({}, file=file)
    assert str(file) in str(error.value)


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load({}, file=tmp_path / "none.toml")


def test_an_unknown_variable_is_reported_with_the_closest() -> None:
    with pytest.raises(SettingsError, match="PULLQUOTE_ANSWER_QUOTES"):
        load({"PULLQUOTE_ANSWER_QUOTE": "4"})


def test_what_is_for_the_tests_is_no_setting() -> None:
    assert load({"PULLQUOTE_TEST_RAY": "1", "PULLQUOTE_KILLS": "3"}) == load({})


def test_a_renamed_key_is_reported_with_its_new_name(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[bot]\narchive_channels = ["C012AB3CD"]\n')
    with pytest.raises(SettingsError, match=r"is now called 'bot\.watched_channels'"):
        load({}, file=file)
    with pytest.raises(SettingsError, match="is now called 'PULLQUOTE_BOT_WATCHED_PER_MINUTE'"):
        load({"PULLQUOTE_BOT_ARCHIVE_PER_MINUTE": "4"})


def test_no_former_key_is_a_setting_and_every_new_name_is() -> None:
    defaults = tomllib.loads(DEFAULTS.read_text())
    known = {f"{section}.{key}" for section, keys in defaults.items() for key in keys}
    assert not known & set(FORMER)
    assert set(FORMER.values()) <= known | {""}


def test_every_default_has_a_comment() -> None:
    lines = [line for line in DEFAULTS.read_text().splitlines() if re.match(r"\w+ = ", line)]
    sections = tomllib.loads(DEFAULTS.read_text())
    assert len(lines) == sum(len(keys) for keys in sections.values()) + ("groups" in sections)
    assert all("#" in line for line in lines)


def test_every_section_of_the_file_is_a_section_of_the_settings() -> None:
    assert set(tomllib.loads(DEFAULTS.read_text())) == set(Settings.model_fields)


def test_the_limits_for_the_web_come_from_their_section(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[web]\nmax_page_mb = 0.5\nuser_agent = "Harbourbot/{version}"\n')
    limits = web_limits(load({}, file=file))
    assert limits.max_bytes == 500_000
    assert re.fullmatch(r"Harbourbot/\d+\.\d+\.\d+", limits.user_agent)
    assert not limits.allow_private
    assert limits.obey_robots


GROUP = """
[[groups]]
name = "legal-team"
sources = ["reports", "https://news.example/*"]
channels = ["C012AB3CD"]
people = ["U012AB3CD", "*"]
"""


def test_groups_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"[answer]\nquotes = 2\n{GROUP}{GROUP.replace('legal-team', 'press')}")
    legal, press = load({}, file=file).groups
    assert (legal.name, press.name) == ("legal-team", "press")
    assert legal.sources == ("reports", "https://news.example/*")
    assert legal.channels == {"C012AB3CD"}
    assert not legal.outsiders
    assert load({}).groups == ()
    environ = {"MCP_TOKEN_LEGAL_TEAM": " a ", "MCP_TOKEN_PRESS": "a", "MCP_TOKEN": "b"}
    assert read_group_tokens(environ, (legal, press)) == {"a": {"legal-team", "press"}}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"legal-team"', '"Legal team"', "the group 'Legal team': name = 'Legal team' is not"),
        ('name = "legal-team"\n', "", "group 1 has no name: it should be lower-case letters"),
        ('sources = ["reports", "https://news.example/*"]\n', "", "'legal-team' has no sources"),
        ('["reports", "https://news.example/*"]', "[]", "sources = [] is not allowed"),
        ("C012AB3CD", "#general", "channels = '#general' is not allowed: it should be ids of chan"),
        ("C012AB3CD", "D012AB3CD", "channels = 'D012AB3CD' is not allowed"),
        ("U012AB3CD", "anna", "people = 'anna' is not allowed: it should be ids of people"),
        ("channels", "chanels", "no setting 'chanels'; the closest is 'channels'"),
        ("people", "usergroups", "usergroups = 'U012AB3CD' is not allowed: it should be ids of"),
        ("[[groups]]", "[groups]", "groups should be tables, each under a line [[groups]]"),
        ("[[groups]]", f"{GROUP}[[groups]]", "two groups are called 'legal-team'"),
    ],
)
def test_a_wrong_group_is_reported_by_its_name(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GROUP.replace(old, new))
    with pytest.raises(SettingsError, match=re.escape(message)) as error:
        load({}, file=file)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


def test_groups_are_not_read_from_the_environment() -> None:
    with pytest.raises(SettingsError, match="set in a settings file"):
        load({"PULLQUOTE_GROUPS": "[]"})
