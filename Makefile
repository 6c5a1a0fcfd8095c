# Everything is made from the lock file into .venv; nothing outside this folder is touched.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := .make/environment
REPLAY := .make/replay
OTHER := .make/other
ENGINES := .make/engines

# uv does not read pip's configuration: hand over what the machine's owner set there.
pip_setting = $(shell $(PYTHON) -m pip config list 2>/dev/null | sed -n "s/^[^=]*\.$(1)='\(.*\)'$$/\1/p" | tail -n 1)
INDEX := $(or $(UV_DEFAULT_INDEX),$(PIP_INDEX_URL),$(call pip_setting,index-url))
CERT := $(or $(SSL_CERT_FILE),$(PIP_CERT),$(call pip_setting,cert))
UV_ENV := $(if $(INDEX),UV_DEFAULT_INDEX="$(INDEX)") $(if $(CERT),SSL_CERT_FILE="$(CERT)")
# Airflow compiles for seconds in every process where bytecode is missing.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.lock setup.cfg pyproject.toml
	@mkdir -p .make
	@echo "making $(VENV) from requirements.lock"
	@if ! test -x .make/uv/bin/uv; then \
	  $(PYTHON) -m venv .make/uv && \
	  awk '/^uv==/{p=1} p{print} p&&!/\\$$/{exit}' requirements.lock > .make/uv.lock && \
	  .make/uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r .make/uv.lock; fi
	@test -x $(BIN)/python || $(UV_ENV) .make/uv/bin/uv venv -q --python $(PYTHON) $(VENV)
	@$(UV_ENV) .make/uv/bin/uv pip sync -q --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	@.make/uv/bin/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation --offline -e .
	@touch $@

.PHONY: environment
environment: $(STAMP) ## make the Python environment in .venv

$(REPLAY)/made: replay.lock | $(STAMP)
	@echo "making $(REPLAY) from replay.lock"
	@test -x $(REPLAY)/bin/python || $(UV_ENV) .make/uv/bin/uv venv -q --python $(PYTHON) $(REPLAY)
	@$(UV_ENV) .make/uv/bin/uv pip sync -q --python $(REPLAY)/bin/python --require-hashes --compile-bytecode replay.lock
	@touch $@

.PHONY: replay
replay: $(REPLAY)/made ## make pywb's own environment in .make/replay

$(ENGINES)/made: engines.lock | $(STAMP)
	@echo "making $(ENGINES) from engines.lock"
	@test -x $(ENGINES)/bin/python || $(UV_ENV) .make/uv/bin/uv venv -q --python $(PYTHON) $(ENGINES)
	@$(UV_ENV) .make/uv/bin/uv pip sync -q --python $(ENGINES)/bin/python --require-hashes engines.lock
	@touch $@

.PHONY: engines
engines: $(ENGINES)/made ## make the environment of other engines that read the tables in .make/engines

# Records have to be the same on every Python: where another one is found, a test runs under it, too.
$(OTHER)/made: requirements.lock | $(STAMP)
	@mkdir -p $(OTHER); own=$$($(BIN)/python -c 'import sys; print(*sys.version_info[:2])'); found=; \
	for python in python3.11 python3.12 python3.13 $$HOME/.pyenv/versions/3.1[123].*/bin/python; do \
	  told=$$($$python -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null) && test "$$told" != "$$own" && found=$$python; \
	done; \
	if test -n "$$found"; then echo "making $(OTHER) with $$found" && \
	  { test -x $(OTHER)/bin/python || $(UV_ENV) .make/uv/bin/uv venv -q --allow-existing --python $$found $(OTHER); } && \
	  $(UV_ENV) .make/uv/bin/uv pip sync -q --python $(OTHER)/bin/python --require-hashes requirements.lock; fi
	@touch $@

.PHONY: other
other: $(OTHER)/made ## make an environment of another Python version in .make/other, where there is one

.PHONY: demo
demo: $(STAMP) ## start everything, crawl the demo newspapers through Airflow, show where to click
	@$(BIN)/python tests/demo.py

.PHONY: check
check: $(STAMP) ## formatting, lint, types, import rules
	@$(BIN)/ruff format --check -q . && $(BIN)/ruff check -q . && $(BIN)/mypy && $(BIN)/lint-imports --config setup.cfg

.PHONY: test
test: check replay other engines ## all tests but the long ones, once; those on the stack, which mostly wait, beside the others
	@$(MAKE) --no-print-directory -j2 test-parts test-stack

.PHONY: test-parts
test-parts: $(STAMP)
	@CORANTO_RECORD=test $(BIN)/python -m pytest -m "not stack" -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: test-stack
test-stack: $(STAMP)
	@CORANTO_RECORD=test $(BIN)/python -m pytest -m "stack and not long"

.PHONY: soak
soak: $(STAMP) replay other engines ## the same tests with larger numbers, for hours; resumes where it stopped
	@CORANTO_SOAK=1 CORANTO_RECORD=soak CORANTO_SEED=$${CORANTO_SEED:-$$RANDOM} $(BIN)/python -m pytest --timeout 14400

.PHONY: bench
bench: $(STAMP) ## measure, and append to BENCHMARKS.md
	@for subject in writer capture memory clean cdx sources airflow; do $(BIN)/python tests/bench_$$subject.py || exit 1; done
	@$(BIN)/python tests/bench_query.py 10000 100000 1000000
	@$(BIN)/python tests/bench_web.py 10000 100000 1000000
	@$(BIN)/python tests/quality.py --bench

LOCKED := --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -q
.PHONY: lock
lock: ## bring requirements.lock up to setup.cfg, replay.lock to replay.in, engines.lock to engines.in
	@$(UV_ENV) .make/uv/bin/uv pip compile setup.cfg --all-extras $(LOCKED) -o requirements.lock
	@$(UV_ENV) .make/uv/bin/uv pip compile replay.in $(LOCKED) -o replay.lock
	@$(UV_ENV) .make/uv/bin/uv pip compile engines.in $(LOCKED) -o engines.lock

.PHONY: down
down: ## stop the stack
	@$(BIN)/coranto down
