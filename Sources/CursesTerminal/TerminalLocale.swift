import Glibc

/// The locale that the environment names.
public enum TerminalLocale {
  /// The variable that counts, and what it says; nil where none is set, which means plain C.
  public static func named(in environment: [String: String]) -> (variable: String, name: String)? {
    for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
      if let name = environment[variable], !name.isEmpty { return (variable, name) }
    }
    return nil
  }

  /// Whether a locale of this name is installed. The C functions are `newlocale` and `freelocale`:
  /// the program's own locale stays as it is.
  public static func isInstalled(_ name: String) -> Bool {
    guard let found = unsafe newlocale(LC_CTYPE_MASK, name, nil) else { return false }
    unsafe freelocale(found)
    return true
  }
}
