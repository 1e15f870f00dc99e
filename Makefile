# The everyday commands; each says in one line what it does. Needs bash and Python 3.11 or newer.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test check bench messages lock

help:
	@echo "make demo       load the sample zone and serve it on this machine"
	@echo "make test       run everything that CI runs (prepares what is missing)"
	@echo "make check      the fast part: lint, format, types, layers, translations, migrations"
	@echo "make bench      pages and actions at 10,000 and 100,000 requests, as ratios (a quarter of an hour)"
	@echo "make setup      make .venv from the locked runtime dependencies (setup-dev: with the tools for tests)"
	@echo "make messages   rewrite and compile the Chinese catalogue from the sources"
	@echo "make lock       resolve requirements/*.in anew into hashed locks (needs uv)"

setup:
	@scripts/setup runtime

setup-dev:
	@scripts/setup dev

demo: setup
	@echo "demo: loading the sample zone if it is not there, then serving it until Ctrl-C"
	@exec .venv/bin/liaison demo

test: setup-dev
	@echo "test: checks, then tests on SQLite and PostgreSQL, then stories in a browser"
	@exec scripts/test

check: setup-dev
	@echo "check: lint, format, types, layers, translations, migrations"
	@exec scripts/check

bench: setup-dev
	@echo "bench: filling and measuring both engines; the table goes into docs/performance.md"
	@exec .venv/bin/python -m bench --write

messages: setup-dev
	@.venv/bin/python scripts/catalogue.py update

lock:
	@echo "lock: resolving requirements/*.in into hashed locks"
	@command -v uv >/dev/null || { echo "lock: uv is missing; install it with: pip install uv" >&2; exit 2; }
	@cd requirements && for name in runtime dev; do \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" $$name.in -o $$name.txt || exit 1; done
