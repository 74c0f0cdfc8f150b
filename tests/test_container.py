"""The image and the services are described as their own tools want it, and with our settings."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from bot.cli import main
from config.settings import load

DEFAULT = re.compile(r"\$\{\w+:-(.*)\}")
ROOT = Path(__file__).parents[1]
HADOLINT = Path(sys.executable).with_name("hadolint")


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint has no wheel for this machine")
def test_the_dockerfile_is_clean() -> None:
    found = subprocess.run([HADOLINT, "Dockerfile"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_the_image_holds_only_what_the_package_is_made_of() -> None:
    ignored, *kept = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored == "*"
    copied = [
        name
        for line in (ROOT / "Dockerfile").read_text().splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    assert {line.removeprefix("!") for line in kept if line.startswith("!")} == set(copied)
    assert all((ROOT / name).exists() for name in copied)


def test_the_services_run_commands_and_settings_that_there_are() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    environ: dict[str, str] = {}
    for name in ("bot", "rebuild"):
        service = services[name]
        assert service["command"][0] in main.commands
        for variable, value in service["environment"].items():
            default = DEFAULT.sub(r"\1", value)
            environ |= {variable: default} if variable.startswith("PULLQUOTE_") else {}
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        name, _, value = line.strip().removesuffix(" \\").partition("=")
        environ |= {name: value} if name.startswith("PULLQUOTE_") else {}
    settings = load(environ)
    assert settings.data.dir == Path("/data")
    assert settings.sources.paths == ("/articles",)
    assert settings.bot.health_host == "0.0.0.0"  # noqa: S104
    assert json.dumps(services["bot"]["volumes"]) == json.dumps(services["rebuild"]["volumes"])
    assert settings.data.engine == "embedded"
    in_postgres = load(environ | {"PULLQUOTE_DATA_ENGINE": "postgres"}).data
    place = urlsplit(in_postgres.url.get_secret_value())
    assert place.hostname in services
    assert services[place.hostname]["environment"]["POSTGRES_USER"] == place.username
