import Foundation

/// What the system says of this process's memory.
enum ProcessMemory {
  /// A field of /proc/self/status in MB, such as RssAnon or VmHWM; 0 where there is none.
  static func megabytes(_ field: String) -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    let kilobytes = line?.split(separator: " ").dropLast().last.flatMap { Double($0) }
    return (kilobytes ?? 0) / 1024
  }
}
