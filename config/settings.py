"""The settings reader: default.toml, then a file, then the environment, then flags.

An unknown key or a bad value is a `SettingsError` that names the key, where it was set, and the
new name of a key that was renamed or else the closest key.
"""

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

PREFIX = "PULLQUOTE_"
CONFIG_VARIABLE = PREFIX + "CONFIG"
LOG_VARIABLE = "PULLQUOTE_LOG"
# For Pullquote's own tests, and no settings.
OF_TESTS = ("PULLQUOTE_TEST_", "PULLQUOTE_KILLS", "PULLQUOTE_SWAPS")
MCP_TOKEN = "MCP_TOKEN"  # noqa: S105
GROUPS = "groups"
LOCAL_FILE = "pullquote.toml"
DEFAULTS = Path(__file__).with_name("default.toml")
FORMER = {
    "bot.archive_channels": "bot.watched_channels",
    "bot.archive_per_minute": "bot.watched_per_minute",
    "slack.http_threads": "slack.request_threads",
    "slack.retry_s": "",
    "slack.ping_interval_s": "",
    "slack.deaf_after_s": "",
    "bot.post_burst": "",
    "bot.follow_snapshot_s": "",
}
"""Keys of earlier versions, and what each is called now; "" if it is no longer a setting."""


class SettingsError(Exception):
    """An unknown key or a bad value; the message is for people, in one line."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Data(_Section):
    dir: Path
    engine: Literal["embedded", "postgres"]
    url: SecretStr
    keep_snapshots: int = Field(ge=1)


class Sources(_Section):
    paths: tuple[str, ...]
    max_file_mb: float = Field(gt=0)


class Web(_Section):
    user_agent: str = Field(min_length=1, pattern="^[ -~]+$")
    delay_s: float = Field(ge=0)
    timeout_s: float = Field(gt=0)
    max_page_mb: float = Field(gt=0)
    max_redirects: int = Field(ge=0, le=20)
    max_items: int = Field(ge=1)
    allow_private: bool
    obey_robots: bool


class EncoderSettings(_Section):
    model: str = Field(min_length=1)
    download: bool
    engine: Literal["auto", "torch", "openvino"]
    precision: Literal["auto", "float32", "bfloat16"]
    batch_tokens: int = Field(ge=256)
    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2}$")], ...]


class Retrieval(_Section):
    candidates: int = Field(ge=1, le=1000)


class LateInteraction(_Section):
    model: str


class Rerank(_Section):
    model: str
    depth: int = Field(ge=1, le=200)


class ReaderSettings(_Section):
    model: str


class AnswerSettings(_Section):
    quotes: int = Field(ge=1, le=10)
    threshold: float = Field(ge=0, le=1)


class Question(_Section):
    max_chars: int = Field(ge=10)


class Slack(_Section):
    base_url: str = Field(pattern="^https?://")
    timeout_s: float = Field(gt=0)
    http_host: str = Field(min_length=1)
    request_threads: int = Field(ge=1, le=100)


class Bot(_Section):
    workers: int = Field(ge=1, le=100)
    posts_per_s: float = Field(gt=0)
    questions_per_minute: int = Field(ge=1)
    may_ask: frozenset[str]
    answer_bots: bool
    ask_a_person: str = Field(pattern="^([CGS][A-Z0-9]+)?$")
    hint_at_mention: bool
    may_rebuild: frozenset[str]
    watched_channels: frozenset[str]
    watched_per_minute: int = Field(ge=1)
    follow_confidence: float = Field(ge=0, le=1)
    follows_per_person: int = Field(ge=1)
    follows_per_channel: int = Field(ge=1)
    keep_questions_days: float = Field(ge=0)
    give_up_after_h: float = Field(gt=0)
    drain_s: float = Field(ge=0)
    health_host: str = Field(min_length=1)
    health_port: int = Field(ge=0, le=65535)


class Group(_Section):
    """People who may ask of some sources; `config/default.toml` says what each key is for."""

    name: str = Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")
    sources: tuple[Annotated[str, Field(min_length=1)], ...] = Field(min_length=1)
    channels: frozenset[Annotated[str, Field(pattern=r"^([CG][A-Z0-9]{2,}|\*)$")]] = frozenset()
    usergroups: frozenset[Annotated[str, Field(pattern="^S[A-Z0-9]{2,}$")]] = frozenset()
    people: frozenset[Annotated[str, Field(pattern=r"^([UWB][A-Z0-9]{2,}|\*)$")]] = frozenset()
    outsiders: bool = False

    @property
    def token_variable(self) -> str:
        """The environment variable that may hold the group's token for `pullquote mcp --http`."""
        return f"{MCP_TOKEN}_{self.name.upper().replace('-', '_')}"


GROUP_KEYS = {
    "name": 'lower-case letters and digits, with hyphens between, such as "legal-team"',
    "sources": 'sources as `pullquote sources` lists them, such as ["reports"]; ["*"] is all',
    "channels": 'ids of channels, such as ["C012AB3CD"]; ["*"] is all',
    "usergroups": 'ids of user groups, such as ["S012AB3CD"]',
    "people": 'ids of people, such as ["U012AB3CD"]; ["*"] is all members of the workspace',
    "outsiders": "true or false",
}
"""What each key of a group should be."""


class Settings(_Section):
    """All settings; `config/default.toml` says what each is for."""

    groups: tuple[Group, ...]
    data: Data
    sources: Sources
    web: Web
    encoder: EncoderSettings
    retrieval: Retrieval
    late_interaction: LateInteraction
    rerank: Rerank
    reader: ReaderSettings
    answer: AnswerSettings
    question: Question
    slack: Slack
    bot: Bot

    @field_validator("groups")
    @classmethod
    def _names_differ(cls, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        names = [group.name for group in groups]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two groups are called {twice[0]!r}: give each a name of its own")
        return groups


def load(
    environ: Mapping[str, str],
    *,
    file: Path | None = None,
    here: Path | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Settings:
    """Read the settings once.

    `file` wins over the file that `PULLQUOTE_CONFIG` names, and that over `here`, which is read if
    it is there; `flags` maps dotted keys
    (`answer.quotes`) to values, None meaning not given.
    """
    values: dict[str, Any] = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    known = {
        f"{section}.{key}" for section, keys in values.items() if section != GROUPS for key in keys
    }
    origin: dict[str, str] = {}

    def override(key: str, value: Any, where: str) -> None:
        if key not in known:
            raise SettingsError(f"{where}: {_unknown(key, known, FORMER)}")
        section, name = key.split(".")
        values[section][name] = value
        origin[key] = where

    if file is None and environ.get(CONFIG_VARIABLE):
        file = Path(environ[CONFIG_VARIABLE])
    if file is None and here is not None and here.is_file():
        file = here
    if file is not None:
        for key, value in _read_file(file).items():
            if key == GROUPS:
                values[GROUPS], origin[GROUPS] = value, str(file)
            else:
                override(key, value, str(file))
    variables = {_variable(key): key for key in known}
    for variable, text in environ.items():
        if not variable.startswith(PREFIX) or variable in (CONFIG_VARIABLE, LOG_VARIABLE):
            continue
        if variable.startswith(OF_TESTS):
            continue
        if variable == _variable(GROUPS):
            raise SettingsError(f"{variable}: groups are set in a settings file, as [[groups]]")
        if variable not in variables:
            former = {_variable(old): new and _variable(new) for old, new in FORMER.items()}
            raise SettingsError(
                _unknown(variable, {*variables, CONFIG_VARIABLE, LOG_VARIABLE}, former)
            )
        key = variables[variable]
        section, name = key.split(".")
        is_list = isinstance(values[section][name], list)
        override(key, [t for t in text.split(",") if t] if is_list else text, variable)
    for key, value in (flags or {}).items():
        if value is not None:
            override(key, value, "--" + key.rpartition(".")[2].replace("_", "-"))
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        if first["loc"][0] == GROUPS:
            raise SettingsError(
                f"{origin[GROUPS]}: {_group_fault(first, values[GROUPS])}"
            ) from error
        key = ".".join(str(part) for part in first["loc"][:2])
        where = f"{origin[key]}: " if key in origin else ""
        raise SettingsError(
            f"{where}{key} = {first['input']!r} is not allowed: {_decapitalize(first['msg'])}"
        ) from error


def _read_file(file: Path) -> dict[str, Any]:
    """The file's settings by dotted key."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"the settings file {str(file)!r} cannot be read: {error.strerror}"
        ) from error
    except ValueError as error:
        raise SettingsError(f"the settings file {str(file)!r} is not TOML: {error}") from error
    flat: dict[str, Any] = {}
    for section, keys in content.items():
        if section == GROUPS:
            flat[section] = keys
        elif isinstance(keys, dict):
            flat |= {f"{section}.{key}": value for key, value in keys.items()}
        else:
            flat[section] = keys
    return flat


def _group_fault(error: Any, groups: Any) -> str:
    """What is wrong with the groups, by pydantic's first error."""
    if len(error["loc"]) < 3:
        if error["type"] == "value_error":
            return str(error["ctx"]["error"])
        return "groups should be tables, each under a line [[groups]]"
    number, key = error["loc"][1:3]
    name = groups[number].get("name")
    which = f"the group {name!r}" if isinstance(name, str) else f"group {number + 1}"
    if error["type"] == "missing":
        return f"{which} has no {key}: it should be {GROUP_KEYS[key]}"
    if error["type"] == "extra_forbidden":
        close = difflib.get_close_matches(key, GROUP_KEYS, n=1, cutoff=0.0)
        return f"{which} has no setting {key!r}; the closest is {close[0]!r}"
    return f"{which}: {key} = {error['input']!r} is not allowed: it should be {GROUP_KEYS[key]}"


def _variable(key: str) -> str:
    return PREFIX + key.replace(".", "_").upper()


def _unknown(key: str, known: set[str], former: Mapping[str, str]) -> str:
    if key in former:
        now = former[key]
        return f"{key!r} is now called {now!r}" if now else f"{key!r} is no longer a setting"
    close = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.0)
    return f"there is no setting {key!r}; the closest is {close[0]!r}"


def _decapitalize(message: str) -> str:
    return message[:1].lower() + message[1:]
