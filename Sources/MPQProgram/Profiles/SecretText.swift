import MPQAPI

/// A line that somebody wrote or typed as a secret, before it is known to be one.
struct SecretText: Sendable {
  private let bytes: [UInt8]

  /// The most bytes that are read from where a secret should be.
  static let byteLimit = 4096

  /// All of a file, but for the newline at its end.
  init(file: [UInt8]) {
    var bytes = file[...]
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    self.bytes = Array(bytes)
  }

  /// The first line of what was typed or written.
  init(firstLineOf output: [UInt8]) {
    let end = output.firstIndex(of: UInt8(ascii: "\n")) ?? output.endIndex
    self.init(file: Array(output[..<end]))
  }

  /// Whether there is nothing.
  var isEmpty: Bool { bytes.isEmpty }

  /// The secret; `nil` when the line cannot be one.
  var secret: Secret? {
    String(validating: bytes, as: UTF8.self).flatMap { Secret($0) }
  }

  /// The line as a TOML string, for the file that is to hold it.
  var quoted: String { TOMLText.quoted(String(decoding: bytes, as: UTF8.self)) }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Never the secret.
  var description: String { "<redacted>" }
  /// Never the secret.
  var debugDescription: String { "<redacted>" }
  /// Shows nothing.
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
