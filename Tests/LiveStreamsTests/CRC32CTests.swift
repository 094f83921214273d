import LiveStreams
import Testing

@Suite struct CRC32CTests {
  @Test func givesTheSumOfTheStandard() {
    #expect(CRC32C.of(Array("123456789".utf8)[...]) == 0xE306_9283)
    #expect(CRC32C.of([]) == 0)
    #expect(CRC32C.of([UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
  }
}
