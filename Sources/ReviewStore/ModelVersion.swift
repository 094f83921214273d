public import Foundation

/// A model as the labels of one record have left it for that record.
///
/// It holds what it was made of, not weights: the same model, labels and settings always give the
/// same answers, and the model's own file never changes.
public struct ModelVersion: Sendable, Equatable {
  /// What it was made of, and what was found of it.
  public struct Content: Sendable, Equatable, Codable {
    /// A label that has taught.
    public struct Label: Sendable, Hashable, Codable {
      /// The beat, in seconds from the record's start.
      public var seconds: Double
      /// The name of the class.
      public var label: String

      public init(seconds: Double, label: String) { (self.seconds, self.label) = (seconds, label) }
    }

    /// How labels of a class were judged before and after, each by what the others have taught.
    public struct Judged: Sendable, Equatable, Codable {
      public var label: String
      public var count: Int
      public var before: Int
      public var after: Int

      public init(label: String, count: Int, before: Int, after: Int) {
        (self.label, self.count, self.before, self.after) = (label, count, before, after)
      }
    }

    /// Beats of the record of which another class is said.
    public struct Changed: Sendable, Equatable, Codable {
      public var before: String
      public var after: String
      public var count: Int

      public init(before: String, after: String, count: Int) {
        (self.before, self.after, self.count) = (before, after, count)
      }
    }

    /// The digest of the model's file, and its name.
    public var model: String
    public var modelName: String
    /// The version that it followed, by its number; nil where that was the model itself.
    public var parent: Int?
    public var labels: [Label]
    /// In one line: equal lines and labels mean equal answers.
    public var settings: String
    /// The program's version.
    public var program: String
    public var judged: [Judged]
    public var changed: [Changed]

    public init(
      model: String, modelName: String, parent: Int?, labels: [Label], settings: String,
      program: String, judged: [Judged], changed: [Changed]
    ) {
      (self.model, self.modelName, self.parent) = (model, modelName, parent)
      (self.labels, self.settings, self.program) = (labels, settings, program)
      (self.judged, self.changed) = (judged, changed)
    }
  }

  /// What became of it.
  public enum Standing: Sendable, Equatable {
    /// The labels said that it is not worse.
    case accepted
    /// The reader took it up against what the labels said, or without their word.
    case overridden(reason: String)
    /// It was made, and not taken up.
    case refused
  }

  /// Among the versions of its record, from 1.
  public let number: Int
  public var name: String?
  public let reader: String
  public let time: Date
  public let content: Content
  public let standing: Standing

  public init(
    number: Int, name: String?, reader: String, time: Date, content: Content, standing: Standing
  ) {
    (self.number, self.name, self.reader, self.time) = (number, name, reader, time)
    (self.content, self.standing) = (content, standing)
  }

  /// `v3`, or its name.
  public var title: String { name ?? "v\(number)" }
}
