import TerminalGraphics

/// What a layer makes of a key.
public enum KeyAnswer<Effect: Sendable & Equatable>: Sendable, Equatable {
  /// The key is for a layer below.
  case ignored
  /// The key was this layer's, and this is to be done outside of the state.
  case consumed([Effect])

  static var consumed: KeyAnswer { .consumed([]) }
}

/// Layers of a screen from the top down: each consumes a key or leaves it to the next.
struct KeyLayers<State, Effect: Sendable & Equatable> {
  typealias Layer = (inout State, KeyPress) -> KeyAnswer<Effect>

  let layers: [Layer]

  /// Gives a key to the topmost layer that takes it. A key that none takes does nothing.
  func answer(_ key: KeyPress, _ state: inout State) -> [Effect] {
    for layer in layers {
      if case .consumed(let effects) = layer(&state, key) { return effects }
    }
    return []
  }
}
