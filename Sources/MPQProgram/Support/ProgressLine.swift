import MPQConsole
import MPQStore
import Synchronization

/// A line on standard error that shows progress.
final class ProgressLine: Sendable {
  private let isShown: Bool
  private let isDrawn = Mutex(false)
  private let linesRead = Mutex(0)

  /// The number of lines whose events are stored.
  var lines: Int { linesRead.withLock(\.self) }

  /// Shows nothing unless `isShown`.
  init(isShown: Bool) {
    self.isShown = isShown
  }

  /// Shows the progress of an import.
  func show(_ progress: ImportProgress) {
    linesRead.withLock { $0 = progress.lines }
    draw(Self.text(progress))
  }

  /// Shows the progress of an export.
  func show(_ progress: ExportProgress) {
    let seconds = progress.elapsed / .seconds(1)
    let rate = seconds > 0 ? Int(exactly: (Double(progress.events) / seconds).rounded()) ?? 0 : 0
    draw("\(progress.events) events, \(rate) a second")
  }

  /// Shows the progress of a check.
  func show(_ progress: CheckProgress) {
    let events = progress.events > 0 ? ", \(progress.events) events" : ""
    draw("checking: \(progress.stage.rawValue)\(events)")
  }

  /// Shows the progress of a copy, from 0 to 1.
  func show(part: Double) {
    draw("\(Int(exactly: (part * 100).rounded(.down)) ?? 0)% copied")
  }

  private func draw(_ text: String) {
    guard isShown else { return }
    isDrawn.withLock { $0 = true }
    Console.write(narration: "\r\u{1b}[K\(text)")
  }

  /// Clears the line.
  func clear() {
    guard isDrawn.withLock({ $0 }) else { return }
    Console.write(narration: "\r\u{1b}[K")
  }

  private static func text(_ progress: ImportProgress) -> String {
    let rate = Int(exactly: progress.rate.rounded()) ?? 0
    let counts = "\(progress.lines) lines, \(rate) a second"
    guard let total = progress.totalBytes, total > 0 else { return counts }
    let width = 30
    let part = min(1, Double(progress.bytes) / Double(total))
    let filled = min(width, Int(exactly: (part * Double(width)).rounded(.down)) ?? 0)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let percent = Int(exactly: (part * 100).rounded(.down)) ?? 0
    return "[\(bar)] \(percent)%  \(counts)\(timeLeft(progress, part))"
  }

  private static func timeLeft(_ progress: ImportProgress, _ part: Double) -> String {
    guard part > 0.01, part < 1 else { return "" }
    let seconds = Double(progress.elapsed.components.seconds)
    let left = (seconds / part * (1 - part)).rounded(.up)
    guard seconds >= 1, let whole = Int(exactly: left) else { return "" }
    return whole < 90 ? ", \(whole) s left" : ", \((whole + 59) / 60) min left"
  }
}
