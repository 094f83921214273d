/// Channels that are shown together, by name, from top to bottom, and how they are looked at.
public struct Montage: Sendable, Equatable {
  public var name: String
  public var channels: [String]
  /// Nil for one that takes speed, gain and filters as they are.
  public var look: MontageLook?

  public init(name: String, channels: [String], look: MontageLook? = nil) {
    (self.name, self.channels, self.look) = (name, channels, look)
  }
}

/// Speed, gain and filters of a montage. What is nil or empty is left as it is.
public struct MontageLook: Sendable, Equatable {
  /// Of `SweepSpeed`.
  public var speedStep: Int?
  /// Of `Sensitivity`.
  public var gainStep: Int?
  /// Steps that a channel differs from the others by, by name.
  public var channelGainSteps: [String: Int]
  /// The name of a preset of filters.
  public var filter: String?

  public init(
    speedStep: Int? = nil, gainStep: Int? = nil, channelGainSteps: [String: Int] = [:],
    filter: String? = nil
  ) {
    (self.speedStep, self.gainStep) = (speedStep, gainStep)
    (self.channelGainSteps, self.filter) = (channelGainSteps, filter)
  }
}

// MARK: As text

extension Montage: Codable {
  private enum CodingKeys: String, CodingKey { case name, channels, look }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    // Without its channels a montage is none; what earlier versions wrote has no look.
    self.init(
      name: try values.decode(String.self, forKey: .name),
      channels: try values.decode([String].self, forKey: .channels),
      look: values.known(MontageLook.self, .look))
  }
}

extension MontageLook: Codable {
  private enum CodingKeys: String, CodingKey { case speedStep, gainStep, channelGainSteps, filter }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      speedStep: values.known(Int.self, .speedStep), gainStep: values.known(Int.self, .gainStep),
      channelGainSteps: values.known([String: Int].self, .channelGainSteps) ?? [:],
      filter: values.known(String.self, .filter))
  }
}
