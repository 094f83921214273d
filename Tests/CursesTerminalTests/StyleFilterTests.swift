import CursesTerminal
import Testing

@Suite("Colours that are said once")
struct StyleFilterTests {
  /// A terminal that knows of colours, attributes and movement, and notes how each cell looks.
  private struct Screen: Equatable {
    var look: [String: String] = [:]
    /// What was drawn or erased, with the look that it has.
    var seen: [String] = []

    mutating func take(_ bytes: [UInt8]) {
      var rest = bytes[...]
      while let byte = rest.popFirst() {
        if byte == 0x1B, rest.first == UInt8(ascii: "(") {
          // B are the letters that every terminal begins with.
          let letters = rest.dropFirst().first
          look["letters"] = letters == UInt8(ascii: "B") ? nil : letters.map { "\($0)" }
          rest = rest.dropFirst(2)
        } else if byte == 0x1B {
          let end = rest.firstIndex { (0x40..<0x7F).contains($0) && $0 != UInt8(ascii: "[") }
          let text = String(decoding: rest[...(end ?? rest.endIndex - 1)], as: UTF8.self)
          rest = rest[((end ?? rest.endIndex - 1) + 1)...]
          if text.hasSuffix("m") { style(text.dropFirst().dropLast()) } else { note(text) }
        } else {
          note(String(UnicodeScalar(byte)))
        }
      }
    }

    private mutating func note(_ what: String) {
      // Of what is blank the ground alone is seen; the cursor's movements have no look.
      let isMove = what.last.map { "HGAd".contains($0) && what.count > 1 } ?? false
      let isBlank = what == " " || what.count > 1
      let roles = isBlank ? ["ground", "4", "7", "letters"] : look.keys.sorted()
      let looks = roles.compactMap { role in look[role].map { role + $0 } }
      seen.append(what + (isMove ? "" : looks.joined(separator: ",")))
    }

    private mutating func style(_ parameters: Substring) {
      var numbers = parameters.split(separator: ";", omittingEmptySubsequences: false)
        .map { Int($0) ?? 0 }[...]
      while let number = numbers.popFirst() {
        switch number {
        case 0: look = look.filter { $0.key == "letters" }
        case 1...9: look["\(number)"] = "on"
        case 22: (look["1"], look["2"]) = (nil, nil)
        case 23...29: look["\(number - 20)"] = nil
        case 38, 48:
          let count = numbers.first == 5 ? 2 : 4
          look[number == 38 ? "ink" : "ground"] = "\(numbers.prefix(count))"
          numbers = numbers.dropFirst(count)
        case 39: look["ink"] = nil
        case 49: look["ground"] = nil
        default: look[number < 40 || (90..<98).contains(number) ? "ink" : "ground"] = "\(number)"
        }
      }
    }
  }

  private func filtered(_ texts: String...) -> [String] {
    var filter = StyleFilter()
    return texts.map { String(decoding: filter.filtered(Array($0.utf8)), as: UTF8.self) }
  }

  @Test("both colours of each pair, as ncurses has them, are said where they change")
  func pairs() {
    let found = filtered(
      "\u{1B}(B\u{1B}[m\u{1B}[38;5;151m\u{1B}[48;5;233ma",
      "\u{1B}[38;5;203m\u{1B}[48;5;233mb\u{1B}[38;5;203m\u{1B}[48;5;233mc",
      "\u{1B}(B\u{1B}[0;1m\u{1B}[38;5;203m\u{1B}[48;5;24md"
        + "\u{1B}(B\u{1B}[m\u{1B}[38;5;203m\u{1B}[48;5;24me")
    #expect(found[0] == "\u{1B}(B\u{1B}[0;38;5;151;48;5;233ma")
    #expect(found[1] == "\u{1B}[38;5;203mbc")
    #expect(found[2] == "\u{1B}[1;48;5;24md\u{1B}[22me")
  }

  @Test("a blank and an erased line are told of their ground alone")
  func blanks() {
    let start = "\u{1B}[m\u{1B}[32m\u{1B}[40mx"
    #expect(
      filtered(start, "\u{1B}[31m\u{1B}[40m  \u{1B}[K\u{1B}[32m\u{1B}[40my")[1]
        == "  \u{1B}[Ky")
    #expect(
      filtered(start, "\u{1B}[31m\u{1B}[44m \u{1B}[32m\u{1B}[40my")[1]
        == "\u{1B}[31;44m \u{1B}[32;40my")
    #expect(filtered(start, "\u{1B}[4m \u{1B}[24my")[1] == "\u{1B}[4m \u{1B}[24my")
  }

  @Test("a frame ends as ncurses believes it to, and a forgotten look is said in whole")
  func ends() {
    #expect(filtered("\u{1B}[31mx", "\u{1B}[m", "\u{1B}[m")[1...] == ["\u{1B}[m", ""])
    var filter = StyleFilter()
    _ = filter.filtered(Array("\u{1B}[31mx".utf8))
    filter.forget()
    #expect(
      String(decoding: filter.filtered(Array("y".utf8)), as: UTF8.self)
        == "\u{1B}(B\u{1B}[0;31my")
  }

  @Test("what it does not know goes through, and all is said anew after it")
  func unknown() {
    let found = filtered("\u{1B}[31mx", "\u{1B}[58;5;3my", "\u{1B}]0;t\u{07}", "\u{1B}[4:3mz")
    #expect(found[1] == "\u{1B}[58;5;3m\u{1B}(B\u{1B}[0;31my")
    #expect(found[2] == "\u{1B}]0;t\u{07}")
    #expect(found[3].hasPrefix("\u{1B}[4:3m") && found[3].hasSuffix("z"))
    #expect(filtered("a\u{1B}[38;5")[0].hasSuffix("a\u{1B}[38;5"))
  }

  @Test("whatever is sent, a terminal shows the same after it", arguments: 0..<300)
  func anything(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let parts: [() -> String] = [
      { "\u{1B}[m" }, { "\u{1B}[0;\([1, 2, 3, 4, 7][next(5)])m" }, { "\u{1B}(B\u{1B}[m" },
      { "\u{1B}(0" },
      { "\u{1B}[38;5;\(next(4))m\u{1B}[48;5;\(next(3))m" }, { "\u{1B}[3\(next(8))m" },
      { "\u{1B}[9\(next(8));10\(next(8))m" }, { "\u{1B}[39;49m" },
      { "\u{1B}[38;2;1;2;\(next(3));48;2;1;2;\(next(3))m" },
      { "\u{1B}[2\([2, 3, 4, 7][next(4)])m" }, { "\u{1B}[\(next(9));\(next(9))H" },
      { "\u{1B}[\(next(9))G" }, { "\u{1B}[K" }, { "\u{1B}[\(next(9))X" }, { "\u{1B}[3P" },
      { "abc" }, { " " }, { "  x" },
    ]
    var (filter, plain, filteredScreen) = (StyleFilter(), Screen(), Screen())
    for _ in 0..<8 {
      let bytes = Array((0..<next(30)).map { _ in parts[next(parts.count)]() }.joined().utf8)
      let less = filter.filtered(bytes)
      plain.take(bytes)
      filteredScreen.take(less)
      // How the frame ends is compared too.
      #expect(plain == filteredScreen)
    }
  }
}
