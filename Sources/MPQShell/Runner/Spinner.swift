import MPQ
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One line on standard error that shows the progress of a query; only on a terminal.
struct Spinner {
  /// The delay before the line appears, in seconds; most answers arrive earlier.
  static let delay = 0.3
  /// The interval between two updates.
  static let interval = Duration.milliseconds(100)

  private let isShown: Bool
  private let columns: Int
  private let signs: [String]
  private var turn = 0
  private var isDrawn = false

  /// Shows nothing unless `isShown`.
  ///
  /// - Parameters:
  ///   - isShown: Whether standard error is a terminal that can draw over a line.
  ///   - columns: Its width: a line that wraps could not be drawn over.
  ///   - isUTF8: Whether it shows more than ASCII.
  init(isShown: Bool, columns: Int, isUTF8: Bool) {
    self.isShown = isShown
    self.columns = columns
    signs = !isUTF8 ? ["|", "/", "-", "\\"] : ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
  }

  /// Redraws the line.
  mutating func draw(seconds: Double, done: Int, of total: Int) {
    guard isShown, seconds >= Self.delay else { return }
    let line = "\(signs[turn % signs.count]) \(Self.text(seconds, done, total))"
    write("\r\u{1b}[K\(fit(line, to: columns - 1, mark: ""))")
    turn += 1
    isDrawn = true
  }

  /// Erases the line.
  mutating func clear() {
    guard isDrawn else { return }
    write("\r\u{1b}[K")
    isDrawn = false
  }

  /// `1.2 s, 1 of 3 calls done; Ctrl-C cancels`.
  static func text(_ seconds: Double, _ done: Int, _ total: Int) -> String {
    let tenths = Int(exactly: (min(max(seconds, 0), 1e9) * 10).rounded(.down)) ?? 0
    let calls = "\(min(done, total)) of \(total) \(total == 1 ? "call" : "calls") done"
    return "\(tenths / 10).\(tenths % 10) s, \(calls); Ctrl-C cancels"
  }

  private func write(_ text: String) {
    try? FileSystem.write(Array(text.utf8), to: STDERR_FILENO)
  }
}
