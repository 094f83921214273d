# Everything that a developer or CI does with the project.
SWIFT ?= swift
CONFIGURATION ?= release
BUILD := $(SWIFT) build -c $(CONFIGURATION)
TAWARA = $(shell $(BUILD) --show-bin-path)/tawara

.PHONY: all demo test check smoke check-readme check-group build setup format lint sample-data fuzz fuzz-readers sanitize bench bench-network bench-review \
  models choose-beats readme install deb tarball test-package test-group test-cluster clean

all: build

setup:
	@Scripts/setup

build: setup
	$(BUILD) --product tawara

# Installs what is missing, builds, and opens the sample data.
demo: build
	$(TAWARA) review SampleData

# The tests run in the configuration that ships: kernels are a hundred times slower in debug. Where a
# PostgreSQL server is installed, one is started for those that need it.
test: setup
	Scripts/with-postgres $(SWIFT) test -c $(CONFIGURATION) --disable-xctest --disable-testable-imports

# What CI runs. The last four want a program that is built; what waits for terminals and servers leaves a
# core to the rest.
check: test
	$(MAKE) --jobs 4 --output-sync lint smoke check-readme check-group

smoke:
	Scripts/smoke "$(TAWARA)"

check-readme:
	Scripts/readme "$(TAWARA)" --check

check-group:
	Scripts/with-postgres Scripts/test-group "$(TAWARA)" 2000 >/dev/null

lint:
	$(SWIFT) format lint --strict -r Sources Tests Fuzzing Benchmarks Package.swift
	Scripts/check-layers
	Scripts/check-prose

format:
	$(SWIFT) format -i -r Sources Tests Fuzzing Benchmarks Package.swift

# The same bytes each time; `git status` shows whether they are.
sample-data: build
	$(TAWARA) simulate SampleData --samples

# A long run of the seeded mutator over all readers; `make check` runs a short one.
fuzz:
	TAWARA_FUZZ_INPUTS=$(or $(INPUTS),200000) TAWARA_FUZZ_SEED=$(or $(SEED),1) \
	  $(SWIFT) test -c $(CONFIGURATION) --disable-xctest --disable-testable-imports --filter MutatedFiles

# Each reader of what comes from outside under libFuzzer and the address sanitizer, in a build of its own;
# READERS names some of them.
fuzz-readers: setup
	Scripts/fuzz $(or $(INPUTS),1000000) $(READERS)

# The tests under the address sanitizer, then the thread sanitizer, each in a build of its own; FILTER takes
# some of them. Those that time how soon work ends are not for programs that are slow on purpose; what
# the runtime never frees is not told of.
sanitize: setup
	for sanitizer in address thread; do \
	  ASAN_OPTIONS=detect_leaks=0 Scripts/with-postgres $(SWIFT) test -c $(CONFIGURATION) --disable-xctest --disable-testable-imports \
	    --sanitize=$$sanitizer --scratch-path .build-$$sanitizer --skip EndingTests --skip endsWhenLeft $(addprefix --filter ,$(FILTER)) || exit 1; \
	done

bench: build
	Benchmarks/run "$(TAWARA)"

# The review with its panes open and the model reading, beside peers; BENCH_DIR keeps the records, MITDB names the MIT-BIH database.
bench-review: build
	Benchmarks/review "$(TAWARA)"

# In turns with PyTorch and ONNX Runtime, where TWIN names the folder of the PyTorch twin.
bench-network: build
	Benchmarks/network "$(TAWARA)" $(TWIN)

# Trains the models that are shipped, and tests them. MITDB and SVDB name folders with the MIT-BIH
# Arrhythmia and Supraventricular Arrhythmia Databases; without them only the model of simulated patients
# is made.
models: build
	Scripts/models "$(TAWARA)" $(MITDB) $(SVDB)

# Judges the recipe for beats on people held out of its own trainings; DS2 is not seen. OPTIONS go to
# `tawara train`.
choose-beats: build
	Scripts/choose-beats "$(TAWARA)" $(MITDB) $(SVDB) -c $(CONFIGURATION)

# Puts frames, the key map and the commands' help into the documents.
readme: build
	Scripts/readme "$(TAWARA)"

# With the Swift library linked in, so that it runs where no Swift is: the first time some 7 minutes.
# $DESTDIR is put before the prefix.
PREFIX ?= /usr/local
install: setup
	Scripts/package install "$(PREFIX)"

# A Debian package, and a tarball for Debian 12 and 13 and Ubuntu 24.04, both in the folder `dist`.
deb tarball: setup
	Scripts/package $@ dist

# Both in fresh systems: as root, with debootstrap, tmux and a network.
test-package: deb tarball
	Scripts/test-package dist

# A group on one PostgreSQL server, started and stopped for it, with kills.
test-group: build
	Scripts/with-postgres Scripts/test-group "$(TAWARA)"

# `tawara screen` on a Slurm of two nodes on this machine, with kills: as root. MITDB names the MIT-BIH
# database.
test-cluster: build
	Scripts/test-cluster "$(TAWARA)" $(MITDB)

clean:
	$(SWIFT) package clean
