"""Whether everything is in place to serve, and what to fix; nothing is changed."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import yaml
from slack_sdk import WebClient

from bot.groups import sources_without_group, unknown_sources
from bot.slack.connection.clients import reading_client
from bot.slack.connection.failures import judge
from bot.slack.connection.identity import (
    Identity,
    SlackUnreachable,
    TokenError,
    expect_tokens,
    identify,
)
from bot.slack.installation.manifest import FILE, manifest_faults, needed_scopes, read_manifest
from bot.wording.phrases import counted
from config.environment import Secrets
from config.settings import Settings
from index.collection.collection import kept_sources
from index.errors import EngineUnavailable, PullquoteError, named

ROOM_FACTOR = 3
"""A rebuild writes a new index beside the old one, and the one before may be kept too."""
MIN_ROOM_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """`fix` is what to do; "" if all is well."""

    what: str
    found: str
    fix: str = ""

    @property
    def is_well(self) -> bool:
        return not self.fix


def examine(settings: Settings, secrets: Secrets) -> Iterator[Finding]:
    """The findings one by one, as they are made."""
    yield from _tokens(settings, secrets)
    yield _manifest()
    yield from _index(settings)
    yield _disk(settings)


def _tokens(settings: Settings, secrets: Secrets) -> Iterator[Finding]:
    try:
        expect_tokens(secrets)
        identity = identify(reading_client(settings, secrets), lambda wait_s: True, tries=1)
    except TokenError as error:
        yield Finding("tokens", str(error), f"set {error.variable} in the environment")
        return
    except SlackUnreachable as error:
        yield Finding("tokens", str(error), _look_at_the_network(settings))
        return
    yield Finding("bot token", f"taken by the workspace {identity.team}")
    if secrets.app_token:
        yield _app_token(settings, secrets)
    else:
        yield Finding("signing secret", "set; requests come over HTTP to /slack/events")
    yield _scopes(identity)


def _look_at_the_network(settings: Settings) -> str:
    return f"look at the network between here and {settings.slack.base_url}"


def _app_token(settings: Settings, secrets: Secrets) -> Finding:
    client = WebClient(base_url=settings.slack.base_url)
    try:
        client.apps_connections_open(app_token=secrets.app_token)
    except Exception as error:
        if (failure := judge(error)) is None:
            raise
        fix = "make an app-level token with connections:write, and set SLACK_APP_TOKEN to it"
        if failure.unsure:
            fix = _look_at_the_network(settings)
        return Finding("app token", failure.cause, fix)
    return Finding("app token", "opens Socket Mode connections")


def _scopes(identity: Identity) -> Finding:
    if missing := sorted(needed_scopes() - identity.scopes):
        return Finding(
            "scopes",
            f"{', '.join(missing)} not granted",
            "update the app from what `pullquote manifest` prints, and reinstall it",
        )
    if more := sorted(identity.scopes - needed_scopes()):
        return Finding("scopes", f"all granted; not needed: {', '.join(more)}")
    return Finding("scopes", "all granted")


def _manifest() -> Finding:
    try:
        faults = manifest_faults(read_manifest())
    except (OSError, yaml.YAMLError) as error:
        return Finding("manifest", f"cannot be read: {error}", f"restore {FILE}")
    if faults:
        return Finding("manifest", "; ".join(faults), f"fix {FILE}, then update the app from it")
    return Finding("manifest", "has every scope and event that is used")


def _index(settings: Settings) -> Iterator[Finding]:
    try:
        from bot.engine.storage import engine_of

        snapshot = engine_of(settings).open()
    except EngineUnavailable as error:
        yield Finding("index", str(error), "see docs/scaling.md for what PostgreSQL needs")
        return
    except PullquoteError as error:
        yield Finding("index", str(error), "run `pullquote rebuild`")
        return
    snapshot.close()
    manifest = snapshot.manifest
    counts = f"{counted(manifest.articles, 'article')}, {counted(manifest.passages, 'passage')}"
    yield Finding("index", counts)
    yield _encoder(settings, snapshot.manifest.expect_encoder)
    if settings.groups:
        yield from _groups(settings)


def _groups(settings: Settings) -> Iterator[Finding]:
    kept = kept_sources(settings.data.dir)
    places = {source.location: source.place for source in kept}
    for group, source in unknown_sources(settings.groups, places):
        yield Finding(
            "groups",
            f"{group.name} names {source!r}, which is no source",
            "name it as `pullquote sources` lists it",
        )
    if unseen := sources_without_group(settings.groups, places):
        yield Finding(
            "groups",
            f"no group may see {named(unseen)}",
            "name them as sources of a group, or nobody in Slack is answered from them",
        )
    for group in settings.groups:
        if not (group.channels or group.people or group.usergroups):
            yield Finding("groups", f"{group.name} has nobody in Slack; agents may have its token")
    yield Finding("groups", f"{', '.join(group.name for group in settings.groups)}")


def _encoder(settings: Settings, expect: Callable[[str], None]) -> Finding:
    from bot.engine.encoders import locate_encoder

    try:
        files = locate_encoder(settings)
        expect(files.fingerprint)
    except PullquoteError as error:
        return Finding("encoder", str(error), "set encoder.model back, or run `pullquote rebuild`")
    return Finding("encoder", files.fingerprint)


def _disk(settings: Settings) -> Finding:
    folder = settings.data.dir
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        fix = "make it writable for this user, or name another one with --data"
        return Finding("disk", f"{there} cannot be written to", fix)
    free = shutil.disk_usage(there).free
    if free < max(MIN_ROOM_BYTES, ROOM_FACTOR * _bytes_in(folder) // 2):
        fix = "make room: a rebuild writes a new index beside the old one"
        return Finding("disk", f"{free / 1e6:,.0f} MB are free in {there}", fix)
    return Finding("disk", f"{free / 1e9:,.1f} GB are free in {there}")


def _bytes_in(folder: Path) -> int:
    """A rebuild may delete files meanwhile."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += Path(parent, name).lstat().st_size
    return total
