# make lab    set up what is missing, then open JupyterLab on the course
# make serve  set up what is missing, then serve prices over HTTP
# make test   set up what is missing, then run every test

include lab.mk

.PHONY: test site pictures verify release bench
help::
	@echo "make test     run every test"
	@echo "make pictures take the pictures in the docs anew"
	@echo "make site     build the lessons, run, and the documentation as web pages in build/site"
	@echo "make verify   prove every exercise: right answers, misconceptions, mutants, leaks (10 minutes)"
	@echo "make release  rebuild release/ from source/, and the learner's bundle in build/"
	@echo "make bench    measure the simulator, and grading beside plain nbgrader (an hour)"

test: $(VENV)/.installed-test $(VENV)/.browser
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@PYTHONHASHSEED=0 $(BIN)/pytest -n auto --dist worksteal

site: $(VENV)/.installed-site data/.prepared docs/images/tables.png
	@echo "Building the site (a minute or two if lessons have changed since the last time) ..."
	@rm -rf build/site
	@$(BIN)/sphinx-build -qEW --keep-going -j auto -c docs -d build/doctrees . build/site
	@echo "The site's home page is $(CURDIR)/build/site/index.html"

# The pictures in the docs are those that the browser tests take.
pictures: $(VENV)/.installed-test $(VENV)/.browser
	@$(BIN)/pytest -q tests/browser
	@cp $(addprefix reports/screenshots/,points.png manual_grading.png feedback.png service.png) docs/images/

verify: $(VENV)/.installed-test
	@$(BIN)/autograder verify
	@$(BIN)/python docs/verified.py reports/verify.json docs/verified.md

release: $(VENV)/.installed
	@for assignment in source/*/; do $(BIN)/nbgrader generate_assignment "$$(basename "$$assignment")" --create --force || exit 1; done
	@$(BIN)/autograder bundle

bench: $(VENV)/.installed
	@$(BIN)/python benchmarks/marketplace.py
	@$(BIN)/python benchmarks/grading.py

docs/images/target_leak.png: course/lessons/03_encoding/2_target_encoding.ipynb course/lessons/figures/encoding.py docs/lesson_figure.py | $(VENV)/.installed data/.prepared
	@$(BIN)/python docs/lesson_figure.py $< leak $@

docs/images/tables.png: docs/tables_figure.py $(wildcard course/marketplace/*.py) | $(VENV)/.installed
	@$(BIN)/python docs/tables_figure.py $@

$(VENV)/.installed-test: $(VENV)/.installed
	@WHAT=".[site,test]"; $(INSTALL)
	@touch $@

$(VENV)/.installed-site: $(VENV)/.installed
	@WHAT=".[site]"; $(INSTALL)
	@touch $@

# The browser tests need Chromium: the system's or, where there is none and none can be installed, playwright's own.
# Without either they are skipped, and say so.
$(VENV)/.browser: $(VENV)/.installed-test
	@for browser in chromium chromium-browser google-chrome google-chrome-stable; do \
		command -v $$browser > /dev/null && touch $@ && exit 0; \
	done; \
	echo "Installing a browser for the tests ..."; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium; \
	else \
		$(BIN)/playwright install chromium; \
	fi > $@.log 2>&1 && touch $@ || echo "No browser could be installed, see $@.log; the tests in tests/browser are skipped."
