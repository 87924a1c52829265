#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// File names whose bytes are not UTF-8, as texts.
///
/// A file name is any bytes but NUL and `/`; a Swift text is Unicode. A byte of a name that is not
/// UTF-8 becomes one of the last 128 private-use scalars, and back. All functions of this module
/// take such texts as paths.
package enum FileName {
  // U+10FF80 for 0x80 to U+10FFFF for 0xFF.
  private static let base: UInt32 = 0x10FF00

  /// `bytes` as text; UTF-8 is not changed.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      // A parser reads ahead, so that each scalar has one of its own.
      var decoder = Unicode.UTF8.ForwardParser()
      var iterator = rest.makeIterator()
      let length: Int
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let encoded):
        length = encoded.count
        let scalar = Unicode.UTF8.decode(encoded)
        if byte(of: scalar) == nil {
          text.append(scalar)
        } else {
          // A name that really has one of these scalars also keeps its bytes.
          text.append(contentsOf: rest.prefix(length).compactMap(escape))
        }
      case .error(let count):
        length = max(1, count)
        text.append(contentsOf: rest.prefix(length).compactMap(escape))
      case .emptyInput: length = rest.count
      }
      rest = rest.dropFirst(length)
    }
    return String(text)
  }

  /// The bytes that `text` represents.
  package static func bytes(_ text: String) -> [UInt8] {
    guard hasEscapes(text) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar in
      byte(of: scalar).map { [$0] } ?? Array(UTF8.encode(scalar) ?? .init())
    }
  }

  /// Whether `text` represents bytes that are not UTF-8.
  package static func hasEscapes(_ text: String) -> Bool {
    // The first byte of U+100000 and above.
    text.utf8.contains(0xf4) && text.unicodeScalars.contains { byte(of: $0) != nil }
  }

  /// Calls `body` with the zero-terminated bytes of `path`.
  static func withBytes<Result>(of path: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result
  {
    guard hasEscapes(path) else { return path.withCString(body) }
    let bytes = bytes(path).map(CChar.init(bitPattern:)) + [0]
    return bytes.withUnsafeBufferPointer { buffer in
      // The array has at least the terminating zero.
      buffer.baseAddress.map(body) ?? "".withCString(body)
    }
  }

  private static func escape(_ byte: UInt8) -> Unicode.Scalar? {
    Unicode.Scalar(base + UInt32(byte))
  }

  private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= base + 0x80 ? UInt8(truncatingIfNeeded: scalar.value) : nil
  }
}

/// The arguments of this process.
package enum ProcessArguments {
  /// All but the program's name; bytes that are not UTF-8 as ``FileName`` has them.
  package static var all: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      guard let argument = CommandLine.unsafeArgv[index] else { return nil }
      return FileName.text(UnsafeRawBufferPointer(start: argument, count: strlen(argument)))
    }
  }
}
