import Foundation
@testable import ReviewApp
import ReviewSession
import Simulation
import TerminalGraphics
import Waveforms

/// A terminal that plays back events and keeps the pictures.
final class ScriptedTerminal: Terminal {
  var size: Size
  var frames: [Frame] = []
  private var script: [[TerminalEvent]]
  private let resizes: [Int: Size]

  init(size: Size, script: [[TerminalEvent]], resizes: [Int: Size] = [:]) {
    self.size = size
    self.script = script
    self.resizes = resizes
  }

  convenience init(size: Size, keys: [KeyPress]) {
    self.init(size: size, script: keys.map { [.key($0)] })
  }

  func ring() {}

  func show(_ frame: Frame) { frames.append(frame) }

  /// Hangs up when the script is over, so that a loop that forgets to end still does.
  func waitForEvents(until instant: ContinuousClock.Instant?) -> [TerminalEvent] {
    if let size = resizes[frames.count] { self.size = size }
    return script.isEmpty ? [.terminate(signal: 1)] : script.removeFirst()
  }

  var wake: @Sendable () -> Void { {} }
}

/// Simulated patients in a folder that lasts as long as the tests.
enum Patients {
  static let folder: String = {
    let path =
      NSTemporaryDirectory() + "tawara-review-tests-\(ProcessInfo.processInfo.processIdentifier)"
    // The study of a fifth patient is tried by tests of its own.
    let scripts = PatientScript.sampleScripts.filter { $0.subject.recordName != "x004" }
    try? SimulatedDatabase.write(
      count: scripts.count, folder: path, origin: "For tests.",
      patient: { PatientSimulator.patient(scripts[$0]) })
    return path
  }()

  static func document(_ name: String) throws -> ReviewDocument {
    let document = try ReviewDocument(path: folder + "/" + name)
    while document.peaks.cache.fillNext() {}
    return document
  }

  static func state(_ name: String, size: Size) throws -> WaveformState {
    WaveformState(document: try document(name), size: size)
  }
}

extension WaveformState {
  /// The same state, laid out on a screen.
  func settled(_ size: Size) -> WaveformState {
    var copy = self
    copy.settle(size)
    return copy
  }

  /// Seconds from the left edge to the right one.
  var viewSeconds: Double { viewport.seconds(dots: layout.dots) }
}

extension AppState {
  /// What is on the screen last after keys, each of which waits until all is there: through the loop, as the
  /// program does it.
  func picture(after keys: String, _ services: ReviewServices) -> String {
    let events = (KeyPress.sequence(keys) ?? []).map { TerminalEvent.key($0) }
    let terminal = HeadlessTerminal(size: size, events: events)
    let loop = ReviewLoop(state: self, theme: .builtIn, terminal: terminal, services: services)
    terminal.isSettled = { loop.isSettled }
    _ = loop.run()
    return terminal.frames.last?.plainText ?? ""
  }
}
