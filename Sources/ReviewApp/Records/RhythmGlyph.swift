import Annotations
import TerminalGraphics

/// The sign that a rhythm has in a strip of a whole record, so that no rhythm is told by its
/// colour alone.
enum RhythmGlyph {
  /// Sinus rhythm is a line, so that all else stands out. Small letters are atrial (`f`
  /// fibrillation, `u` flutter), capitals ventricular or re-entrant (`F`, `U`, `V`; `R` for AV
  /// re-entry, `D` for dual AV nodal pathways). Other rhythms have their names' first letter.
  static func scalar(of name: String) -> Unicode.Scalar {
    switch Vocabulary.rhythm(named: name).kind {
    case .sinus: "─"
    case .sinusBradycardia: "b"
    case .paced: "p"
    case .preexcitation: "w"
    case .junctional: "j"
    case .ectopicAtrial: "a"
    case .ectopicAtrialTachycardia: "E"
    case .atrialFibrillation: "f"
    case .atrialFlutter: "u"
    case .ventricularFibrillation: "F"
    case .ventricularFlutter: "U"
    case .avReentry: "R"
    case .avNodalReentry: "D"
    case .pacedAtrial: "/"
    case .pacedVentricular: "\\"
    case .secondDegreeBlock: "h"
    case .rightBundleBranchBlock, .atrialBigeminy, .supraventricularTachyarrhythmia,
      .ventricularBigeminy, .ventricularTrigeminy, .ventricularTachycardia, .idioventricular,
      .unknown:
      firstLetter(name)
    }
  }

  private static func firstLetter(_ name: String) -> Unicode.Scalar {
    let letter = name.unicodeScalars.first { $0.properties.isAlphabetic || $0 == "/" } ?? "?"
    return letter.value < 0x80 && letter.value >= 0x61
      ? Unicode.Scalar(UInt8(letter.value - 32)) : letter
  }
}

/// The rhythms of a whole record in cells of equal length.
struct RhythmStrip: Sendable, Equatable {
  /// Cells that are kept: more than a list is wide, and few enough to keep for thousands of
  /// records.
  static let cellCount = 240
  private static let none = UInt8.max
  private static let noise = UInt8.max - 1

  /// What a cell shows.
  enum Cell: Equatable, Sendable {
    case unlabelled, noise
    case rhythm(String)
  }

  private let names: [String]
  private let cells: [UInt8]

  /// `spans` are rhythms with the part of the record that they take, 0...1; `noise` likewise.
  init(spans: [(name: String, place: Range<Double>)], noise: [Range<Double>]) {
    var names: [String] = []
    for span in spans where !names.contains(span.name) && names.count < Int(Self.noise) {
      names.append(span.name)
    }
    var cells = Array(repeating: Self.none, count: Self.cellCount)
    for place in noise {
      for cell in Self.range(place) { cells[cell] = Self.noise }
    }
    let weights = names.map { Vocabulary.rhythm(named: $0).gravity }
    for span in spans {
      guard let index = names.firstIndex(of: span.name) else { continue }
      for cell in Self.range(span.place) {
        let other = cells[cell]
        if other < Self.noise, weights[Int(other)] >= weights[index] { continue }
        cells[cell] = UInt8(index)
      }
    }
    self.names = names
    self.cells = cells
  }

  var isEmpty: Bool { names.isEmpty }

  /// One cell at least, however short a span is.
  private static func range(_ place: Range<Double>) -> Range<Int> {
    let first = Int((place.lowerBound * Double(cellCount)).rounded(.down))
    let end = Int((place.upperBound * Double(cellCount)).rounded(.up))
    return (first..<max(end, first + 1)).clamped(to: 0..<cellCount)
  }

  /// The strip in fewer or more cells; in each the gravest of its rhythms.
  func cells(width: Int) -> [Cell] {
    let weights = names.map { Vocabulary.rhythm(named: $0).gravity }
    return (0..<max(0, width)).map { column in
      let first = column * Self.cellCount / width
      let end = max(first + 1, (column + 1) * Self.cellCount / width)
      let found = cells[first..<min(end, Self.cellCount)]
      // The graver first, so that a short run is not lost in hours of sinus rhythm.
      let gravest = found.filter { $0 < Self.noise }.max { weights[Int($0)] < weights[Int($1)] }
      if let gravest { return .rhythm(names[Int(gravest)]) }
      return found.contains(Self.noise) ? .noise : .unlabelled
    }
  }
}
