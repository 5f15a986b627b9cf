# make run    check the sample reports, load the sample city, print its log-ins, serve everything;
#             what was done there is kept: make run FRESH=1 starts anew, PORT=8001 takes another port
# make test   format, lint, types, import contracts, generated docs, tests, coverage: the whole gate
# make test-all   every test, the thorough ones too; those of the platform on SQLite and on PostgreSQL
# make lint · make docs · make bench · make lock · make clean

PYTHON   ?= python3
PORT     ?= 8000
SERVE    ?= 1
FRESH    ?= 0
JOBS     ?= 2
# which benchmarks, and --quick: make bench BENCH="docx html --quick"
BENCH    ?=
# branches of the core that the tests must reach, in per cent
COVERAGE ?= 95

BIN   := .venv/bin
STAMP := .venv/.installed
# what rests on locks, transactions, triggers and types: tried on PostgreSQL in the gate too; all the
# others there by make test-all, for the gate has its quarter of an hour
BOTH  := $(addprefix tests/web/,test_acting.py test_storm.py audit agencies/test_numbers.py \
	agencies/test_races.py api/test_races.py files/test_races.py cases/test_races.py cases/test_ledger.py)
# tests that share one scene run in one process
WEB   := $(BIN)/python -m pytest --dist loadgroup
PIP   := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps

.DEFAULT_GOAL := help
.PHONY: help run test test-all lint docs bench lock clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo '需要 Python 3.11 或更高版本；可用 make PYTHON=/path/to/python3.11 指定' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --editable .
	touch $@

run: $(STAMP)
	$(BIN)/gongkai site samples/reports -o out/
ifneq ($(SERVE),0)
	@$(BIN)/gongkai serve --port $(PORT) $(if $(filter 1,$(FRESH)),--fresh)
endif

test: lint
	$(BIN)/coverage erase
	$(WEB) -n $(JOBS) -m "not thorough" --ignore=tests/web --cov --cov-report=term
	$(BIN)/python tools/branch_coverage.py $(COVERAGE)
	$(WEB) -n $(JOBS) -m "not thorough" tests/web
	GONGKAI_TEST_DATABASE=postgresql $(WEB) -n $(JOBS) $(BOTH)

test-all: lint
	$(WEB) -n $(JOBS) tests
	GONGKAI_TEST_DATABASE=postgresql $(WEB) -n $(JOBS) tests/web

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python docs/generate.py --check

docs: $(STAMP)
	$(BIN)/python docs/generate.py

# the peers of the benchmarks in an environment of their own
.venv-bench/.installed: benchmarks/requirements.txt requirements.lock pyproject.toml
	$(PYTHON) benchmarks/install.py
	touch $@

bench: .venv-bench/.installed
	.venv-bench/bin/python -m benchmarks $(BENCH)

lock:
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip --disable-pip-version-check install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --upgrade --generate-hashes --quiet \
		--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra web --extra s3 --extra pdf-fallback --extra fonts --extra ocr --extra bulk \
		--universal --generate-hashes --quiet --constraint requirements.lock --no-emit-index-url --no-emit-find-links \
		--custom-compile-command 'make lock' -o deploy/requirements.lock

clean:
	rm -rf out build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
