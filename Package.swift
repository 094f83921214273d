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
    .target(name: "CNeuralKernels"),
    .target(name: "CMeasuring"),
    library("NeuralNetwork", ["CNeuralKernels"]),
    library("Waveforms", ["CFLAC", "CCrypto"]),
    library("SignalProcessing"),
    library("ArrhythmiaModel", ["NeuralNetwork", "SignalProcessing", "Waveforms"]),
    library("Measures", ["SignalProcessing", "Waveforms"]),
    library("Reporting"),
    library("PaperStrip", ["CCairo", "Waveforms"], isTestable: true),
    library("Training", ["ArrhythmiaModel", "NeuralNetwork", "SignalProcessing", "Waveforms"]),
    library("Simulation", ["Waveforms"]),
    library("TerminalGraphics", [.product(name: "TOMLKit", package: "TOMLKit")]),
    library("CursesTerminal", ["TerminalGraphics", "CNCurses"]),
    library(
      "ReviewApp",
      [
        "TerminalGraphics", "Waveforms", "Measures", "ArrhythmiaModel", "NeuralNetwork",
        "SignalProcessing",
      ], isTestable: true),
    .executableTarget(
      name: "tawara",
      dependencies: [
        "Waveforms", "Simulation", "TerminalGraphics", "CursesTerminal", "ReviewApp",
        "NeuralNetwork", "SignalProcessing", "ArrhythmiaModel", "Training", "Reporting",
        "PaperStrip", "Measures", "CMeasuring",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    tests("WaveformsTests", ["Waveforms"]),
    .target(
      name: "TestSupport", dependencies: ["NeuralNetwork"], path: "Tests/TestSupport",
      swiftSettings: settings),
    tests("SignalProcessingTests", ["SignalProcessing"]),
    tests(
      "TrainingTests",
      [
        "Training", "ArrhythmiaModel", "NeuralNetwork", "SignalProcessing", "Waveforms",
        "Simulation",
      ]),
    tests(
      "MeasuresTests", ["Measures", "SignalProcessing", "Simulation", "Waveforms"]),
    tests("ReportingTests", ["Reporting"]),
    tests("PaperStripTests", ["PaperStrip", "Waveforms"]),
    tests("NeuralNetworkTests", ["NeuralNetwork", "TestSupport"]),
    tests(
      "ArrhythmiaModelTests",
      [
        "ArrhythmiaModel", "NeuralNetwork", "SignalProcessing", "Waveforms", "Simulation",
        "TestSupport", "CMeasuring",
      ]),
    tests("SimulationTests", ["Simulation", "Waveforms"]),
    tests("TerminalGraphicsTests", ["TerminalGraphics"]),
    tests(
      "ReviewAppTests",
      [
        "ReviewApp", "ArrhythmiaModel", "Measures", "NeuralNetwork", "TerminalGraphics",
        "Waveforms", "Simulation",
      ]),
  ]
)
