import NeuralNetwork
import Testing

@Suite("The stable hash")
struct StableHashTests {
  /// The test vectors of the FNV's authors, for 64 bits.
  @Test(
    "FNV-1a of bytes is what its authors have",
    arguments: [
      ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
    ])
  func vectors(_ text: String, _ digits: String) {
    #expect(StableHash.of(text.utf8).text == digits)
  }

  @Test("Order and seed count")
  func order() {
    var (one, other) = (StableHash(), StableHash())
    for number in [1, 2] as [UInt64] { one.add(number) }
    for number in [2, 1] as [UInt64] { other.add(number) }
    #expect(one != other && StableHash(seed: 1) != StableHash())
  }
}
