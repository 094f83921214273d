import Evaluation
import Testing

@Suite("Plain text")
struct PlainTextTests {
  @Test("Control characters are shown, everything else is kept")
  func safe() {
    #expect(PlainText.safe("a\u{1B}[2J\n\u{9B}b") == "a·[2J··b")
    #expect(PlainText.safe("Müller, 心電図") == "Müller, 心電図")
  }

  @Test("Fields of CSV are quoted where RFC 4180 asks for it")
  func csv() {
    #expect(
      PlainText.csvLine(["a", "b,c", "say \"x\"", "two\nlines", ""])
        == "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",")
  }

  @Test("Columns have a space at least")
  func columns() {
    #expect(PlainText.left("ab", 4) == "ab  " && PlainText.right("ab", 4) == "  ab")
    #expect(PlainText.left("abcd", 4) == "abcd " && PlainText.right("abcd", 4) == " abcd")
  }

  @Test("JSON has sorted keys, and numbers that JSON does not know as text")
  func json() throws {
    let text = String(
      decoding: try PlainText.json(["b": Double.infinity, "a": .nan, "c": 1.5]), as: UTF8.self)
    #expect(text == "{\n  \"a\" : \"nan\",\n  \"b\" : \"inf\",\n  \"c\" : 1.5\n}")
  }
}
