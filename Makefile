# The first two are all that a newcomer needs. uv is taken where it is found, and set up with pip
# where it is not.

UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
DUMPS ?=
N ?= 100000

.DEFAULT_GOAL := help
.PHONY: help warehouse learn test setup ui superset test-superset lint accuracy bench docs

warehouse: setup ## Build the warehouse from samples/, or from DUMPS=folder
	@.venv/bin/paperhouse build $(DUMPS)

test: setup ## Run every test
	.venv/bin/pytest -n auto --dist loadfile

learn: setup ## Learn from the published papers which phrases are common, for later builds
	@.venv/bin/paperhouse learn

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.ready ## Set up .venv from uv.lock

ui: setup ## Open Dagster at http://127.0.0.1:3000, with the schedule and the sensor at work
	.venv/bin/paperhouse ui

superset: setup ## Open the published warehouse in Superset at http://127.0.0.1:8088
	@.venv/bin/paperhouse query "select count(*) from papers" >/dev/null
	@$(MAKE) --silent .superset/.ready
	@.venv/bin/python -m warehouse.bi.superset.serve

test-superset: setup .superset/.ready ## Test Superset and its dashboard in a browser
	.venv/bin/pytest tests/warehouse/test_superset.py

lint: setup ## Check style, types and imports
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

accuracy: .venv/.benchmark ## Measure links, keywords (beside YAKE and rake-nltk) and identity against labels
	.venv/bin/python -m benchmarks.accuracy
	.venv/bin/python -m benchmarks.identity

bench: .venv/.benchmark ## Measure speed and memory: N=100000 generated papers, each format, keywords, questions at 3 million
	.venv/bin/python -m benchmarks.speed --papers $(N)
	.venv/bin/python -m benchmarks.parsing_speed
	.venv/bin/python -m benchmarks.keyword_speed
	.venv/bin/python -m benchmarks.identity --scale 1000000
	.venv/bin/python -m benchmarks.question_speed --papers 200000 --papers 3000000

docs: setup ## Write docs/data-dictionary.md anew
	.venv/bin/python -m warehouse.data_dictionary > docs/data-dictionary.md

.venv/.ready: uv.lock pyproject.toml | $(UV)
	$(UV) sync --locked --quiet
	@touch $@

.venv/.benchmark: .venv/.ready
	$(UV) sync --locked --quiet --extra benchmark
	@touch $@

# Compiled now: Superset loads in a third of the time, each time that it starts.
.superset/.ready: warehouse/bi/superset/requirements.txt | $(UV)
	@echo "Installing Superset into .superset (900 MB)"
	@$(UV) venv --quiet --allow-existing --python 3.11 .superset/venv
	@$(UV) pip sync --quiet --compile-bytecode --python .superset/venv warehouse/bi/superset/requirements.txt
	@touch $@

.uv/bin/uv:
	python3 -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check "uv>=0.9"
