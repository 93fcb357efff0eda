# Two commands do all set-up on a fresh Debian or Ubuntu machine: make serve, make test.

PYTHON ?= python3
# The workload and the other generators' sites, for make bench.
KIT ?= ../shared/bench
QUARTER ?= $(MIKE_DOCS_VERSION)

venv := .venv
paper := .venv-paper
python := $(venv)/bin/python
pip := $(python) -m pip --disable-pip-version-check --quiet
npm_stamp := tests/browser/node_modules/.stamp
caches := .mypy_cache .pytest_cache .ruff_cache .hypothesis

export PYTHONPATH := $(CURDIR)/hooks
export NO_MKDOCS_2_WARNING := 1

# A build names no day of its own: the same commit gives the same bytes.
ifndef SOURCE_DATE_EPOCH
commit_time := $(shell git log -1 --format=%ct 2>/dev/null)
ifneq ($(commit_time),)
export SOURCE_DATE_EPOCH := $(commit_time)
endif
endif

# The quarter is Moray's, and the other councils may not have reported it.
unexport QUARTER MIKE_DOCS_VERSION
of_quarter := $(if $(QUARTER),MIKE_DOCS_VERSION='$(QUARTER)')

.PHONY: help serve test bench record site publish preview check clean lock browser java poppler fonts web-server office paper-env pango
.DELETE_ON_ERROR:

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r target does; do printf '%-12s %s\n' "$$target" "$$does"; done
	@echo "One quarter of Moray's: make serve QUARTER=2021-22-q1, and so for site and publish"

serve: $(venv)/site.stamp ## build Moray's site, serve it at http://127.0.0.1:8000/ and reload it at each save
	$(of_quarter) $(python) -m mkdocs serve --dev-addr 127.0.0.1:8000

site: $(venv)/site.stamp ## build Moray to site/, Midlothian and made-up Exampleshire to examples/*/site/
	$(of_quarter) $(python) -m quarterday build
ifeq ($(QUARTER),)
	$(python) -m quarterday build --site examples/midlothian
	$(python) -m quarterday build --site tests/councils/exampleshire --to examples/exampleshire/site
endif

publish: $(venv)/site.stamp ## publish Moray's edition of QUARTER, or all whose time has come, on the branch gh-pages of origin
	$(python) -m quarterday publish $(or $(QUARTER),--all)

preview: $(venv)/site.stamp ## build all of Moray's editions, drafts too, and serve them at http://127.0.0.1:8000/
	$(python) -m quarterday preview

check: $(venv)/site.stamp ## read the data of every site here and tell everything wrong with it
	@failed=0; for site in . examples/midlothian tests/councils/exampleshire; do \
	  $(python) -m quarterday check --site "$$site" || failed=1; \
	done; exit $$failed

test: $(venv)/test.stamp $(npm_stamp) browser java poppler fonts web-server office paper-env site ## everything that must pass: format, lint, types, tests (in a real browser too)
	$(python) -m ruff format --check hooks tests
	$(python) -m ruff check hooks tests
	$(python) -m mypy
	$(python) -m pytest -n auto --dist worksteal -m "not alone"
	$(python) -m pytest -m alone

bench: $(venv)/test.stamp ## build one workload with us and with other generators, and write the table into bench/README.md
	$(python) bench/peers.py --kit $(KIT) --write bench/README.md

record: ## write what the last test run found into the accessibility statements
	$(python) tests/browser/record.py

clean: ## remove the built sites and the tools' caches (.venv stays)
	rm -rf site examples/*/site examples/exampleshire $(caches)

# No option of this machine's own pip, such as an index or a folder of wheels, may reach the lock files.
lock = env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null $(venv)/lock/bin/python -m piptools compile --quiet \
	--generate-hashes --strip-extras --no-annotate --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

lock: ## renew the pinned versions and their hashes (with the oldest Python that is supported)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "make lock needs Python 3.11, the oldest supported: make lock PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv --clear $(venv)/lock
	$(venv)/lock/bin/python -m pip --quiet install pip-tools==7.6.2
	$(lock) --upgrade --output-file requirements.lock pyproject.toml
	$(lock) --upgrade --extra test --constraint requirements.lock --output-file requirements-test.lock pyproject.toml
	$(lock) --upgrade --extra paper --constraint requirements.lock --output-file requirements-paper.lock pyproject.toml
	cd tests/browser && rm -rf package-lock.json node_modules && npm install --package-lock-only $(npm_quietly) --omit-lockfile-registry-resolved
	node tests/browser/settle_lock.cjs

# ---- what the targets stand on ----

# Debian and Ubuntu leave the venv module out of python3.
$(venv)/site.stamp: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Quarterday needs Python 3.11 or newer. If you have one under another name: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call or_say,$(notdir $(PYTHON))-venv); }
	@echo "Setting up .venv with the pinned packages (a minute or so, once)"
	@$(PYTHON) -m venv --clear $(venv)
	@$(pip) install --require-hashes -r requirements.lock
	@touch $@

$(venv)/test.stamp: requirements-test.lock $(venv)/site.stamp
	@echo "Adding the pinned packages for tests to .venv"
	@$(pip) install --require-hashes -r requirements-test.lock
	@touch $@

# In an environment of its own: lxml, which python-docx brings, changes what others write.
paper-env: pango $(paper)/paper.stamp

$(paper)/paper.stamp: requirements-paper.lock $(venv)/site.stamp
	@echo "Setting up $(paper) with the pinned packages for committee papers"
	@$(PYTHON) -m venv --clear $(paper)
	@$(paper)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-paper.lock
	@touch $@

# No package here needs a script of its own to be installed, so none is run.
npm_quietly := --ignore-scripts --no-audit --no-fund --loglevel=error

$(npm_stamp): tests/browser/package.json tests/browser/package-lock.json
	@command -v npm >/dev/null && command -v node >/dev/null || { $(call or_say,nodejs npm); }
	@node -e 'process.exit(Number(parseInt(process.versions.node) < 18))' || { echo "The tests need Node.js 18 or newer, and this is $$(node --version)"; exit 1; }
	@echo "Adding the pinned packages for tests of pages to tests/browser/node_modules"
	@cd tests/browser && npm ci $(npm_quietly)
	@touch $@

java:
	@command -v java >/dev/null || { $(call or_say,default-jre-headless); }

poppler:
	@command -v pdftotext >/dev/null || { $(call or_say,poppler-utils); }

# The pictures of pages are drawn in these, so that they are alike on every machine.
fonts:
	@fc-list 2>/dev/null | grep -q LiberationSans || ls /usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf >/dev/null 2>&1 || { $(call or_say,fonts-liberation); }

# Ubuntu has Chromium as a snap only, which does not run everywhere; there Playwright brings its own.
browser: $(venv)/test.stamp
	@for name in chromium-headless-shell chromium google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	[ -x /usr/lib/chromium/chromium-headless-shell ] && exit 0; \
	ls "$${PLAYWRIGHT_BROWSERS_PATH:-$$HOME/.cache/ms-playwright}" 2>/dev/null | grep -q '^chromium' && exit 0; \
	if [ "$$(. /etc/os-release 2>/dev/null; echo "$$ID")" = ubuntu ]; then \
	  if [ "$$(id -u)" = 0 ]; then $(python) -m playwright install --with-deps chromium-headless-shell; \
	  else echo "The tests need a browser. Run: $(python) -m playwright install --with-deps chromium-headless-shell"; exit 1; fi; \
	else $(call or_say,chromium-headless-shell); fi

# deploy/nginx.conf is tried in a real nginx, with a certificate made for the test.
web-server:
	@{ command -v nginx || [ -x /usr/sbin/nginx ]; } >/dev/null && command -v openssl >/dev/null && exit 0; $(call or_say,nginx-light openssl)

# A lead's workbook is opened and saved in a real LibreOffice, and so is a committee paper.
office:
	@{ command -v soffice && command -v localc && command -v lowriter; } >/dev/null || { $(call or_say,libreoffice-calc libreoffice-writer); }

# WeasyPrint sets text with Pango.
pango:
	@held=$$(PATH="$$PATH:/sbin" ldconfig -p 2>/dev/null); missing=; \
	for name in libpango-1.0 libpangoft2-1.0 libharfbuzz-subset; do \
	  case "$$held" in *"$$name.so"*) ;; *) missing=yes ;; esac; \
	done; \
	[ -z "$$missing" ] || { $(call or_say,libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0); }

# Install a Debian package if we may, or say the one line that does.
define or_say
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then echo "Installing $(1)"; apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends $(1) >/dev/null; else echo "$(1) is missing. Run: sudo apt-get install -y $(1)"; exit 1; fi
endef
