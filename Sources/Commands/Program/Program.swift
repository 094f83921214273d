import Annotations
import ArgumentParser
import ArrhythmiaModel
import CursesTerminal
import Evaluation
import LiveStreams
import NeuralNetwork
import PaperStrip
import ReviewSession
import ReviewStore
import TerminalGraphics
import Training
import Waveforms

/// The whole program as a function of its arguments.
public enum Program {
  /// Runs the command that `arguments` ask for, without the program's own name, and gives the exit
  /// status: 0 where all is well, 2 where an input cannot be used, which one sentence says, and
  /// what the command line's grammar gives where it is not understood.
  public static func run(_ arguments: [String], on console: Console = .standard) -> Int32 {
    var console = console
    console.arguments = arguments
    let opened = OpenedRecords()
    return Console.$current.withValue(console) {
      if let complaint = MachineLimits.current.complaint {
        Output.note(complaint)
        return ExitStatus.badInput
      }
      do {
        var command = try Tawara.parseAsRoot(arguments)
        try OpenedRecords.$current.withValue(opened) { try command.run() }
        try opened.checkWhole()
        return 0
      } catch  where isBadInput(error) {
        Output.note("\(error)")
        return ExitStatus.badInput
      } catch {
        return end(with: error)
      }
    }
  }

  /// Help and versions are results; what is wrong with the command line is a remark.
  private static func end(with error: any Error) -> Int32 {
    let status = Tawara.exitCode(for: error)
    let text = Tawara.fullMessage(for: error)
    guard !text.isEmpty else { return status.rawValue }
    guard status.isSuccess else {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      Console.current.remark(lines.map { PlainText.safe(String($0)) + "\n" }.joined())
      return status.rawValue
    }
    do {
      try Output.lines([text])
      return status.rawValue
    } catch {
      Output.note("\(error)")
      return ExitStatus.badInput
    }
  }

  /// Errors that say in one sentence what is wrong with the user's files.
  private static func isBadInput(_ error: any Error) -> Bool {
    error is FileError || error is WFDBError || error is EDFError || error is LeipzigError
      || error is RecordingError || error is ChannelMapError
      || error is ModelFileError || error is SafeTensorsError || error is TrainingError
      || error is ThemeError || error is PreparationError || error is DatasetError
      || error is CheckpointError || error is StripError || error is EvaluationError
      || error is CursesError || error is CommandError || error is DecisionStoreError
      || error is LabelActionError || error is MarkConflict || error is StreamError
      || error is LiveModelError || error is ScreeningError || error is ModelOutputError
      || error is StartingModelError || error is AdaptationError || error is UnusableModel
  }
}
