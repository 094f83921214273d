import Foundation
import Glibc

/// The dozen functions of the Lab Streaming Layer's library (liblsl 1.16 and newer, `lsl_c.h`) that
/// a receiver needs, loaded while the program runs: nothing else depends on it.
@safe final class LSLLibrary: Sendable {
  fileprivate typealias Handle = OpaquePointer

  private typealias Configure = @convention(c) (UnsafePointer<CChar>) -> Void
  fileprivate typealias Resolve =
    @convention(c) (
      UnsafeMutablePointer<Handle?>, UInt32, UnsafePointer<CChar>, UnsafePointer<CChar>, Int32,
      Double
    ) -> Int32
  fileprivate typealias CreateInlet = @convention(c) (Handle, Int32, Int32, Int32) -> Handle?
  fileprivate typealias Release = @convention(c) (Handle) -> Void
  fileprivate typealias OpenStream =
    @convention(c) (Handle, Double, UnsafeMutablePointer<Int32>) -> Void
  fileprivate typealias FullInfo =
    @convention(c) (Handle, Double, UnsafeMutablePointer<Int32>) -> Handle?
  fileprivate typealias Pull =
    @convention(c) (
      Handle, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UInt, UInt, Double,
      UnsafeMutablePointer<Int32>
    ) -> UInt
  fileprivate typealias Number = @convention(c) (Handle) -> Int32
  fileprivate typealias Real = @convention(c) (Handle) -> Double
  fileprivate typealias Text = @convention(c) (Handle) -> UnsafePointer<CChar>?
  fileprivate typealias Node = @convention(c) (Handle) -> Handle?
  fileprivate typealias NamedNode = @convention(c) (Handle, UnsafePointer<CChar>) -> Handle?
  fileprivate typealias NamedText =
    @convention(c) (Handle, UnsafePointer<CChar>) -> UnsafePointer<CChar>?
  fileprivate typealias Correction =
    @convention(c) (Handle, Double, UnsafeMutablePointer<Int32>) -> Double
  fileprivate typealias Clock = @convention(c) () -> Double

  fileprivate let resolve: Resolve
  fileprivate let createInlet: CreateInlet
  fileprivate let destroyInlet: Release
  fileprivate let destroyInfo: Release
  fileprivate let openStream: OpenStream
  fileprivate let fullInfo: FullInfo
  fileprivate let pull: Pull
  fileprivate let channelCount: Number
  fileprivate let channelFormat: Number
  fileprivate let rate: Real
  fileprivate let streamName: Text
  fileprivate let description: Node
  fileprivate let child: NamedNode
  fileprivate let sibling: NamedNode
  fileprivate let value: NamedText
  fileprivate let isEmpty: Number
  fileprivate let correction: Correction
  fileprivate let clock: Clock

  /// The variable that names the library's file.
  static let variable = "TAWARA_LIBLSL"

  /// Whether the user has told the library which machines to ask, in one of its files.
  private static func isConfigured(_ environment: [String: String]) -> Bool {
    let home = environment["HOME"].map { [$0 + "/lsl_api/lsl_api.cfg"] } ?? []
    let files = ["lsl_api.cfg"] + home + ["/etc/lsl_api/lsl_api.cfg"]
    return environment["LSLAPICFG"] != nil
      || files.contains { FileManager.default.fileExists(atPath: $0) }
  }

  private static func askThisMachine(_ library: UnsafeMutableRawPointer) {
    guard let found = unsafe dlsym(library, "lsl_set_config_content") else { return }
    let configure = unsafe unsafeBitCast(found, to: Configure.self)
    unsafe configure("[multicast]\nResolveScope = machine\n")
  }

  /// Loads the file that the environment names, or else what the loader finds. Wraps `dlopen` and
  /// `dlsym`; the library stays loaded.
  init(environment: [String: String]) throws(StreamError) {
    let told = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
    let names = told.map { [$0] } ?? ["liblsl.so.2", "liblsl.so", "liblsl64.so"]
    var library: UnsafeMutableRawPointer?
    for name in names where unsafe library == nil { unsafe library = dlopen(name, RTLD_NOW) }
    guard let library = unsafe library else {
      throw .cannotOpen(
        source: "lsl",
        reason: "there is no liblsl" + (told.map { " at \($0)" } ?? "")
          + "; install liblsl 1.16 or newer (github.com/sccn/liblsl, or the one inside PyPI's pylsl) "
          + "and name its file in \(Self.variable)")
    }
    func symbol<Function>(_ name: String, _: Function.Type) throws(StreamError) -> Function {
      guard let found = unsafe dlsym(library, name) else {
        throw .cannotOpen(
          source: "lsl", reason: "this liblsl has no \(name): 1.16 or newer is needed")
      }
      return unsafe unsafeBitCast(found, to: Function.self)
    }
    if !Self.isConfigured(environment) { unsafe Self.askThisMachine(library) }
    unsafe resolve = try symbol("lsl_resolve_byprop", Resolve.self)
    unsafe createInlet = try symbol("lsl_create_inlet", CreateInlet.self)
    unsafe destroyInlet = try symbol("lsl_destroy_inlet", Release.self)
    unsafe destroyInfo = try symbol("lsl_destroy_streaminfo", Release.self)
    unsafe openStream = try symbol("lsl_open_stream", OpenStream.self)
    unsafe fullInfo = try symbol("lsl_get_fullinfo", FullInfo.self)
    unsafe pull = try symbol("lsl_pull_chunk_d", Pull.self)
    unsafe channelCount = try symbol("lsl_get_channel_count", Number.self)
    unsafe channelFormat = try symbol("lsl_get_channel_format", Number.self)
    unsafe rate = try symbol("lsl_get_nominal_srate", Real.self)
    unsafe streamName = try symbol("lsl_get_name", Text.self)
    unsafe description = try symbol("lsl_get_desc", Node.self)
    unsafe child = try symbol("lsl_child", NamedNode.self)
    unsafe sibling = try symbol("lsl_next_sibling_n", NamedNode.self)
    unsafe value = try symbol("lsl_child_value_n", NamedText.self)
    unsafe isEmpty = try symbol("lsl_empty", Number.self)
    unsafe correction = try symbol("lsl_time_correction", Correction.self)
    clock = try symbol("lsl_local_clock", Clock.self)
  }

  /// What a stream says of itself.
  struct Info: Sendable, Equatable {
    var name: String
    var channelCount: Int
    var rateHz: Double
    /// 1 float32, 2 double64, 3 string, 4 int32, 5 int16, 6 int8, 7 int64.
    var format: Int
    var labels: [String]
    var units: [String]
  }

  /// A stream of this name that answers within a second; nil where none does.
  fileprivate func find(_ name: String) -> Handle? {
    var found: [Handle?] = unsafe [nil]
    let count = unsafe resolve(&found, 1, "name", name, 1, 1)
    return unsafe count > 0 ? found[0] : nil
  }

  /// One connection to a stream.
  @safe final class Inlet {
    fileprivate let library: LSLLibrary
    fileprivate let handle: Handle
    private var values: [Double] = []
    private var times: [Double] = []
    private(set) var info: Info
    /// Seconds to add to the sender's clock to have ours; nil where it was not measured in time.
    private(set) var clockOffset: Double?

    /// Frames that are taken at once: a second of the fastest.
    private static let most = 4096

    /// Looks for a stream for a second, and connects within some; nil where there is none.
    init?(_ library: LSLLibrary, stream: String) {
      self.library = library
      guard let info = unsafe library.find(stream) else { return nil }
      defer { unsafe library.destroyInfo(info) }
      // Not recovered in silence: a gap has to be seen. Six minutes are kept for a program that is
      // slow.
      guard let inlet = unsafe library.createInlet(info, 360, 0, 0) else { return nil }
      unsafe handle = unsafe inlet
      var code: Int32 = 0
      guard let full = unsafe library.fullInfo(inlet, 5, &code), code == 0 else {
        unsafe library.destroyInlet(inlet)
        return nil
      }
      self.info = unsafe library.info(full)
      unsafe library.destroyInfo(full)
      // What can be no stream is not opened: its header says why.
      guard StreamHeader.channelCounts.contains(self.info.channelCount) else { return }
      unsafe library.openStream(inlet, 5, &code)
      // The inlet goes with the object, which is whole by now.
      guard code == 0 else { return nil }
      let offset = unsafe library.correction(inlet, 2, &code)
      clockOffset = code == 0 ? offset : nil
      let frames = min(Self.most, max(1, (1 << 20) / max(1, self.info.channelCount)))
      values = Array(repeating: 0, count: frames * max(1, self.info.channelCount))
      times = Array(repeating: 0, count: frames)
    }

    deinit { unsafe library.destroyInlet(handle) }

    /// What has come: values frame by frame and a time for each frame; waits for up to `seconds`.
    /// Nil where the stream is lost.
    func take(waiting seconds: Double) -> (values: ArraySlice<Double>, times: ArraySlice<Double>)? {
      var code: Int32 = 0
      let count = unsafe library.pull(
        handle, &values, &times, UInt(values.count), UInt(times.count), seconds, &code)
      // -1: nothing has come in time.
      guard code == 0 || code == -1 else { return nil }
      return (values.prefix(Int(count)), times.prefix(Int(count) / max(1, info.channelCount)))
    }

    /// Now by the sender's clock, where that is known.
    var now: Double? { clockOffset.map { library.clock() - $0 } }
  }

  /// What is said of the channels goes by XDF: desc/channels/channel with label and unit.
  fileprivate func info(_ handle: Handle) -> Info {
    func text(_ pointer: UnsafePointer<CChar>?) -> String {
      unsafe pointer.map { unsafe String(cString: $0) } ?? ""
    }
    let count = Int(unsafe channelCount(handle))
    var info = Info(
      name: unsafe text(streamName(handle)), channelCount: count, rateHz: unsafe rate(handle),
      format: Int(unsafe channelFormat(handle)), labels: [], units: [])
    guard let root = unsafe description(handle), let list = unsafe child(root, "channels") else {
      return info
    }
    var node = unsafe child(list, "channel")
    // A description may be longer than the stream: it is not believed without end.
    while let channel = unsafe node, unsafe isEmpty(channel) == 0,
      info.labels.count < min(count, 256)
    {
      info.labels.append(unsafe text(value(channel, "label")))
      info.units.append(unsafe text(value(channel, "unit")))
      unsafe node = unsafe sibling(channel, "channel")
    }
    return info
  }
}
