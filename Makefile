# The same few commands by hand and in CI; `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
ARGS ?=
# --no-compile where Python may write down what it compiles itself, when it needs it.
COMPILE ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check $(COMPILE)
ALL := .venv/installed-all
DEV := .venv/installed-dev

.PHONY: demo test format lint types imports bench bench-plan chaos clean help

demo: $(if $(wildcard $(DEV)),$(DEV),$(ALL)) ## The whole stack on this machine; ARGS="--once" plans once and ends
	@$(BIN)/vallee-demo $(ARGS)

test: $(DEV) ## All tests; ARGS goes to pytest
	@scripts/system-parts
	scripts/in-memory $(BIN)/pytest --numprocesses auto --maxprocesses 4 $(ARGS)

format: $(DEV) ## Put the code into its form
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

lint: $(DEV) ## Style, names, docstrings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## Types, strict
	$(BIN)/mypy

imports: $(DEV) ## The floors of the house
	$(BIN)/lint-imports

bench-plan: $(DEV) ## Plans beside PyVRP, VROOM and published values; writes docs/reference/planning.md
	$(PIP) --editable '.[peers]'
	$(BIN)/python -m tests.bench_plan $(ARGS)

bench: $(DEV) ## Rates and memory, each beside a named peer; writes docs/reference/speed.md
	$(BIN)/python -m tests.bench

chaos: $(DEV) ## Break everything, count, write docs/reference/reliability.md; ARGS="--short" for a try
	$(BIN)/python -m tests.chaos $(ARGS)

clean: ## Remove all that was made here, but not .venv
	rm -rf build dist demo-out demo-state *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

help: ## This list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/make \1\t\2/p' Makefile | expand -t 16

# Installed anew only when pyproject.toml has changed: the code itself is linked, not copied.
$(DEV): pyproject.toml | $(BIN)/python
	@echo "Installing into .venv (some minutes the first time)"
	$(PIP) --editable '.[dev]'
	@touch $@

$(ALL): pyproject.toml | $(BIN)/python
	@echo "Installing into .venv (some minutes the first time)"
	$(PIP) --editable '.[all]'
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is older or missing;" \
	    "name another one: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
