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

/// Removes a file where there is one, but never a folder and what is in it.
///
/// Wraps `unlink`.
func removeFile(_ path: String) {
  _ = unsafe unlink(path)
}
