import CFLAC

/// Writes signals as one FLAC file with libFLAC's stream encoder.
enum FLACEncoding {
  /// Encodes blocks of equal-length channels to a file until `next` gives nil. The rate in the
  /// stream is nominal: WFDB keeps the true one in the header, and FLAC cannot hold fractions.
  static func encode(
    channels: Int, bitsPerSample: Int, path: String, next: () throws -> [[Int32]]?
  ) throws {
    guard (1...8).contains(channels) else {
      throw FileError.content(
        file: path, expected: "1 to 8 signals a FLAC file", found: "\(channels)")
    }
    guard let encoder = unsafe FLAC__stream_encoder_new() else {
      throw FileError.cannotWrite(file: path, reason: "there is no memory for the FLAC encoder")
    }
    defer { unsafe FLAC__stream_encoder_delete(encoder) }
    unsafe FLAC__stream_encoder_set_channels(encoder, UInt32(channels))
    unsafe FLAC__stream_encoder_set_bits_per_sample(encoder, UInt32(bitsPerSample))
    unsafe FLAC__stream_encoder_set_sample_rate(encoder, 96_000)
    unsafe FLAC__stream_encoder_set_compression_level(encoder, 5)
    guard
      unsafe FLAC__stream_encoder_init_file(encoder, path, nil, nil)
        == FLAC__STREAM_ENCODER_INIT_STATUS_OK
    else { throw FileError.cannotWrite(file: path, reason: "libFLAC cannot open it") }
    while let block = try next() {
      let frames = block[0].count
      let interleaved = (0..<frames * channels).map { block[$0 % channels][$0 / channels] }
      guard
        unsafe FLAC__stream_encoder_process_interleaved(
          encoder, interleaved, UInt32(frames)) != 0
      else { throw FileError.cannotWrite(file: path, reason: "libFLAC cannot write to it") }
    }
    guard unsafe FLAC__stream_encoder_finish(encoder) != 0 else {
      throw FileError.cannotWrite(file: path, reason: "libFLAC cannot finish it")
    }
  }
}
