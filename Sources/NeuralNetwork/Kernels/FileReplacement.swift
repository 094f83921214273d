import Foundation

/// Puts a finished file into the place of another, or of none, in one step.
///
/// Wraps `rename`. Foundation has no safe way: on Linux `moveItem` refuses an existing target, and
/// `replaceItemAt` renames the old file over the new one.
func replaceFile(at path: String, with part: String) throws(POSIXError) {
  guard unsafe rename(part, path) == 0 else {
    throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
  }
}

/// Whether a file may be put at a path: a device or a pipe would lose its name. A folder keeps it.
///
/// Wraps `stat`.
func isPlaceForFile(_ path: String) -> Bool {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { return true }
  return [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
}

/// Removes a file where there is one, but never a folder and what is in it.
///
/// Wraps `unlink`.
func removeFile(_ path: String) {
  _ = unsafe unlink(path)
}
