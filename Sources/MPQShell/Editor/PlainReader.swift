import CEditline
import MPQFiles
import MPQSyntax

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads lines without editing, if the terminal cannot edit them.
///
/// The prompt is written to standard error, and only where standard input is a terminal.
package final class PlainReader: PromptReader {
  /// The most bytes of a line.
  package static let byteLimit = SourceText.byteLimit

  private let interrupts: InterruptSource?
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private var position = 0
  /// The position up to which there is no newline.
  private var searched = 0
  private var isAtEnd = false

  /// Reads from `descriptor`, which stays open.
  ///
  /// - Parameters:
  ///   - descriptor: Standard input, or another.
  ///   - interrupts: SIGINT, if it ends a read and not the process.
  package init(descriptor: Int32 = 0, interrupts: InterruptSource? = nil) {
    self.descriptor = descriptor
    self.interrupts = interrupts
  }

  /// Reads one line; `initial` is not used.
  package func read(prompt: String, initial: String = "") -> LineInput {
    let interruptsSeen = interrupts?.count ?? 0
    if isatty(descriptor) == 1 {
      try? FileSystem.write(Array(prompt.utf8), to: STDERR_FILENO)
    }
    var isTooLong = false
    while true {
      if let line = takeLine() {
        return isTooLong || line.count > Self.byteLimit
          ? .tooLong(limit: Self.byteLimit) : Self.input(line)
      }
      if isAtEnd { return isTooLong ? .tooLong(limit: Self.byteLimit) : .endOfInput }
      if bytes.count - position > Self.byteLimit {
        isTooLong = true
        position = bytes.count
      }
      if let failure = readMore(after: interruptsSeen) { return failure }
    }
  }

  /// Ends the row of a prompt without Enter.
  private func endPromptLine() {
    guard isatty(descriptor) == 1 else { return }
    try? FileSystem.write([UInt8(ascii: "\n")], to: STDERR_FILENO)
  }

  /// Does nothing: lines cannot be recalled.
  package func setHistory(_ entries: some Sequence<String>) {}

  /// Does nothing: lines cannot be recalled.
  package func addHistory(_ entry: String) {}

  private static func input(_ line: ArraySlice<UInt8>) -> LineInput {
    guard let text = String(validating: line, as: UTF8.self) else { return .notUTF8 }
    return .text(text)
  }

  /// The next complete line; at the end of the input, the rest.
  private func takeLine() -> ArraySlice<UInt8>? {
    let start = position
    if let newline = bytes[max(searched, start)...].firstIndex(of: UInt8(ascii: "\n")) {
      position = newline + 1
      searched = position
      return bytes[start..<newline]
    }
    searched = bytes.count
    guard isAtEnd, start < bytes.count else { return nil }
    position = bytes.count
    return bytes[start...]
  }

  /// Waits for bytes; returns the reason if there are none.
  private func readMore(after interruptsSeen: UInt32) -> LineInput? {
    bytes.removeFirst(position)
    searched -= position
    position = 0
    while true {
      if let interrupts {
        let ready = MPQShell.poll([descriptor, interrupts.descriptor], milliseconds: -1)
        if ready.contains(interrupts.descriptor) { mpq_descriptor_drain(interrupts.descriptor) }
        if interrupts.count != interruptsSeen {
          bytes = []
          searched = 0
          endPromptLine()
          return .interrupted
        }
        guard ready.contains(descriptor) else { continue }
      }
      do throws(SystemError) {
        let more = try readSome(from: descriptor, limit: 65_536)
        bytes += more
        isAtEnd = more.isEmpty
        return nil
      } catch {
        switch error.code {
        case EINTR, EAGAIN: continue
        case EIO: return .endOfInput
        default: return .failed
        }
      }
    }
  }
}
