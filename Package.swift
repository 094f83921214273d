// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], isTestable: Bool = false
) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: settings + (isTestable ? testable : []))
}

/// Lets tests see what is internal in the configuration that ships: of views and layouts, where no
/// time is spent, so that one build serves `make demo` and `make test`.
let testable: [SwiftSetting] = [.unsafeFlags(["-enable-testing"])]

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: hasGolden(name) ? ["Golden"] : [],
    swiftSettings: settings + [.unsafeFlags(computes(name) ? ["-gnone"] : ["-gnone", "-Onone"])])
}

/// Tests that compute much themselves, or make records of hours; the others run as fast where only what
/// they test is optimised, and are built in half the time.
func computes(_ name: String) -> Bool {
  ["MeasuresTests", "NeuralNetworkTests", "ReviewSessionTests", "SignalProcessingTests"]
    .contains(name)
}

/// Golden files are found beside the test that reads them, not bundled.
func hasGolden(_ name: String) -> Bool {
  [
    "NeuralNetworkTests", "ArrhythmiaModelTests", "SignalProcessingTests", "ReviewAppTests",
  ].contains(name)
}

/// What is built, for `--version`; no commit outside of a repository.
let source = Context.gitInformation
let build: [CSetting] = [
  .define("TAWARA_COMMIT", to: "0x\(source?.currentCommit.prefix(12) ?? "0")"),
  .define("TAWARA_IS_CHANGED", to: source?.hasUncommittedChanges == true ? "1" : "0"),
]

let package = Package(
  name: "tawara",
  products: [.executable(name: "tawara", targets: ["tawara"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CNCurses"),
    .systemLibrary(name: "CFLAC"),
    .systemLibrary(name: "CCrypto"),
    .systemLibrary(name: "CCairo"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CPostgres"),
    .target(name: "CNeuralKernels"),
    .target(name: "CMeasuring"),
    .target(name: "CBuild", cSettings: build),
    .target(name: "CDelineation", exclude: ["delineation.weights", "README.md"]),
    library("NeuralNetwork", ["CNeuralKernels"]),
    library("Annotations"),
    library("Waveforms", ["Annotations", "CFLAC", "CCrypto", "CZlib"]),
    library("LeipzigRelease", ["Annotations", "Waveforms"]),
    library("LiveStreams", ["Waveforms"]),
    library(
      "LiveSession",
      [
        "ArrhythmiaModel", "LiveStreams", "SignalProcessing", "Waveforms",
      ]),
    library("SignalProcessing"),
    library(
      "ArrhythmiaModel", ["Annotations", "NeuralNetwork", "SignalProcessing", "Waveforms"]),
    library("Measures", ["CDelineation", "NeuralNetwork", "SignalProcessing", "Waveforms"]),
    library(
      "ReviewStore",
      ["Annotations", "CPostgres", "Waveforms", .product(name: "GRDB", package: "GRDB.swift")]),
    library("Reporting"),
    library("PaperStrip", ["Annotations", "CCairo", "Waveforms"], isTestable: true),
    library(
      "Training",
      ["Annotations", "ArrhythmiaModel", "NeuralNetwork", "SignalProcessing", "Waveforms"]),
    library("Simulation", ["Waveforms"]),
    library("TerminalGraphics", [.product(name: "TOMLKit", package: "TOMLKit")]),
    library("CursesTerminal", ["TerminalGraphics", "CNCurses"]),
    library(
      "ReviewSession",
      [
        "Annotations", "ArrhythmiaModel", "Measures", "NeuralNetwork", "ReviewStore",
        "SignalProcessing", "Training", "Waveforms",
      ]),
    library(
      "ReviewApp",
      [
        "TerminalGraphics", "Annotations", "Waveforms", "Measures", "ArrhythmiaModel",
        "LiveSession", "LiveStreams", "ReviewSession", "ReviewStore", "SignalProcessing",
        "Training",
      ], isTestable: true),
    library(
      "Evaluation",
      [
        "Annotations", "ArrhythmiaModel", "LeipzigRelease", "Measures", "NeuralNetwork",
        "PaperStrip", "Reporting", "SignalProcessing", "Simulation", "Training", "Waveforms",
      ]),
    library(
      "Commands",
      [
        "Annotations", "Waveforms", "Simulation", "TerminalGraphics", "CursesTerminal", "ReviewApp",
        "ReviewSession", "ReviewStore", "NeuralNetwork", "SignalProcessing", "ArrhythmiaModel",
        "Training", "Reporting", "PaperStrip", "Measures", "Evaluation", "LeipzigRelease",
        "LiveSession", "LiveStreams", "CMeasuring", "CBuild",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "tawara", dependencies: ["Commands"], swiftSettings: settings),
    tests("AnnotationsTests", ["Annotations", "SignalProcessing", "TestSupport"]),
    tests("WaveformsTests", ["Annotations", "Waveforms", "TestSupport"]),
    .target(
      name: "TestSupport", dependencies: ["Annotations", "NeuralNetwork", "Waveforms"],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    tests("SignalProcessingTests", ["SignalProcessing"]),
    tests(
      "TrainingTests",
      [
        "Training", "Annotations", "ArrhythmiaModel", "NeuralNetwork", "SignalProcessing",
        "Waveforms", "Simulation", "TestSupport",
      ]),
    tests(
      "MeasuresTests",
      ["Measures", "SignalProcessing", "Simulation", "TestSupport", "Waveforms"]),
    tests(
      "ReviewStoreTests",
      [
        "Annotations", "ReviewStore", "TestSupport", "Waveforms",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests("LiveStreamsTests", ["LiveStreams", "TestSupport", "Waveforms"]),
    tests(
      "LiveSessionTests",
      [
        "Annotations", "ArrhythmiaModel", "LiveSession", "LiveStreams", "NeuralNetwork",
        "SignalProcessing", "Waveforms",
      ]),
    tests("ReportingTests", ["Reporting"]),
    tests("PaperStripTests", ["Annotations", "PaperStrip", "Simulation", "Waveforms"]),
    tests("NeuralNetworkTests", ["NeuralNetwork", "TestSupport"]),
    tests(
      "ArrhythmiaModelTests",
      [
        "ArrhythmiaModel", "NeuralNetwork", "SignalProcessing", "Waveforms", "Simulation",
        "TestSupport", "CMeasuring",
      ]),
    tests("SimulationTests", ["Annotations", "LeipzigRelease", "Simulation", "Waveforms"]),
    tests(
      "EvaluationTests",
      [
        "Annotations", "Evaluation", "Measures", "NeuralNetwork", "PaperStrip", "Reporting",
        "Simulation", "Training", "Waveforms",
      ]),
    tests(
      "CommandsTests",
      ["Annotations", "ArrhythmiaModel", "Commands", "Evaluation", "ReviewStore", "Waveforms"]),
    tests("TerminalGraphicsTests", ["TerminalGraphics"]),
    tests(
      "ReviewSessionTests",
      [
        "Annotations", "ArrhythmiaModel", "NeuralNetwork", "ReviewSession", "ReviewStore",
        "TestSupport", "Training", "Waveforms",
      ]),
    tests("CursesTerminalTests", ["CursesTerminal", "TerminalGraphics"]),
    tests(
      "ReviewAppTests",
      [
        "ReviewApp", "Annotations", "ArrhythmiaModel", "LiveSession", "LiveStreams", "Measures",
        "NeuralNetwork", "ReviewSession", "ReviewStore", "TerminalGraphics", "Training",
        "Waveforms", "Simulation",
      ]),
  ]
)

// Built by Scripts/fuzz alone: libFuzzer has the program's entry.
if Context.environment["TAWARA_FUZZER"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzzer",
      dependencies: [
        "Annotations", "ArrhythmiaModel", "CursesTerminal", "Evaluation", "LiveStreams",
        "NeuralNetwork", "ReviewApp", "ReviewSession", "ReviewStore", "TerminalGraphics",
        "TestSupport", "Training", "Waveforms",
      ],
      path: "Fuzzing/Sources", swiftSettings: settings))
}
