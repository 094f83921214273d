import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import Measures
import Waveforms

/// The intervals of a record's beats.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure the intervals of a record's beats. Not for diagnosis.",
    discussion: """
      Prints, beat by beat, cycle length, PR, QRS, QT and QTc, and from
      electrograms AH, HV, AV or VA and the coronary sinus site that the atria
      activate first; then their medians by kind: of beats with one label, in
      one rhythm. All in milliseconds; a dash where something cannot be told, and
      no first site unless all that are alive were read: those that were not are
      named. Stimuli that were found follow, with S1, S2 and their intervals where
      electrograms say that it is programmed stimulation; RR of paced beats is
      theirs. Beats are those of the annotations, detected ones where there are
      none: these have letters by the shape of their complexes, A the commonest.
      Not for diagnosis.
      """)

  @Argument(help: "A record.")
  var path: String

  @OptionGroup var window: WindowOptions

  @Option(help: "Take the beats from these annotations; the first ones if not given.")
  var annotator: String?

  @Flag(help: "Print CSV, with times of all fiducial points in seconds.")
  var csv = false

  @Flag(help: "Print JSON, likewise.")
  var json = false

  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  func run() throws {
    let recording = try input.open(path)
    let record = recording.record
    if let assumption = record.leadAssumption { Output.note(assumption) }
    let frames = try window.frames(of: record)
    let beats = try RecordBeats.find(
      in: recording, annotator: annotator, crew: try threading.crew())
    let measurer = try BeatMeasurer(record: record, beats: beats.times)
    let measures = try measurer.measure(
      from: Double(frames.lowerBound) / record.frameRateHz,
      to: Double(frames.upperBound) / record.frameRateHz)
    let span = Double(frames.lowerBound)..<Double(frames.upperBound)
    let report = MeasureReport(
      record: record, beats: beats, measures: measures,
      stimuli: measurer.stimuli.filter { span.contains($0.time * record.frameRateHz) })
    if json { try Output.json(report.values) }
    if csv { try Output.lines(report.csv) }
    if !json && !csv { try Output.lines(report.table) }
  }
}
