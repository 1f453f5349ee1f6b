# make demo         crawls the bundled demo site twice and shows what does not fit; ARGS='--lang en' for English
# make soak         kills and resumes a crawl 200 times; reads 10,000 damaged documents; audits 2,000 generated bulletins, 150
#                   generated mailboxes, and 100 of each planted error
# make bench        measures what is claimed to be fast or exact, beside other tools
# make test         a fresh clone needs nothing else: makes .venv, installs, runs the tests
# make check        lint, format and types
# make acceptance   the same expectations on the real documents: make acceptance SHARED=../shared
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared

.PHONY: install demo test check acceptance soak bench clean

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: install
	$(BIN)/wenzheng demo $(ARGS)

test: install
	$(BIN)/pytest --numprocesses auto --dist loadscope

soak: install
	WENZHENG_KILLS=200 $(BIN)/pytest tests/scrapers/test_kill.py
	WENZHENG_MUTANTS=10000 $(BIN)/pytest tests/test_mutants.py
	WENZHENG_GENERATED=2000 WENZHENG_PLANTED=100 WENZHENG_WORLDS=150 $(BIN)/pytest tests/generated

bench: install
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	for bench in tests/benchmarks/bench_*.py; do $(BIN)/python -m tests.benchmarks.$$(basename $$bench .py); done

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

acceptance: install
	WENZHENG_SHARED=$(abspath $(SHARED)) $(BIN)/pytest tests/acceptance

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
