import ArgumentParser
import Waveforms

/// Several records that go to a folder, one after the other.
enum RecordBatch {
  /// Does something with each record of a list. What goes wrong with one is said, and the others go
  /// on; the command ends with status 1 then.
  /// - Parameter done: what is done with them, in a word: `converted`.
  static func run(
    _ list: ConversionList, done: String, _ body: (ConversionList.Job) throws -> Void
  ) throws {
    for refusal in list.refusals { Output.note(refusal) }
    var failures = list.refusals.count
    for job in list.jobs {
      do {
        try ConversionList.makeFolder(of: job.output)
        try body(job)
      } catch {
        failures += 1
        Output.note("\(error)")
      }
    }
    guard failures > 0 else { return }
    let total = list.jobs.count + list.refusals.count
    Output.note("\(failures) of \(total) records could not be \(done)")
    throw ExitCode(1)
  }
}
