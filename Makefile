# make demo    on a machine with python3 and make and nothing else
# make test    everything that must hold before a change goes in

PYTHON := $(or $(PYTHON),$(shell for candidate in python3 python3.13 python3.12 python3.11; do \
	$$candidate -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { echo $$candidate; break; }; done))

# Which morphology: the native library where it can be used, else the one in the `embedded` extra.
# REPLYCHECK_MORPHOLOGY=native|embedded decides it by force, here and inside replycheck.
BACKEND := $(or $(REPLYCHECK_MORPHOLOGY),$(shell $(or $(PYTHON),false) tools/native_voikko.py 2>/dev/null \
	&& echo native || echo embedded))
EXTRA := $(if $(filter embedded,$(BACKEND)),[embedded])
FRONT_ENDS := lint,serve,lsp,mcp

BIN := .venv/bin
# Run as a file: a system python3 without ensurepip cannot install pip into .venv (see tools/README.md).
PIP := $(BIN)/python $(wildcard tools/pip-*.whl)/pip --disable-pip-version-check

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/.installed-$(BACKEND)  ## install, then check the drafts in examples/drafts
	@$(BIN)/replycheck doctor
	@$(BIN)/replycheck check --show-fixed --channel chat examples/drafts/chat-*.txt || test $$? -eq 1
	@$(BIN)/replycheck check --show-fixed --channel email examples/drafts/email-*.txt || test $$? -eq 1

test: venv  ## format, lint, types, import contract, tests (rule examples too)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --maxprocesses 4

venv: .venv/.developed-$(BACKEND)  ## install with the developer's tools, into .venv

format: venv  ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: venv  ## speed and memory beside raw Voikko and the Finnish spaCy model
	OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/run.py

readings: venv  ## score readings: make readings FILES="a.conllu b.conllu" OPTIONS="--errors --backends"
	OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/readings.py $(OPTIONS) $(FILES)

pages: venv  ## write docs/rules/ from the rule files and the labelled drafts
	$(BIN)/python tools/rule_pages.py

train: venv  ## check the training sentences, and train the tone model on them (two minutes)
	$(BIN)/python tools/check_training.py training/*.jsonl
	OPENBLAS_NUM_THREADS=1 $(BIN)/replycheck train training/*.jsonl tests/corpus/own-*.jsonl \
		$(patsubst %,rules/%.yaml,blame dismissive overpromise defensive hostile) --out src/replycheck/tone.npz

clean:  ## delete .venv and all that can be made again
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: an install is repeated when pyproject.toml changes or another morphology is wanted.
.venv/.installed-$(BACKEND): pyproject.toml | .venv/bin/python
	@echo "Installing replycheck with the $(BACKEND) morphology (about 400 MB, a minute or two) ..."
	@$(PIP) install -qq --editable '.$(EXTRA)'
	@touch $@

.venv/.developed-$(BACKEND): .venv/.installed-$(BACKEND)
	@$(PIP) install -qq --editable '.[$(FRONT_ENDS)]' --group dev
	@touch $@

.venv/bin/python:
	@test -n "$(PYTHON)" || { \
		echo "replycheck needs Python 3.11, 3.12 or 3.13; python3 here is: $$(python3 --version 2>&1)"; \
		echo "Install one of them, or name one: make demo PYTHON=/path/to/python3.12"; exit 1; } >&2
	@$(PYTHON) -m venv --without-pip --clear .venv
	@$(PIP) install -qq --no-index $(wildcard tools/pip-*.whl)

.PHONY: help demo test venv format bench readings pages train clean
