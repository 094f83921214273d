import TerminalGraphics

/// The key map as text: in the help overlay, and in `docs/keys.md`.
public enum HelpText {
  /// Keys and what they do on a screen, with a line for each group's title.
  static func lines(on screen: KeyScreens) -> [(head: String, text: String)] {
    var lines: [(String, String)] = []
    for group in KeyGroup.allCases {
      let bindings = Keymap.bindings.filter {
        $0.group == group && $0.screens.contains(screen) && !$0.keys.isEmpty
      }
      guard !bindings.isEmpty else { continue }
      lines.append(("", group.rawValue.uppercased()))
      lines += bindings.map {
        ($0.keys.map(\.label).joined(separator: " "), $0.title(on: screen))
      }
    }
    return lines
  }

  /// Of the review: its keys, then what its signs mean.
  static var reviewLines: [(head: String, text: String)] {
    lines(on: .review) + lines(on: .labelling) + [
      ("", "SIGNS"),
      ("5mm/mV", "under a name: the gain of this lane, where it is not that of the leads"),
      (
        "P Q J T",
        "of the beat at the cursor: onset of P, onset of QRS, its end, end of T (E hides)"
      ),
      ("A H V", "where atrium, His bundle, ventricle are activated in this electrogram"),
      ("┌┐", "before a lead: 1 mV, 200 ms; where 200 ms have no room, 1 mV alone"),
      ("· ·", "grid: 0.2 s, 0.5 mV; 0.04 s where they are far apart, more where near (# hides)"),
      ("▲ ▼ ↕", "a trace leaves its lane, above, below or both: < , lower it, a fits it"),
      ("░ ╌", "not read yet; no signal"),
    ]
  }

  /// Of the list: its keys, then what its signs mean.
  static var listLines: [(head: String, text: String)] {
    lines(on: .list) + [
      ("", "MOUSE"),
      ("Press", "select a record; on the selected one, open it"),
      ("Press a title", "sort by that column; again, reverse it"), ("Wheel", "move"),
      ("", "SIGNS"),
      ("·", "not opened yet"), ("◐", "opened"), ("✓", "reviewed"),
      ("unsure", "share of windows whose class the model is uncertain of; ? not classified"),
      ("rhythms", "the whole record from left to right: ─ sinus rhythm, ▒ noise, blank unlabelled"),
      ("f u", "atrial fibrillation, flutter"), ("R D E", "AVRT, AVNRT, ectopic atrial"),
      ("V F U I", "ventricular tachycardia, fibrillation, flutter, idioventricular"),
      ("/ \\", "atrial, ventricular pacing"),
    ]
  }

  /// Of a stream while it comes.
  static var liveLines: [(head: String, text: String)] {
    lines(on: .live) + [
      ("", "WHILE LABELS ARE SET"),
      ("N V S A F Q", "label the chosen beat so; the others too that the lowest line shows"),
      ("← →", "the beat before, the next one"),
      ("v + ~", "begin a stretch at the beat; a rhythm, or noise, from there or the last mark"),
      ("Del u", "remove the beat's label; take the last change back"),
      ("Esc", "set no more labels: the sweep goes on"),
      ("", "SIGNS"),
      ("N S V F Q ·", "over a beat: what the model says it is; a dot where it is unsure"),
      ("underlined", "a label of your own"),
      ("▼A", "a mark"), ("!", "before a name: the channel has lost its signal"),
      ("╌", "no signal came"),
      ("lag", "from a sample's arrival to the screen; before +, what the source took itself"),
      ("lost", "seconds that did not come: drawn as nothing, never as signal"),
    ]
  }

  /// Of the windows to label next.
  static var queueLines: [(head: String, text: String)] {
    lines(on: .queue) + [
      ("1-9", "a class: the window is labelled so, and the next one is asked"),
      ("N V S", "classes of one letter have that letter too"),
    ]
  }

  /// The key map as a table in Markdown.
  public static var markdown: String {
    let parts = [
      table(on: .review), "While labels are set (`e`):", table(on: .labelling),
      "In the list of records:", table(on: .list), "What to label next (`w` in the list):",
      table(on: .queue), "While a stream comes (`tawara live`):", table(on: .live),
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// Of the review those too that only the palette has.
  private static func table(on screen: KeyScreens) -> String {
    let bindings = Keymap.bindings.filter {
      $0.screens.contains(screen) && (screen == .review || !$0.keys.isEmpty)
    }
    let rows = bindings.map { binding in
      let keys = binding.keys.isEmpty ? "palette" : keys(binding)
      return "| \(keys) | \(binding.title(on: screen)) |"
    }
    return (["| Keys | What they do |", "|---|---|"] + rows).joined(separator: "\n")
  }

  /// Keys as code; a bar would end the table's cell.
  private static func keys(_ binding: KeyBinding) -> String {
    binding.keys.map { "`\($0.label.replacing("|", with: "\\|"))`" }.joined(separator: " ")
  }
}
