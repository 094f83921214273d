import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import NeuralNetwork
import SignalProcessing
import Waveforms

/// Finding beats, and saying how well.
struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect", abstract: "Find the beats of records.",
    discussion: """
      Finds QRS complexes in the surface leads and local activations in the
      electrograms. With --against the beats are compared with annotations by
      the rules of ANSI/AAMI EC57: within 150 ms, without the first five minutes
      and without ventricular flutter and fibrillation.
      """)

  @Argument(help: "A record, or a folder of records.")
  var path: String

  @Option(help: "Compare with the annotations of this name.")
  var against: String?

  @Option(help: "Seconds at the start that are not compared.")
  var learning = 300.0

  @Option(help: "Write the beats as annotations of this name beside the record.")
  var annotations: String?

  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Replace annotations that an earlier run wrote.")
  var force = false

  func run() throws {
    let crew = try threading.crew()
    let (paths, hints) = try input.records(path)
    guard (0...86_400).contains(learning) else {
      throw CommandError.badOption(
        name: "--learning", expected: "seconds from 0 to 86400", found: "\(learning)")
    }
    var sum = BeatScore()
    if against != nil {
      try Output.lines([BeatScore.header])
    }
    for path in paths {
      let recording = try Recording(path: path, hints: hints)
      if paths.count == 1, let assumption = recording.record.leadAssumption {
        Output.note(assumption)
      }
      let target = try annotations.map {
        try Overwriting.place(of: $0, beside: recording, force: force)
      }
      let preparation = try RecordPreparation(recording.record)
      var reader = PreparedReader(preparation)
      let leads = try reader.surface(crew: crew).filter { !$0.isEmpty }
      let beats = leads.isEmpty ? [] : QRSDetector.detect(leadsMillivolts: leads)
      if let against {
        let score = try BeatScore(beats, recording, against: against, learning: learning)
        sum.add(score)
        try Output.lines([score.line(recording.record.name)])
      } else {
        try Output.lines(try Self.describe(recording.record, beats, &reader, crew))
      }
      if let target, let annotations {
        try MachineAnnotations.write(
          beats: beats, of: recording.record, name: annotations, path: target)
      }
    }
    if against != nil && paths.count > 1 { try Output.lines([sum.line("gross")]) }
  }

  private static func describe(
    _ record: Record, _ beats: [Int], _ reader: inout PreparedReader, _ crew: Crew
  ) throws -> [String] {
    let seconds = Double(max(1, (beats.last ?? 0) - (beats.first ?? 0))) / 250
    let rate = beats.count > 1 ? Int((Double(beats.count - 1) / seconds * 60).rounded()) : 0
    var lines = ["\(record.name): \(beats.count.counted("beat")), \(rate) bpm on average"]
    let range = 0..<reader.preparation.sampleCount
    for (slot, channel) in reader.preparation.slots.used
    where slot >= ModelConfiguration.ecgChannels {
      let signal = try reader.signal(range, crew: crew).channels[slot]
      let activations = ActivationDetector.detect(electrogramMillivolts: signal)
      lines.append("  \(record.channels[channel].name): \(activations.count.counted("activation"))")
    }
    return lines
  }
}
