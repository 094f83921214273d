/// A table of codes, the shorter the more often a value comes: a tree that is walked bit by bit.
struct SCPHuffmanTable {
  struct Code {
    /// Bits behind the prefix that hold a number, which is added to the value.
    var numberBits: Int
    /// Whether it selects another table, whose number is the value, and gives no sample.
    var isSwitch: Bool
    var value: Int
  }

  enum Step {
    case node(Int)
    case code(Code)
    case none
  }

  private var codes: [Code] = []
  /// Two places a node, for the bits 0 and 1: another node's number, a code's as -1 - index, or 0.
  private var branches: [Int32] = [0, 0]

  /// The next step from a node by a bit. The root is node 0.
  func step(from node: Int, _ bit: Int) -> Step {
    let branch = Int(branches[2 * node + bit])
    if branch > 0 { return .node(branch) }
    return branch < 0 ? .code(codes[-1 - branch]) : .none
  }

  /// Adds a code with a prefix, its first bit the lowest. Returns whether it could be told apart
  /// from those that are there.
  mutating func insert(prefix: UInt32, bits: Int, _ code: Code) -> Bool {
    var node = 0
    for bit in 0..<bits {
      let place = 2 * node + Int(prefix >> UInt32(bit) & 1)
      if branches[place] < 0 { return false }
      if bit == bits - 1 {
        if branches[place] != 0 { return false }
        codes.append(code)
        branches[place] = Int32(-codes.count)
      } else if branches[place] == 0 {
        branches[place] = Int32(branches.count / 2)
        branches += [0, 0]
      }
      node = Int(branches[place])
    }
    return bits > 0
  }

  /// The standard's own table: 0 is one bit; ±1...±8 are so many ones, a 0, and the sign; ten bits
  /// lead a number of 8 or 16 bits.
  static let standard: SCPHuffmanTable = {
    var table = SCPHuffmanTable()
    var isWhole = table.insert(
      prefix: 0, bits: 1, Code(numberBits: 0, isSwitch: false, value: 0))
    for size in 1...8 {
      let ones: UInt32 = 1 << UInt32(size) - 1
      for (sign, value) in [(UInt32(0), size), (1, -size)] {
        isWhole =
          table.insert(
            prefix: ones | sign << UInt32(size + 1), bits: size + 2,
            Code(numberBits: 0, isSwitch: false, value: value)) && isWhole
      }
    }
    for (prefix, bits) in [(UInt32(0x1FF), 8), (0x3FF, 16)] {
      isWhole =
        table.insert(
          prefix: prefix, bits: 10, Code(numberBits: bits, isSwitch: false, value: 0)) && isWhole
    }
    assert(isWhole)
    return table
  }()
}
