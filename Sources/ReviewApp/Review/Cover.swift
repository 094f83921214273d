import ReviewSession
public import ReviewStore

/// What lies over the traces and takes the keys.
public enum Cover: Sendable, Equatable {
  /// A box of text, scrolled down by `top` lines.
  case panel(Panel, top: Int)
  /// Text being typed.
  case prompt(Prompt, String)
  /// Saying what channels are.
  case channels(ChannelNaming)
  /// Going through the families of beats.
  case families(FamilyBrowser)
  /// What labels have made of the model.
  case teaching(TeachingPanel)
  /// Teaching a model of rhythms.
  case rhythms(RhythmPanel)

  /// What a box of text tells.
  public enum Panel: Sendable, Equatable { case help, warnings }

  /// What is being typed.
  public enum Prompt: Sendable, Equatable {
    case goToTime, search, montage, bookmark, saveChannels, loadChannels
    case changeBookmark(Bookmark.ID)
    /// With the name that is given where none is typed.
    case pin(usual: String)
    case renameInterval(PinnedInterval.ID)
    /// While labels are set.
    case rhythm, note, label
    /// Of a family's beats.
    case familyRhythm(FamilyBrowser)
    /// Why a taught model is taken up against what the labels say.
    case overriding, overridingRhythms
    case versionName(Int)
  }
}

extension Cover.Prompt {
  var title: String {
    switch self {
    case .goToTime: "go to time"
    case .search: "search"
    case .montage: "save montage as"
    case .bookmark, .changeBookmark: "bookmark"
    case .pin: "name of the interval"
    case .renameInterval: "new name"
    case .rhythm, .familyRhythm: "rhythm"
    case .note: "remark"
    case .label: "label"
    case .overriding, .overridingRhythms: "why it is taken up all the same"
    case .versionName: "name of the version"
    case .saveChannels: "write what channels are to"
    case .loadChannels: "read what channels are from"
    }
  }

  /// What may be typed.
  var hint: String {
    switch self {
    case .goToTime: "1:02:03.5  90s  15m  50%  #12000"
    case .search: "rhythm, symbol, text, class, bookmark or time"
    case .montage: "the channels in view, in their order"
    case .bookmark: "what is here"
    case .changeBookmark: "Enter keeps it, Del removes it, Esc leaves it"
    case .pin(let usual): "Enter alone: \(usual)  or AH HV VA PR QRS QT, any text"
    case .renameInterval: "Enter keeps it, Del deletes the interval"
    case .rhythm, .familyRhythm: "N AFIB AFL SVTA AT AVRT AVNRT VT B T P ..., as the record has it"
    case .note: "what there is to say of this place"
    case .label: "a symbol, and after a space its text: V  X AVRT  ^  n"
    case .overriding, .overridingRhythms: "kept with the version, and shown with it"
    case .versionName: "Enter keeps it, Esc leaves it"
    case .saveChannels, .loadChannels: "a file; --map takes it too"
    }
  }
}

extension Cover.Panel {
  var title: String {
    switch self {
    case .help: "Keys"
    case .warnings: "What is wrong with the files"
    }
  }

  func lines(_ document: ReviewDocument) -> [(head: String, text: String)] {
    switch self {
    case .help: return HelpText.reviewLines
    case .warnings:
      let warnings = document.warnings
      let texts = warnings.isEmpty ? ["nothing: the files are as their headers say"] : warnings
      return texts.map { ("", $0) }
    }
  }
}
