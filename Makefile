# Every target is a script that also runs on its own, for a bare system has no make.
# Each sets up what it needs first (scripts/setup.sh); the first time takes some minutes.

.PHONY: help example test test-matrix lint package release bench deploy i18n docs clean
.DEFAULT_GOAL := help

help:
	@echo "make example            from a made-up scene to a map, a report and a model, in example/"
	@echo "make test               all tests; make test ARGS='test/engine -k seam' chooses"
	@echo "make test-matrix        as root: every QGIS that Debian has, each in a system of its own"
	@echo "make lint               ruff, and the scan of the plugin repository over the archive"
	@echo "make package            the plugin's archive, in build/"
	@echo "make release            the version in metadata.txt dated, checked and packed"
	@echo "make bench              the engine timed beside other programs; ARGS='--quick' is a taste"
	@echo "make deploy CONFIG=DIR  the plugin into the QGIS configuration folder DIR, enabled"
	@echo "make i18n               texts to translate, and what QGIS reads of them, in resources/i18n/"
	@echo "make docs               the pages of help, and the documentation as a site, in build/site/"
	@echo "make clean              remove build/, example/ and caches; the environments stay"

example:
	@scripts/example.sh

test:
	@scripts/test.sh $(ARGS)

test-matrix:
	@scripts/test_matrix.sh

lint:
	@scripts/lint.sh

package:
	@scripts/package.sh

release:
	@scripts/release.sh

bench:
	@scripts/bench.sh $(ARGS)

# Make passes CONFIG on in the environment, where spaces, accents and quotes do no harm.
deploy:
	@scripts/deploy.sh "$$CONFIG"

i18n:
	@scripts/i18n.sh

docs:
	@scripts/docs.sh

clean:
	@scripts/clean.sh
