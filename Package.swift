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
    swiftSettings: settings)
}

/// Golden files are found beside the test that reads them, not bundled.
func hasGolden(_ name: String) -> Bool {
  [
    "NeuralNetworkTests", "ArrhythmiaModelTests", "SignalProcessingTests", "ReviewAppTests",
  ].contains(name)
}

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
    .target(name: "CNeuralKernels"),
    .target(name: "CMeasuring"),
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
      "ReviewStore", ["Annotations", "Waveforms", .product(name: "GRDB", package: "GRDB.swift")]),
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
        "SignalProcessing", "Waveforms",
      ]),
    library(
      "ReviewApp",
      [
        "TerminalGraphics", "Annotations", "Waveforms", "Measures", "ArrhythmiaModel",
        "LiveSession", "LiveStreams", "ReviewSession", "ReviewStore", "SignalProcessing",
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
        "LiveSession", "LiveStreams", "CMeasuring",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "tawara", dependencies: ["Commands"], swiftSettings: settings),
    tests("AnnotationsTests", ["Annotations", "SignalProcessing", "TestSupport"]),
    tests("WaveformsTests", ["Annotations", "Waveforms", "TestSupport"]),
    .target(
      name: "TestSupport", dependencies: ["Annotations", "NeuralNetwork"],
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
        "Simulation", "Waveforms",
      ]),
    tests("CommandsTests", ["Annotations", "Commands", "Evaluation", "ReviewStore", "Waveforms"]),
    tests("TerminalGraphicsTests", ["TerminalGraphics"]),
    tests(
      "ReviewSessionTests",
      ["Annotations", "ReviewSession", "ReviewStore", "TestSupport", "Waveforms"]),
    tests("CursesTerminalTests", ["CursesTerminal", "TerminalGraphics"]),
    tests(
      "ReviewAppTests",
      [
        "ReviewApp", "Annotations", "ArrhythmiaModel", "LiveSession", "LiveStreams", "Measures",
        "NeuralNetwork", "ReviewSession", "ReviewStore", "TerminalGraphics", "Waveforms",
        "Simulation",
      ]),
  ]
)
