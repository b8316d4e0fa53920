# Everything below sets itself up: Python 3.11 or newer is all it needs.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help run test lint bench clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

run: .venv/.installed ## Run the bot: the real one with TELEGRAM_TOKEN in .env, else the local demo
	@if [ -n "$$TELEGRAM_TOKEN" ] || grep -qs '^TELEGRAM_TOKEN=[^[:space:]]' .env; then \
		exec $(BIN)/jamsosbot run; \
	else \
		exec $(BIN)/jamsosbot demo; \
	fi

test: .venv/.installed-dev ## Run all tests
	$(BIN)/pytest -n 4 --dist loadfile

lint: .venv/.installed-dev ## Formatting, lint, types, content
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/jamsosbot faq check

bench: .venv/.installed-bench ## Compare speed and understanding with other ways, in one run
	$(BIN)/python -m tests.bench

clean: ## Remove what was set up
	rm -rf .venv build *.egg-info

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.installed-bench: .venv/.installed-dev
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
