# Everything that a developer or CI does with the project.
SWIFT ?= swift
CONFIGURATION ?= release
BUILD := $(SWIFT) build -c $(CONFIGURATION)
TAWARA = $(shell $(BUILD) --show-bin-path)/tawara

.PHONY: all demo test check build setup format lint sample-data fuzz sanitize bench bench-network bench-review \
  models choose-beats readme install clean

all: build

setup:
	@Scripts/setup

build: setup
	$(BUILD) --product tawara

# Installs what is missing, builds, and opens the sample data.
demo: build
	$(TAWARA) review SampleData

# The tests run in the configuration that ships: kernels are a hundred times slower in debug.
test: setup
	$(SWIFT) test -c $(CONFIGURATION) --disable-xctest --disable-testable-imports

# What CI runs.
check: lint test
	Scripts/readme "$(TAWARA)" --check
	Scripts/smoke "$(TAWARA)"

lint:
	$(SWIFT) format lint --strict -r Sources Tests Benchmarks Package.swift
	Scripts/check-layers
	Scripts/check-prose

format:
	$(SWIFT) format -i -r Sources Tests Benchmarks Package.swift

# The same bytes each time; `git status` shows whether they are.
sample-data: build
	$(TAWARA) simulate SampleData --samples

# A long run of the seeded mutator over all readers; `make check` runs a short one.
fuzz:
	TAWARA_FUZZ_INPUTS=$(or $(INPUTS),200000) TAWARA_FUZZ_SEED=$(or $(SEED),1) \
	  $(SWIFT) test -c $(CONFIGURATION) --disable-xctest --disable-testable-imports --filter MutatedFiles

# The network's tests under the address sanitizer, then the thread sanitizer, each in a build of
# its own.
sanitize: setup
	for sanitizer in address thread; do \
	  $(SWIFT) test -c $(CONFIGURATION) --disable-xctest --disable-testable-imports \
	    --sanitize=$$sanitizer --scratch-path .build-$$sanitizer \
	    --filter NeuralNetworkTests --filter ArrhythmiaModelTests || exit 1; \
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
	Scripts/choose-beats "$(TAWARA)" $(MITDB) $(SVDB) $(OPTIONS)

# Puts frames, the key map and the commands' help into the documents.
readme: build
	Scripts/readme "$(TAWARA)"

PREFIX ?= /usr/local
install: build
	install -D -m 755 $(TAWARA) $(DESTDIR)$(PREFIX)/bin/tawara
	mkdir -p $(DESTDIR)$(PREFIX)/share/tawara
	cp -r Themes SampleData Models $(DESTDIR)$(PREFIX)/share/tawara/

clean:
	$(SWIFT) package clean
