# The verbs of this house. ./run and ./test do the set-up.
PY := .venv/bin/python

.PHONY: check test bench docs lock format

check: ## format, lint, types, docs in sync
	$(PY) -m ruff format --check src tests benchmarks tools
	$(PY) -m ruff check src tests benchmarks tools
	$(PY) -m mypy
	$(PY) tools/docs.py --check

format:
	$(PY) -m ruff format src tests benchmarks tools
	$(PY) -m ruff check --fix src tests benchmarks tools

test:
	./test

bench:
	$(PY) benchmarks/bench.py $(BENCH)

docs:
	$(PY) tools/docs.py
