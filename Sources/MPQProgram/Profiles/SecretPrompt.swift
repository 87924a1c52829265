import MPQConsole
import MPQFiles
import MPQShell

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a secret from the terminal without echo, or as one line of standard input.
enum SecretPrompt {
  /// The line that was typed or sent for the profile called `name`; it may not be a secret yet.
  static func ask(name: String) throws(ProfileError) -> SecretText {
    let line: [UInt8]
    do throws(SystemError) {
      line =
        Terminal.isInputTerminal
        ? try HiddenInput.readLine(
          "secret of profile \"\(name)\" (not shown): ", limit: SecretText.byteLimit)
        : try firstLine(of: STDIN_FILENO)
    } catch {
      throw .unreadable(path: "standard input", cause: error.profileText)
    }
    let text = SecretText(firstLineOf: line)
    guard !text.isEmpty else { throw .nothingTyped }
    return text
  }

  /// The bytes up to the first newline or the end, possibly with some after it.
  ///
  /// - Parameter descriptor: An open descriptor.
  /// - Returns: The bytes; none at the end of input.
  /// - Throws: ``SystemError``, `EFBIG` if the line exceeds ``SecretText/byteLimit``.
  static func firstLine(of descriptor: Int32) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: SecretText.byteLimit)
    while !bytes.contains(UInt8(ascii: "\n")) {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 {
        guard errno == EINTR else { throw .last }
        continue
      }
      if count == 0 { break }
      bytes += chunk[..<count]
      guard bytes.count <= SecretText.byteLimit else { throw SystemError(code: EFBIG) }
    }
    return bytes
  }
}
