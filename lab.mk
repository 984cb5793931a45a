# make lab    set up what is missing, then open JupyterLab on the course
# make serve  set up what is missing, then serve prices over HTTP
#
# The learner's bundle has this file as its Makefile.

VENV := .venv
BIN := $(VENV)/bin
PACKAGE := $(wildcard course/marketplace/*.py)

# An environment whose Python has been removed or upgraded away is made anew.
ifeq ($(shell $(BIN)/python -c 'print("works")' 2>/dev/null),)
$(shell rm -rf $(VENV))
endif

.PHONY: help lab serve
help::
	@echo "make lab      open JupyterLab on the course"
	@echo "make serve    serve prices over HTTP, and a page, on http://127.0.0.1:8060"

lab: $(VENV)/.installed data/.prepared
	@JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" $(BIN)/jupyter lab $(LAB_OPTIONS)

serve: $(VENV)/.installed service_data/current
	@$(BIN)/python -m course.service serve $(SERVE_OPTIONS)

service_data/current: | $(VENV)/.installed
	@echo "Training a first model ..."
	@$(BIN)/python -m course.service nightly

# Installs $$WHAT. What pip fetches is said in one line, over and over; the rest of its words only if it fails.
INSTALL = ( $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off -c constraints.txt -e "$$WHAT" \
	2>&1; echo "pip ended with $$?" ) | awk ' \
	/^Collecting / { printf "\r\033[K  fetching %s", $$2; fflush() } \
	/^Installing / { printf "\r\033[K  installing what was fetched"; fflush() } \
	/^pip ended with / { printf "\r\033[K"; if ($$4) printf "%s", said; exit $$4 } \
	{ said = said $$0 "\n" }'

$(VENV)/.installed: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Installing the course into $(VENV) (a minute or two, once) ..."
	@WHAT="."; $(INSTALL)
	@touch $@

data/.prepared: $(PACKAGE) | $(VENV)/.installed
	@rm -rf data
	@$(BIN)/python -m course.marketplace
	@touch $@

$(VENV)/pyvenv.cfg:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "The course needs Python 3.11 or newer; python3 here is: $$(python3 --version 2>&1)."; \
		echo "Install one from your system's packages or python.org; if it is not called python3, say: make lab PYTHON=/path/to/python"; \
		exit 1; \
	fi; \
	$$found -m venv --clear $(VENV) || { \
		rm -rf $(VENV); \
		echo "$$found cannot make virtual environments. On Debian and Ubuntu: sudo apt install python3-venv"; \
		exit 1; \
	}
