import NeuralNetwork
import Testing

@Suite struct TensorTests {
  @Test func tensorsOfTheSameShapeAndValuesAreEqual() {
    let tensor = Tensor(shape: [2, 2], values: [1, 2, 3, 4])
    #expect(tensor == Tensor(shape: [2, 2], values: [1, 2, 3, 4]))
    #expect(tensor != Tensor(shape: [4], values: [1, 2, 3, 4]))
    #expect(Tensor(shape: [], values: [1]).values == [1])
    #expect(Tensor(shape: [3, 0], values: []).values.isEmpty)
  }

  @Test func aWrongNumberOfValuesTrapsWithBothNumbers() async throws {
    let result = try await #require(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5]) }
    let text = String(decoding: result.standardErrorContent, as: UTF8.self)
    #expect(text.contains("a tensor of shape [2, 3] has 6 values, found 5"))
  }

  @Test func impossibleShapesTrap() async {
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [-1, -1], values: [1]) }
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [.max, 4], values: []) }
    await #expect(processExitsWith: .failure) {
      _ = SafeTensors.Value.int32([1, 2], shape: [3])
    }
  }

  @Test func aTensorWhoseValuesHaveGrownIsNotWritten() async {
    await #expect(processExitsWith: .failure) {
      var tensor = Tensor(shape: [1], values: [1])
      tensor.values.append(2)
      _ = SafeTensors.Value.float32(tensor)
    }
  }
}
