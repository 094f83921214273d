/// The names in folders that were read before, so that a folder is not read once for each of its
/// records, nor looked through.
public struct FolderListings: Sendable {
  /// In order, by folder.
  private var sorted: [String: [String]] = [:]

  public init() {}

  /// The names in a folder that begin with a text, in order.
  mutating func names(in folder: String, beginning start: String) -> ArraySlice<String> {
    let names = sorted[folder] ?? RecordFolder.names(in: folder).sorted()
    sorted[folder] = names
    return names[names.partitioningIndex { $0 >= start }...].prefix { $0.hasPrefix(start) }
  }
}
