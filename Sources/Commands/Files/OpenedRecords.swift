import Synchronization
import Waveforms

/// The records that the running command has opened: what is said of one whose file was cut short
/// meanwhile is not to be believed.
final class OpenedRecords: Sendable {
  private let records = Mutex<[Record]>([])

  /// Those of the command that is running.
  @TaskLocal static var current = OpenedRecords()

  func add(_ record: Record) { records.withLock { $0.append(record) } }

  /// Throws where a file of one has become shorter.
  func checkWhole() throws(FileError) {
    for record in records.withLock({ $0 }) { try record.checkWhole() }
  }
}
