import Waveforms

extension ReleaseCheck {
  /// Compares the names in the folder with the release's, and with the list of sums.
  mutating func checkListing() {
    let absent = facts.entries.map(\.name).filter { name in
      !ReleaseFacts.files(of: name).contains(where: names.contains)
    }
    summary.recordCount = facts.entries.count - absent.count
    summary.fileCount = facts.fileNames.count(where: names.contains)
    if !absent.isEmpty {
      findings.append(
        Finding(
          .failure, file: folder, expected: "\(facts.entries.count) records",
          found: "\(summary.recordCount), a part of the release; absent are "
            + absent.joined(separator: ", ")))
    }
    let accounted = Set(absent.flatMap(ReleaseFacts.files))
    let missing = facts.fileNames.filter { !names.contains($0) && !accounted.contains($0) }
    for file in missing { report(missing: file) }
    let known = Set(facts.fileNames).union(ReleaseFacts.possibleFiles)
    for file in names.subtracting(known).sorted(by: Self.precedes) { report(unknown: file) }
    checkSumList(reported: accounted.union(missing))
  }

  private mutating func report(missing file: String) {
    findings.append(Finding(.failure, file: file, text: "expected this file, found none"))
  }

  private mutating func report(unknown file: String) {
    // The release is said to have 126 files; the names of two are not known.
    let isListed = sums?.sums[file] != nil
    findings.append(
      Finding(
        isListed ? .note : .difference, file: quoted(file),
        text: isListed
          ? "not among the files known of the release, but \(ReleaseFacts.sumsFile) lists it"
          : "expected only the release's files, found this one too"))
  }

  /// What the list of sums leaves out, names in vain, or has garbled.
  private mutating func checkSumList(reported: Set<String>) {
    guard let sums else { return }
    let list = ReleaseFacts.sumsFile
    for fault in sums.faults {
      findings.append(
        Finding(
          file: list, place: "line \(fault.line)", expected: fault.expected, found: fault.found))
    }
    let absent = sums.sums.keys.filter { file in
      !reported.contains(file)
        && MappedFile.byteCount(of: folder.appendingPath(file)) == nil
    }
    for file in absent.sorted(by: Self.precedes) {
      findings.append(
        Finding(
          .failure, file: quoted(file), expected: "this file as \(list) lists it", found: "none"))
    }
    for file in facts.fileNames
    where file != list && names.contains(file) && sums.sums[file] == nil {
      findings.append(Finding(file: list, expected: "a sum for \(file)", found: "none"))
    }
  }

  /// Compares a file's bytes with the list of sums.
  mutating func checkSum(_ file: String) {
    let path = folder.appendingPath(file)
    // Files that are not there were reported with the listing.
    guard let expected = sums?.sums[file], MappedFile.byteCount(of: path) != nil else { return }
    do throws(FileError) {
      let found = try FileDigest.sha256(path: path)
      summary.summedFileCount += 1
      if found == expected {
        summary.agreeingSumCount += 1
        for index in findings.indices where findings[index].file == file {
          findings[index].agreesWithSums = true
        }
      } else {
        let list = ReleaseFacts.sumsFile
        findings.append(
          Finding(
            file: quoted(file), expected: "the SHA-256 \(expected.prefix(12))… of \(list)",
            found: "\(found.prefix(12))…"))
      }
    } catch {
      report(error, file: file)
    }
  }

  /// Compares a record's samples with the sums in its header.
  mutating func checkSamples(_ name: String) {
    let file = name + ".dat"
    guard names.contains(file), names.contains(name + ".hea") else { return }
    // A header or a file that is too short has been reported with its record.
    guard let record = try? WFDBReader.open(path: folder.appendingPath(name)),
      let verification = try? RecordVerification(of: record)
    else { return }
    summary.summedFileCount += 1
    for (channel, found) in zip(record.channels, verification.channels) {
      guard let checksum = channel.checksum, (checksum - found.checksum) % 65_536 != 0 else {
        continue
      }
      findings.append(
        Finding(
          file: file, place: "channel \(quoted(channel.name))",
          expected: "a checksum of \(checksum) as \(name).hea says", found: "\(found.checksum)"))
    }
  }

  /// A file that is there and cannot be read.
  mutating func report(_ error: WFDBError, file: String) {
    if case .file(let cause) = error { return report(cause, file: file) }
    report(error.description, of: file)
  }

  mutating func report(_ error: FileError, file: String) {
    guard case .cannotRead(_, let reason) = error else {
      return report(error.description, of: file)
    }
    findings.append(Finding(.failure, file: quoted(file), text: "cannot be read: \(reason)"))
  }

  private mutating func report(_ message: String, of file: String) {
    let text = Self.remainder(of: message, behind: folder.appendingPath(file))
    findings.append(Finding(.failure, file: quoted(file), text: text))
  }

  /// A message without the path that it begins with: findings name their files themselves.
  static func remainder(of message: String, behind path: String) -> String {
    guard message.hasPrefix(path) else { return message }
    return String(message.dropFirst(path.count).drop(while: { ":, ".contains($0) }))
  }
}
