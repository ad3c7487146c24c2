# Everything a developer or CI does: `make help` lists it. What is made goes to .venv, build and target.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test check venv install bench fuzz clean FORCE

# A build must not depend on the settings of whoever runs it.
export CARGO_TARGET_DIR := $(CURDIR)/target
export RUSTFLAGS :=
export RUSTDOCFLAGS :=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
unexport CONDA_PREFIX VIRTUAL_ENV PYTHONHOME PYTHONPATH PYTEST_ADDOPTS
unexport CERTWRIGHT_DB

python := .venv/bin/python
pip := $(python) -m pip install --quiet

# The Python module is tested through the wheel: its Rust test binary would need libpython's development files.
features := certwright/bundle,certwright/s3,certwright/tls
rust_tests := --workspace --exclude certwright-python --features $(features) --locked --no-fail-fast

# Every file that goes into the wheel.
sources := $(wildcard .cargo/config.toml Cargo.toml Cargo.lock README.md core/Cargo.toml core/build.rs python/Cargo.toml python/build.rs python/pyproject.toml python/README.md) \
	$(shell find core/src python/src python/certwright -type f -not -name '*.pyc' 2>/dev/null | LC_ALL=C sort)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: venv ## set everything up and run `certwright quickstart`
	.venv/bin/certwright quickstart

venv: build/stamp/wheel ## leave a ready .venv with certwright in it

# Where the C library goes: PREFIX as programs see it, below DESTDIR.
PREFIX ?= /usr/local
export PREFIX DESTDIR
install: prepare-build ## install the C library under PREFIX (/usr/local)
	cargo build --release --locked -p certwright-ffi
	bindings/c/install $(CARGO_TARGET_DIR)/release

check: ## the quick loop: formatting, clippy, Rust tests
	cargo fmt --all --check
	$(if $(wildcard tests/fuzz/Cargo.toml),cargo fmt --manifest-path tests/fuzz/Cargo.toml --check)
	cargo clippy --workspace --all-targets --locked -- -D warnings
	@mkdir -p build
	if cargo nextest --version >/dev/null 2>&1; then \
		cargo nextest run $(rust_tests) --tests --status-level skip; \
	else \
		cargo test $(rust_tests) --tests; \
	fi 2>&1 | tee build/rust.log
	cargo test $(rust_tests) --doc 2>&1 | tee build/doc.log

# The count has the last word even when pytest failed.
test: prepare-test check build/stamp/wheel build/stamp/dev build/stamp/workers build/stamp/dotnet ## everything: check, the wheel, types, Python and interop tests, the count
	.venv/bin/abi3audit --strict build/wheels/*.whl
	$(python) -m mypy.stubtest certwright
	MYPYPATH=python $(python) -m mypy --strict --explicit-package-bases python/certwright tests
	$(python) -m mypy --strict --scripts-are-modules tests/tools/count tests/bench/table
	cargo build --locked -p certwright-ffi
	if tests/tools/asan runtime >/dev/null; then tests/tools/asan >/dev/null; fi
	rm -f build/pytest.xml
	@status=0; \
	$(python) -m pytest tests -ra --numprocesses auto --junitxml=build/pytest.xml || status=$$?; \
	$(python) tests/tools/count build/rust.log build/doc.log build/pytest.xml && exit $$status

# The stores of the table of sizes need 1.5 GB under TMPDIR for the time being.
bench: prepare-test build/stamp/wheel build/stamp/dev ## measure everything and write BENCHMARKS.md
	mkdir -p build/bench
	cargo build --release --locked -p certwright --example bench
	target/release/examples/bench build/bench/rust.json
	$(python) tests/bench/python.py build/bench/python.json
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	target/release/examples/bench sizes "$$folder" build/bench/sizes.json; \
	$(python) tests/bench/peers.py "$$folder" target/release/examples/bench build/bench/peers.json
	cargo build --release --locked -p certwright-ffi
	tests/bench/boundary $(CARGO_TARGET_DIR)/release build/bench/boundary.json
	$(python) tests/bench/backups.py build/bench/backups.json
	$(python) tests/bench/table build/bench/{rust,python,boundary,sizes,peers,backups}.json BENCHMARKS.md

fuzz: ## fuzz each parser for FUZZ_SECONDS (60) seconds
	tests/tools/fuzz

clean: ## remove what was built: .venv, build, target
	rm -rf .venv build target

.PHONY: prepare-build prepare-test
prepare-build:
	@tests/tools/prepare build
prepare-test:
	@tests/tools/prepare test

# Order-only: looking for programs is no reason to build anew.
.venv/pyvenv.cfg: | prepare-build
	tests/tools/venv .venv

build/stamp/build: .venv/pyvenv.cfg python/requirements-build.txt
	$(pip) -r python/requirements-build.txt
	@mkdir -p $(@D) && touch $@

build/stamp/dev: .venv/pyvenv.cfg python/requirements-dev.txt
	$(pip) -r python/requirements-dev.txt
	@mkdir -p $(@D) && touch $@

# The list changes only when a file comes or goes, which the times of the files do not show.
build/sources: FORCE
	@mkdir -p build
	@printf '%s\n' $(sources) | cmp -s - $@ || printf '%s\n' $(sources) >$@

build/stamp/wheel: build/stamp/build build/sources $(sources)
	rm -rf build/wheels
	$(python) -m maturin build --release --locked -m python/Cargo.toml -i $(python) -o build/wheels
	$(pip) --force-reinstall --no-deps build/wheels/*.whl
	$(pip) build/wheels/*.whl
	@mkdir -p $(@D) && touch $@

# Programs for the tests: for those of many processes, of the library as it is, and as a later version with an addition to the schema
# would be; and one that judges chains.
build/stamp/workers: build/sources $(sources) core/examples/worker.rs core/examples/limbo.rs
	cargo build --locked -p certwright --features $(features) --example worker --example limbo
	cp $(CARGO_TARGET_DIR)/debug/examples/worker build/worker
	cp $(CARGO_TARGET_DIR)/debug/examples/limbo build/limbo
	cargo build --locked -p certwright --features $(features),schema-addition --example worker
	cp $(CARGO_TARGET_DIR)/debug/examples/worker build/worker-addition
	@mkdir -p $(@D) && touch $@

# The SDK that the tests of C# are built and run with.
build/stamp/dotnet: tests/tools/dotnet | prepare-test
	tests/tools/dotnet
	@mkdir -p $(@D) && touch $@
