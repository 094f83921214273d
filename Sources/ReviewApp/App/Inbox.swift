import Synchronization
import TerminalGraphics

/// Messages from other threads, until the loop takes them.
final class Inbox: Sendable {
  private let messages = Mutex<[AppMessage]>([])
  private let themes = Mutex<[Result<Theme, ThemeError>]>([])
  private let wake: @Sendable () -> Void

  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  var isEmpty: Bool { messages.withLock(\.isEmpty) && themes.withLock(\.isEmpty) }

  func post(_ message: AppMessage) {
    messages.withLock { $0.append(message) }
    wake()
  }

  func post(_ theme: Result<Theme, ThemeError>) {
    themes.withLock { $0.append(theme) }
    wake()
  }

  func take() -> [AppMessage] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }

  func takeThemes() -> [Result<Theme, ThemeError>] {
    themes.withLock { themes in
      defer { themes = [] }
      return themes
    }
  }
}
