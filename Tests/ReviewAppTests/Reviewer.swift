import ArrhythmiaModel
import Foundation
import NeuralNetwork
import ReviewApp
import ReviewSession
import TerminalGraphics
import Waveforms

/// A reader before a record, whose keys are answered as in the program but for what is done outside.
struct Reviewer {
  var state: AppState
  var effects: [AppEffect] = []

  init(_ name: String = "x001", size: Size = Size(width: 120, height: 36)) throws {
    state = AppState(waveform: try Patients.state(name, size: size), size: size)
    _ = state.startEffects()
    state.looks.themeNames = ["dark", "light"]
    state.looks.modelNames = ["aami", "g8"]
  }

  /// In the list of the sample patients.
  static func list(size: Size = Size(width: 120, height: 36)) throws -> Reviewer {
    var reviewer = try Reviewer()
    reviewer.state = AppState(records: try RecordsState(folder: Patients.folder), size: size)
    _ = reviewer.state.startEffects()
    reviewer.state.looks.themeNames = ["dark", "light"]
    return reviewer
  }

  /// Presses keys, written as for `tawara render --keys`; `effects` are those of the last one.
  mutating func press(_ text: String) {
    for key in KeyPress.sequence(text) ?? [] {
      effects = state.update(.terminal(.key(key)))
    }
  }

  mutating func mouse(_ kind: MouseEvent.Kind, x: Int, y: Int) {
    effects = state.update(.terminal(.mouse(MouseEvent(kind: kind, x: x, y: y))))
  }

  /// Tells the screen what the shipped model says of the record.
  mutating func readWithModel() throws {
    let reading = try ModelReadings.x001
    for report in reading.reports {
      _ = state.update(.model(ticket: state.tickets.model, report))
    }
  }

  /// Whether the last key's effects hold a decision to be kept.
  var keeps: Bool { effects.contains(where: \.isKeeping) }

  var layout: WaveformLayout? {
    state.waveform?.layout
  }

  /// What the last line says; empty where it says nothing.
  var said: String { state.waveform?.message?.text ?? "" }

  func frame() -> Frame { state.frame(theme: .builtIn) }
}

/// What the shipped rhythm model says of a sample patient, read once for all tests.
struct ModelReadings: Sendable {
  var reports: [ModelReader.Report]
  var findings: [RecordClassifier.Finding]

  static var x001: ModelReadings { get throws { try cached.get() } }

  static let modelPath = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Models/g8.safetensors").standardized.path

  private static let cached: Result<ModelReadings, any Error> = Result {
    let weights = try ModelWeights(path: modelPath)
    guard let classifier = RecordClassifier(weights, crew: Crew(count: 1)) else {
      throw Missing()
    }
    var reading = try RecordReading(classifier, try Patients.document("x001").record)
    let findings = try reading.findings(0..<reading.count)
    let facts = ModelState.Facts(
      name: "g8", digest: "abcdef", classes: classifier.properties.classes,
      isFaithful: classifier.properties.isFaithful == true, isBeatCentred: false)
    var reports: [ModelReader.Report] = [
      .loaded(facts), .begun(places: reading.places, fit: reading.fit), .found(findings, from: 0),
    ]
    for index in 0..<reading.count {
      reports.append(try reading.detail(index).map { .explained($0) } ?? .unexplained(index))
    }
    return ModelReadings(reports: reports, findings: findings)
  }

  /// What a model tells of itself when it is opened.
  static func facts(named name: String = "g8", isBeatCentred: Bool) -> ModelState.Facts {
    ModelState.Facts(
      name: name, digest: "abcdef", classes: ["N", "S"], isFaithful: false,
      isBeatCentred: isBeatCentred)
  }

  /// What the shipped model finds of the channels of a sample patient.
  static var fit: ModelFit {
    get throws {
      for case .begun(_, let fit) in try x001.reports { return fit }
      throw Missing()
    }
  }

  private struct Missing: Error {}
}
