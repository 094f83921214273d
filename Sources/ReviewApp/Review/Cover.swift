import ReviewSession

/// What lies over the traces and takes the keys.
public enum Cover: Sendable, Equatable {
  /// A box of text, scrolled down by `top` lines.
  case panel(Panel, top: Int)
  /// Text being typed.
  case prompt(Prompt, String)
  /// Saying what channels are.
  case channels(ChannelNaming)

  /// What a box of text tells.
  public enum Panel: Sendable, Equatable { case help, warnings }

  /// What is being typed.
  public enum Prompt: Sendable, Equatable {
    case goToTime, search, montage, bookmark, saveChannels, loadChannels
  }
}

extension Cover.Prompt {
  var title: String {
    switch self {
    case .goToTime: "go to time"
    case .search: "search"
    case .montage: "save montage as"
    case .bookmark: "bookmark"
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
