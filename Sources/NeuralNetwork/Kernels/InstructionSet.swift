import CNeuralKernels

/// The instruction sets that the kernels were compiled for and that this processor has.
public enum InstructionSet {
  /// Their names, best first.
  public static var available: [String] {
    (0..<Int(neural_instruction_set_count())).map {
      unsafe String(cString: neural_instruction_set_name(Int32($0)))
    }
  }

  /// The one in use; the best, unless `use` chose another.
  public static var current: String { available[Int(neural_instruction_set())] }

  /// Chooses one by name, for comparing them. Nothing may be computing meanwhile.
  /// Returns false where this processor does not have it.
  public static func use(_ name: String) -> Bool {
    guard let index = available.firstIndex(of: name) else { return false }
    neural_select(Int32(index))
    return true
  }
}
