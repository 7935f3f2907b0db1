# The two commands, and a few for daily work. The code is in dev/, what it makes in
# .dev/, the settings come from the environment: see docs/develop.rst.
PYTHON ?= python3

.PHONY: run test bench db shell odoo lint i18n clean
run test bench db shell odoo lint i18n clean:
	@exec $(PYTHON) dev $@
