import CFLAC

/// Reads signals from a FLAC file with libFLAC's stream decoder.
enum FLACDecoding {
  /// What the stream's first metadata block says.
  struct StreamInfo: Sendable, Equatable {
    var channels: Int
    var bitsPerSample: Int
    /// Samples of each channel; 0 where the encoder did not know.
    var totalSamples: Int
  }

  /// Reads the stream's own description. Wraps `FLAC__metadata_get_streaminfo`'s work through
  /// the decoder's metadata callback.
  static func streamInfo(path: String) throws(FileError) -> StreamInfo {
    let sink = FLACSink(channels: [], samples: 0..<0)
    try run(path: path, sink: sink, samples: 0..<0)
    guard let info = sink.info else {
      throw .content(file: path, expected: "a FLAC stream", found: "none")
    }
    return info
  }

  /// Decodes `samples` of the stream's channels `channels`. Samples that the stream does not
  /// have are absent at the end of each array.
  static func decode(
    path: String, channels: [Int], samples: Range<Int>
  ) throws(FileError) -> [[Int32]] {
    let sink = FLACSink(channels: channels, samples: samples)
    try run(path: path, sink: sink, samples: samples)
    return sink.output
  }

  /// The samples of each channel that can be decoded: as many as promised where the last of these
  /// can be, and else all up to the last one that can.
  static func heldSamples(path: String, promised: Int) throws(FileError) -> Int {
    if promised > 0, try holds(path: path, sample: promised - 1) { return promised }
    return try countSamples(path: path)
  }

  /// Whether a sample of the first channel can be decoded.
  private static func holds(path: String, sample: Int) throws(FileError) -> Bool {
    guard sample < 1 << 53 else { return false }
    return try decode(path: path, channels: [0], samples: sample..<sample + 1)[0].count == 1
  }

  /// The number of samples up to the last one that can be decoded: reads the whole stream.
  private static func countSamples(path: String) throws(FileError) -> Int {
    let sink = FLACSink(channels: [], samples: 0..<Int.max)
    try run(path: path, sink: sink, samples: 0..<Int.max)
    return sink.end
  }

  private static func run(path: String, sink: FLACSink, samples: Range<Int>) throws(FileError) {
    guard let decoder = unsafe FLAC__stream_decoder_new() else {
      throw .cannotRead(file: path, reason: "there is no memory for the FLAC decoder")
    }
    defer { unsafe FLAC__stream_decoder_delete(decoder) }
    let client = unsafe Unmanaged.passUnretained(sink).toOpaque()
    let opened = unsafe FLAC__stream_decoder_init_file(
      decoder, path, flacWrite, flacMetadata, flacError, client)
    guard opened == FLAC__STREAM_DECODER_INIT_STATUS_OK else {
      throw .cannotRead(file: path, reason: MappedFile.reason(path))
    }
    guard unsafe FLAC__stream_decoder_process_until_end_of_metadata(decoder) != 0,
      sink.info != nil
    else {
      throw .content(file: path, expected: "a FLAC stream", found: "bytes that do not begin as one")
    }
    if samples.isEmpty { return }
    if samples.lowerBound > 0,
      unsafe FLAC__stream_decoder_seek_absolute(decoder, UInt64(samples.lowerBound)) == 0
    {
      return  // Beyond what the stream holds: nothing is decoded, and the samples are missing.
    }
    while sink.isHungry {
      guard unsafe FLAC__stream_decoder_process_single(decoder) != 0,
        unsafe FLAC__stream_decoder_get_state(decoder) != FLAC__STREAM_DECODER_END_OF_STREAM
      else { break }
    }
    withExtendedLifetime(sink) {}
  }
}

/// Collects what libFLAC's callbacks deliver. Lives on one thread, for one call.
private final class FLACSink {
  let channels: [Int]
  let samples: Range<Int>
  var info: FLACDecoding.StreamInfo?
  var output: [[Int32]]

  init(channels: [Int], samples: Range<Int>) {
    self.channels = channels
    self.samples = samples
    output = Array(repeating: [], count: channels.count)
  }

  /// The sample after the last one delivered.
  var end = 0
  /// Set when the next frame to be delivered failed its checksum: libFLAC delivers it as zeros,
  /// which are no samples of the recording.
  var dropsNext = false
  /// Whether the decoder has lost its way in the stream.
  var hasLost = false

  var isHungry: Bool { output.isEmpty || output.contains { $0.count < samples.count } }

  /// Takes the part of a frame that lies in `samples`. A stream whose frames do not follow on
  /// each other is damaged: what is between them is filled so that later samples stay in place.
  @unsafe func take(
    first: Int, count: Int, stream: Int, _ buffers: UnsafePointer<UnsafePointer<Int32>?>
  ) {
    end = max(end, first + count)
    let span = (first..<first + count).clamped(to: samples)
    for (index, channel) in channels.enumerated() where channel < stream && !span.isEmpty {
      guard let buffer = unsafe buffers[channel] else { continue }
      let place = span.lowerBound - samples.lowerBound
      let have = output[index].count
      if have < place {
        output[index] += [Int32](repeating: Int32.min, count: place - have)
      }
      let skip = max(0, have - place)
      guard skip < span.count else { continue }
      let part = unsafe UnsafeBufferPointer(
        start: buffer + (span.lowerBound - first) + skip, count: span.count - skip)
      unsafe output[index].append(contentsOf: part)
    }
  }
}

private let flacWrite: FLAC__StreamDecoderWriteCallback = { _, frame, buffers, client in
  guard let frame = unsafe frame?.pointee, let buffers = unsafe buffers, let client = unsafe client
  else { return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT }
  let sink = unsafe Unmanaged<FLACSink>.fromOpaque(client).takeUnretainedValue()
  let header = frame.header
  // The decoder turns frame numbers into sample numbers before it calls.
  let first = Int(clamping: unsafe header.number.sample_number)
  guard first <= 1 << 53 else { return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT }
  if sink.dropsNext {
    sink.dropsNext = false
    return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
  }
  // Where it lost frames, libFLAC puts silent ones of its own before it goes on.
  if sink.hasLost {
    let silent = unsafe isSilent(buffers, Int(header.channels), Int(header.blocksize))
    if silent { return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE }
    sink.hasLost = false
  }
  unsafe sink.take(
    first: first, count: Int(header.blocksize), stream: Int(header.channels), buffers)
  return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
}

@unsafe private func isSilent(
  _ buffers: UnsafePointer<UnsafePointer<Int32>?>, _ channels: Int, _ count: Int
) -> Bool {
  for channel in 0..<channels {
    guard let buffer = unsafe buffers[channel] else { continue }
    for index in 0..<count where unsafe buffer[index] != 0 { return false }
  }
  return true
}

private let flacMetadata: FLAC__StreamDecoderMetadataCallback = { _, metadata, client in
  guard let metadata = unsafe metadata, let client = unsafe client,
    unsafe metadata.pointee.type == FLAC__METADATA_TYPE_STREAMINFO
  else { return }
  let sink = unsafe Unmanaged<FLACSink>.fromOpaque(client).takeUnretainedValue()
  let info = unsafe metadata.pointee.data.stream_info
  sink.info = FLACDecoding.StreamInfo(
    channels: Int(info.channels), bitsPerSample: Int(info.bits_per_sample),
    totalSamples: Int(clamping: info.total_samples))
}

/// A damaged frame: the decoder finds the next one by itself, and the gap is filled as missing.
private let flacError: FLAC__StreamDecoderErrorCallback = { _, status, client in
  guard let client = unsafe client else { return }
  let sink = unsafe Unmanaged<FLACSink>.fromOpaque(client).takeUnretainedValue()
  sink.hasLost = true
  sink.dropsNext = status == FLAC__STREAM_DECODER_ERROR_STATUS_FRAME_CRC_MISMATCH
}
