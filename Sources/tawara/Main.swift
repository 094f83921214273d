import ArgumentParser
import ArrhythmiaModel
import CursesTerminal
import Foundation
import NeuralNetwork
import PaperStrip
import TerminalGraphics
import Training
import Waveforms

/// The program: one command for each thing that can be done.
struct Tawara: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tawara",
    abstract: "Review recordings of surface ECG and intracardiac electrograms.",
    discussion: "Not a medical device; not for diagnosis.",
    version: "0.1.0",
    subcommands: [
      ReviewCommand.self, RenderCommand.self, StripCommand.self, InfoCommand.self,
      AnnotationsCommand.self, ExportCommand.self, ConvertCommand.self, SimulateCommand.self,
      DatasetCommand.self,
      PrepareCommand.self, TrainCommand.self, EvaluateCommand.self, ClassifyCommand.self,
      DetectCommand.self, MeasureCommand.self, ModelCommand.self, ThemesCommand.self,
      BenchCommand.self,
    ])
}

@main
enum Main {
  /// Exit status for input that cannot be used.
  static let badInput: Int32 = 2

  static func main() {
    do {
      var command = try Tawara.parseAsRoot()
      try command.run()
    } catch let error where isBadInput(error) {
      Output.note("\(error)")
      exit(badInput)
    } catch {
      Tawara.exit(withError: error)
    }
  }

  /// Errors that say in one sentence what is wrong with the user's files.
  private static func isBadInput(_ error: any Error) -> Bool {
    error is WFDBError || error is EDFError || error is LeipzigError || error is RecordingError
      || error is ModelFileError || error is SafeTensorsError || error is TrainingError
      || error is ThemeError || error is PreparationError || error is DatasetError
      || error is CheckpointError || error is StripError
      || error is CursesError || error is CommandError
  }
}

/// Why a command cannot do what was asked, in one sentence.
enum CommandError: Error, CustomStringConvertible {
  case badOption(name: String, expected: String, found: String)
  case noChannel(name: String, record: String, found: [String])
  case exists(path: String)
  case ownFile(path: String)
  case noProperties(path: String)
  case noBeats(record: String)
  case cannotWrite(path: String, reason: String)
  case cannotMeasure(job: String, reason: String)

  var description: String {
    switch self {
    case .badOption(let name, let expected, let found):
      "\(name): expected \(expected), found \"\(found)\""
    case .noChannel(let name, let record, let found):
      "\(record): expected a channel named \(name), found \(found.joined(separator: ", "))"
    case .cannotMeasure(let job, let reason): "bench network: \(job) gave no figure: \(reason)"
    case .exists(let path): "\(path): expected no file there, found one; --force replaces it"
    case .ownFile(let path):
      "\(path): expected a place of its own for the output, found one of the files being read"
    case .noProperties(let path):
      "\(path): expected a model that `tawara train` wrote, found one that does not say what it was "
        + "trained for"
    case .noBeats(let record):
      "\(record): expected beats in the surface leads for a model of beats, found none"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    }
  }
}
