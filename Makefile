# Gehoor: `make run` is all a newcomer needs. PORT, DATABASE_URL and PYTHON are honoured.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --require-hashes
CANDIDATES := python3.13 python3.12 python3.11 python3 python
REQUIREMENTS := requirements

STYLES := gehoor/static/vendor/.complete
LOCALE := gehoor/locale
COMPILED := $(patsubst %.po,%.mo,$(wildcard $(LOCALE)/*/LC_MESSAGES/*.po))
INSTALLED := $(VENV)/.installed
TOOLS := $(VENV)/.tools

.PHONY: help run install tools test check bench messages lock clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: $(INSTALLED) ## set up what is missing, then serve on http://127.0.0.1:8000 (PORT=...)
	@exec $(VENV)/bin/gehoor run

install: $(INSTALLED) ## everything the product needs, in .venv

tools: $(TOOLS) ## what tests and checks need besides

test: $(TOOLS) ## the whole suite, on SQLite and on PostgreSQL
	@$(PY) -m tests.run $(ARGS)

check: $(TOOLS) ## style, types, the house, sizes
	@$(PY) -m checks.run

bench: $(TOOLS) ## every figure in benchmarks/
	@$(PY) -m benchmarks.run $(ARGS)

messages: $(INSTALLED) ## gather the texts of the screens anew in gehoor/locale (needs gettext)
	@command -v xgettext >/dev/null || { echo "Install gettext first (Debian: gettext)." >&2; exit 1; }
	@cd gehoor && GEHOOR_DATA=../var ../$(VENV)/bin/gehoor makemessages --all --ignore=tests \
	  --add-location=file --no-obsolete --no-wrap

lock: | $(PY) ## renew requirements/*.txt from pyproject.toml (UPGRADE=--upgrade)
	@$(PIP) uv
	@$(PY) requirements/lock.py $(UPGRADE)

clean: ## remove what make made; the database stays
	rm -rf $(VENV) gehoor/static/vendor $(COMPILED) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each file below says "this was done"; make redoes it only when its sources are newer.

# A version manager may offer a name that does not run, so each candidate is tried.
$(PY):
	@for python in $(or $(PYTHON),$(CANDIDATES)); do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "setting up .venv with $$($$python --version)"; exec $$python -m venv $(VENV); \
	  fi; \
	done; echo "Gehoor needs Python 3.11 or newer with its venv module (Debian: python3-venv)." >&2; \
	echo "Another Python: make PYTHON=/path/to/python3" >&2; exit 1

$(VENV)/.locked: $(REQUIREMENTS)/build.txt $(REQUIREMENTS)/base.txt | $(PY)
	@echo "installing locked dependencies ..."
	@$(LOCKED) -r $(REQUIREMENTS)/build.txt -r $(REQUIREMENTS)/base.txt
	@touch $@

$(STYLES): package.json package-lock.json .npmrc build_hook.py $(VENV)/.locked
	@$(PY) build_hook.py

$(COMPILED): %.mo: %.po build_hook.py $(VENV)/.locked
	@$(PY) build_hook.py

# No isolation: the build tools are the locked ones; no deps: they are there already.
$(INSTALLED): pyproject.toml $(VENV)/.locked | $(STYLES) $(COMPILED)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(TOOLS): $(REQUIREMENTS)/test.txt $(REQUIREMENTS)/check.txt $(INSTALLED)
	@echo "installing test and check tools ..."
	@$(LOCKED) -r $(REQUIREMENTS)/test.txt -r $(REQUIREMENTS)/check.txt
	@touch $@
