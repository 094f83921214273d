import TerminalGraphics

/// A frame's colours and attributes as text: a legend with a line for each style, then the rows, a sign of
/// the legend in each cell.
struct StyledPicture: Equatable {
  /// What each cell looks like, row by row.
  private(set) var rows: [[String]]

  init(_ frame: Frame) {
    rows = (0..<frame.size.height).map { y in
      (0..<frame.size.width).map { x in Self.words(frame[x, y].style) }
    }
  }

  /// Reads what `text` has written.
  init(text: String) {
    var legend: [Character: String] = [:]
    rows = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix("# "), let sign = line.dropFirst(2).first {
        legend[sign] = String(line.dropFirst(4))
      } else {
        rows.append(line.map { legend[$0] ?? "no style \($0)" })
      }
    }
  }

  /// Letters first; a screen has some twenty styles.
  private static let signs = Array(
    ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+*=~<>^!?%&$@/|:;,")

  var text: String {
    var signs: [String: Character] = [:]
    var legend: [String] = []
    for row in rows {
      for style in row where signs[style] == nil {
        let sign = Self.signs[signs.count % Self.signs.count]
        signs[style] = sign
        legend.append("# \(sign) \(style)")
      }
    }
    let body = rows.map { String($0.map { signs[$0] ?? "?" }) }
    return (legend + body).joined(separator: "\n") + "\n"
  }

  private static func words(_ style: Style) -> String {
    let names: [(Style.Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"),
      (.italic, "italic"),
    ]
    let attributes = names.filter { style.attributes.contains($0.0) }.map(\.1)
    return ([word(style.foreground), "on", word(style.background)] + attributes)
      .joined(separator: " ")
  }

  private static func word(_ color: Color) -> String {
    color.isTerminalDefault
      ? "default"
      : [color.red, color.green, color.blue].map { part in
        (part < 16 ? "0" : "") + String(part, radix: 16)
      }.joined()
  }
}
