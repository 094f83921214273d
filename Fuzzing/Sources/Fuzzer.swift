import Foundation

/// The reader that `TAWARA_FUZZ_TARGET` names.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["TAWARA_FUZZ_TARGET"] ?? ""
  guard let target = FuzzTarget.named(name) else {
    let names = FuzzTarget.all.map(\.name).joined(separator: " ")
    FileHandle.standardError.write(
      Data("fuzzer: TAWARA_FUZZ_TARGET: expected one of \(names), found \"\(name)\"\n".utf8))
    // Not `exit`, which libFuzzer takes for a finding.
    _exit(2)
  }
  atexit { folder.remove() }
  return target
}()

private let folder = FuzzFolder()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
  try? target.read(input, folder)
  if target.leavesFiles { folder.clear() }
  return 0
}
