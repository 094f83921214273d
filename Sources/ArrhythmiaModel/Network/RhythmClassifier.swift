public import NeuralNetwork

/// The layers of the dual-branch rhythm classifier and where their numbers lie: two convolutional
/// encoders, semantic attention across them, a light Transformer, attention pooling, a linear head
/// and a projection with prototypes for the contrastive loss.
///
/// It holds no numbers itself. Names in files are those of the design's PyTorch twin.
public struct RhythmClassifier: Sendable {
  /// Sizes.
  public let configuration: ModelConfiguration
  /// What is learned by gradient.
  public let layout: ParameterLayout
  /// What follows the training otherwise: running statistics and the prototypes' means.
  public let buffers: ParameterLayout

  let ecg: Encoder
  let iegm: Encoder
  let position: Parameter
  let fusion: SemanticFusion
  let transformer: [TransformerBlock]
  let norm: LayerNormalization
  let pool: AttentionPooling
  /// What the rhythm around a beat says, in models that are told of it.
  let context: ContextHead?
  let head: Linear
  let projection1: Linear
  let projection2: Linear
  let prototypes: Parameter
  let prototypeMeans: Parameter

  /// Lays out a classifier of the given sizes.
  public init(_ configuration: ModelConfiguration) {
    let (width, classes) = (configuration.width, configuration.classes)
    var layout = ParameterLayout()
    var buffers = ParameterLayout()
    self.configuration = configuration
    ecg = Encoder(
      "ecg", channels: ModelConfiguration.ecgChannels, configuration, in: &layout,
      buffers: &buffers)
    iegm = Encoder(
      "iegm", channels: ModelConfiguration.iegmChannels, configuration, in: &layout,
      buffers: &buffers)
    position = layout.add("position", .table(rows: configuration.tokens, columns: width))
    fusion = SemanticFusion("fusion", width: width, heads: configuration.heads, in: &layout)
    transformer = (0..<configuration.layers).map {
      TransformerBlock(
        "transformer.\($0)", width: width, heads: configuration.heads,
        hidden: configuration.hidden, in: &layout)
    }
    norm = LayerNormalization("norm", width: width, in: &layout)
    pool = AttentionPooling("pool", width: width, tokens: configuration.tokens, in: &layout)
    context = configuration.context.map {
      ContextHead($0, width: width, classes: classes, in: &layout)
    }
    head = Linear("head", inputs: width, outputs: classes, in: &layout)
    projection1 = Linear("projection1", inputs: width, outputs: width, in: &layout)
    projection2 = Linear(
      "projection2", inputs: width, outputs: configuration.projection, in: &layout)
    prototypes = layout.add(
      "prototypes", .table(rows: classes, columns: configuration.projection))
    prototypeMeans = buffers.add(
      "prototype_means", .table(rows: classes, columns: configuration.projection))
    self.layout = layout
    self.buffers = buffers
  }
}
