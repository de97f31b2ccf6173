# Two commands do everything on a fresh machine: `make demo` and `make test`.
.PHONY: help demo test build lint format pricing constant-time ifma bench bench-document instructions instructions-accept dependencies clean

SWIFT_CHECKS = --explicit-target-dependency-import-check error

help:
	@echo "make demo                 builds, then shows a margin proof on a real option book, and three refusals"
	@echo "make test                 formatting, warnings as errors, every test in release mode, the checks below"
	@echo "make build                the commands marginproof and proof-vectors, in .build/release"
	@echo "make bench                how fast: a table, and JSON lines in .build/benchmarks.jsonl"
	@echo "                          BENCH='--filter msm --quick' for a part; BENCH=--list for the names"
	@echo "make bench-document       measures all and puts the figures in docs/benchmarks.md"
	@echo "make instructions         instruction counts under valgrind against those kept"
	@echo "make instructions-accept  keeps today's counts"
	@echo "make constant-time        under valgrind: multiplication by a secret has no branch on it"
	@echo "make ifma                 in an emulator: the kernel of AVX512-IFMA instructions gives the bits that it must"
	@echo "make pricing              option values and Greeks against QuantLib and vollib from PyPI"
	@echo "make format               formats the sources"

dependencies:
	@scripts/install-dependencies.sh

build: dependencies
	swift build -c release

demo: build
	@scripts/demo.sh

lint: dependencies
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks

test: lint
	MARGINPROOF_STRICT=1 swift build -c release --build-tests $(SWIFT_CHECKS)
	MARGINPROOF_STRICT=1 swift test -c release --skip-build
	@scripts/check-shared-vectors.sh
	@scripts/check-constant-time.sh
	@scripts/check-instructions.sh

constant-time: dependencies
	swift build -c release --product constant-time-probe
	@scripts/check-constant-time.sh

ifma: dependencies
	@scripts/check-ifma.sh

bench: dependencies
	swift build -c release --product marginproof-bench
	.build/release/marginproof-bench --json .build/benchmarks.jsonl $(BENCH)

bench-document: build
	@scripts/document-benchmarks.sh $(BENCH)

instructions instructions-accept: dependencies
	swift build -c release --product marginproof-bench
	@scripts/check-instructions.sh $(if $(filter %-accept,$@),accept)

pricing:
	@scripts/check-pricing.sh

format: dependencies
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks

clean:
	rm -rf .build
