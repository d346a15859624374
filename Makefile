# Everything is in make.py, so that it works without make as well: python3 make.py demo
PYTHON ?= python3

.PHONY: demo test check docs clean
demo test check docs clean:
	@$(PYTHON) make.py $@
