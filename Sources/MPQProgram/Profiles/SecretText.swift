import MPQAPI

/// A line that may be a secret, before it is validated.
struct SecretText: Sendable {
  private let bytes: [UInt8]

  /// The maximum bytes to read for a secret.
  static let byteLimit = 4096

  /// Creates it from a whole file, without the newline at its end.
  init(file: [UInt8]) {
    var bytes = file[...]
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    self.bytes = Array(bytes)
  }

  /// Creates it from the first line of input.
  init(firstLineOf output: [UInt8]) {
    let end = output.firstIndex(of: UInt8(ascii: "\n")) ?? output.endIndex
    self.init(file: Array(output[..<end]))
  }

  /// Whether it is empty.
  var isEmpty: Bool { bytes.isEmpty }

  /// The secret; `nil` if the line is not a valid one.
  var secret: Secret? {
    String(validating: bytes, as: UTF8.self).flatMap { Secret($0) }
  }

  /// The line as a TOML string, for the profiles file.
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
