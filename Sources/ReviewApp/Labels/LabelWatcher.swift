import Annotations

/// Looks from time to time whether another program has changed a set of labels.
final class LabelWatcher: Sendable {
  let key: TransactionLogKey
  private let task: Task<Void, Never>

  /// - Parameter onChange: called from another thread whenever the log has come further, by
  ///   whomever.
  init(
    _ key: TransactionLogKey, in log: any TransactionLog, interval: Duration = .milliseconds(500),
    onChange: @escaping @Sendable () -> Void
  ) {
    self.key = key
    task = Task.detached(priority: .utility) {
      var known = try? log.position(of: key)
      while (try? await Task.sleep(for: interval)) != nil {
        // What cannot be read now is said when the next change is made.
        guard let now = try? log.position(of: key), now != known else { continue }
        known = now
        onChange()
      }
    }
  }

  deinit { task.cancel() }
}
