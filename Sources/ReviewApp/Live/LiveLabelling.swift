import Annotations
import Foundation
import LiveSession
import LiveStreams
import ReviewSession
import TerminalGraphics

/// Setting labels while a stream comes: the sweep stands, letters are labels of the chosen beat.
struct LiveLabelling: Sendable, Equatable {
  /// The chosen beat, in the stream's seconds.
  var beat: Double
  /// The beat at which a stretch begins.
  var anchor: Double?
  /// Whether the sweep goes on once no more labels are set.
  let wasGoing: Bool
  let palette = LabelPalette.usual
}

extension LiveState {
  // MARK: Beginning and ending

  mutating func beginLabels(_ view: LiveMonitor.View) {
    guard let buffer = view.buffer else { return say("nothing comes yet to be labelled") }
    guard let newest = beatsInView(view).last else {
      return say("no beat is in view to be labelled", isProblem: true)
    }
    labelling = LiveLabelling(beat: newest, wasGoing: frozenAt == nil)
    frozenAt = frozenAt ?? buffer.frameCount
    if view.recording.path == nil { say("labels belong to a recording: r records first") }
  }

  private mutating func endLabels() {
    if labelling?.wasGoing == true { frozenAt = nil }
    labelling = nil
    // What was said of labels is of no use any more.
    message = nil
  }

  /// The beats of the frozen sweep, in the stream's seconds.
  private func beatsInView(_ view: LiveMonitor.View) -> [Double] {
    let page = page(end: shownEnd(view))
    let rate = view.buffer?.header.samplingRateHz ?? 1
    return view.reading.beats.map(\.seconds).filter { page.cell(of: Int($0 * rate)) != nil }
  }

  // MARK: Keys

  /// What a key does while labels are set; nil where it means what it means without them.
  mutating func label(_ key: KeyPress, _ view: LiveMonitor.View) -> [Effect]? {
    guard let labelling else { return nil }
    if case .character(let character) = key, let label = labelling.palette.label(character) {
      return chosen(view).map { [.decide(.label(label, frame: $0))] } ?? []
    }
    if case .record(.undo)? = Keymap.command(for: key) {
      return chosen(view).map { [.decide(.undo(frame: $0))] } ?? []
    }
    guard case .label(let command)? = Keymap.command(for: key, on: .labelling) else { return nil }
    switch command {
    case .leave: leaveLabels()
    case .next: choose(by: 1, view)
    case .previous: choose(by: -1, view)
    case .select: select()
    case .rhythm: cover = .rhythm("")
    case .noise: return span(Label(symbol: Vocabulary.qualitySymbol), view)
    case .remove: return chosen(view).map { [.decide(.remove(frame: $0))] } ?? []
    case _: return nil
    }
    return []
  }

  private mutating func leaveLabels() {
    guard labelling?.anchor == nil else {
      labelling?.anchor = nil
      return say("no stretch")
    }
    endLabels()
  }

  private mutating func choose(by step: Int, _ view: LiveMonitor.View) {
    let beats = beatsInView(view)
    guard let chosen = labelling?.beat, let place = beats.firstIndex(where: { $0 >= chosen - 1e-6 })
    else { return }
    guard beats.indices.contains(place + step) else {
      return say(step > 0 ? "this is the newest beat in view" : "no older beat is in view")
    }
    labelling?.beat = beats[place + step]
  }

  private mutating func select() {
    let begins = labelling?.anchor == nil
    let beat = labelling?.beat
    labelling?.anchor = begins ? beat : nil
    say(begins ? "a stretch begins here: move on, then + rhythm or ~ noise" : "no stretch")
  }

  /// The chosen beat's frame, where labels of it can be kept; says why not.
  private mutating func chosen(_ view: LiveMonitor.View) -> Int? {
    guard let beat = labelling?.beat, let rate = view.buffer?.header.samplingRateHz else {
      return nil
    }
    let frame = Int((beat * rate).rounded())
    guard view.recording.part(of: frame) != nil else {
      say("this beat is not recorded: r records from now on", isProblem: true)
      return nil
    }
    return frame
  }

  /// A label over the stretch to the chosen beat: from where it was begun, or from the last mark.
  private mutating func span(_ label: Label, _ view: LiveMonitor.View) -> [Effect] {
    guard let end = chosen(view), let rate = view.buffer?.header.samplingRateHz else { return [] }
    let marked = view.log.last { if case .mark = $0.kind { $0.frame < end } else { false } }
    let other = labelling?.anchor.map { Int(($0 * rate).rounded()) } ?? marked?.frame
    guard let other, other != end else {
      say("v begins a stretch at a beat; or m marks where it begins", isProblem: true)
      return []
    }
    let frames = min(other, end)..<max(other, end)
    guard view.recording.part(of: frames.lowerBound) == view.recording.part(of: frames.upperBound)
    else {
      say("the stretch begins before its recording does", isProblem: true)
      return []
    }
    labelling?.anchor = nil
    return [.decide(.span(label, frames: frames))]
  }

  /// What typing a rhythm's name does.
  mutating func typeRhythm(_ key: KeyPress, _ text: String, _ view: LiveMonitor.View) -> [Effect] {
    cover = nil
    switch key {
    case .escape: break
    case .enter:
      guard let label = LabelAction.rhythmLabel(typed: text.trimmingCharacters(in: .whitespaces))
      else { break }
      return span(label, view)
    case .backspace: cover = .rhythm(String(text.dropLast()))
    case .character(let character) where text.count < 60: cover = .rhythm(text + String(character))
    default: cover = .rhythm(text)
    }
    return []
  }
}
