import ArgumentParser

/// The program: one command for each thing that can be done.
struct Tawara: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tawara",
    abstract: "Review recordings of surface ECG and intracardiac electrograms.",
    discussion: "Not a medical device; not for diagnosis.",
    version: ProgramVersion.withCommit,
    subcommands: [
      ReviewCommand.self, RenderCommand.self, StripCommand.self, InfoCommand.self,
      ChannelsCommand.self,
      AnnotationsCommand.self, LabelCommand.self, AgreeCommand.self, WorklistCommand.self,
      StoreCommand.self, ExportCommand.self,
      ConvertCommand.self, SimulateCommand.self,
      DatasetCommand.self,
      PrepareCommand.self, TrainCommand.self, EvaluateCommand.self, ClassifyCommand.self,
      AdaptCommand.self, ScreenCommand.self,
      LiveCommand.self, SendCommand.self,
      DetectCommand.self, MeasureCommand.self, IntervalsCommand.self, ModelCommand.self,
      ThemesCommand.self, DoctorCommand.self,
      BenchCommand.self,
    ])
}
