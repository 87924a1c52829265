import Dispatch
import MPQShell

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads lines with the shell's reader and prints its inputs, for tests that type.
///
///     editor-probe [--commands FIFO] [--history TEXT]...
///
/// A line `wait` waits for an interrupt, as for a query; `lend` gives the terminal to a program
/// that changes it; `again TEXT` puts TEXT into the next line. A line of the FIFO is `notify TEXT`,
/// `status TEXT`, `status` or `wake`.
@main
enum Probe {
  static func main() {
    for crash in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT] {
      signal(crash, SIG_DFL)
    }
    guard let interrupts = InterruptSource(), let wake = WakePipe() else { exit(70) }
    var arguments = CommandLine.arguments.dropFirst()
    var history: [String] = []
    var commands: String?
    while let option = arguments.popFirst(), let value = arguments.popFirst() {
      if option == "--history" { history.append(value) } else { commands = value }
    }
    let editor = LineEditor(
      program: "mpq", interrupts: interrupts, isColored: true, complete: Words.complete)
    let reader: any PromptReader = editor ?? PlainReader(interrupts: interrupts)
    reader.setHistory(history)
    if let commands { follow(commands, editor?.signals, wake) }
    Session(editor: editor, reader: reader, interrupts: interrupts, wake: wake).run()
  }

  /// Performs the lines of a FIFO, on a separate thread.
  private static func follow(_ path: String, _ signals: EditorSignals?, _ wake: WakePipe) {
    DispatchQueue(label: "commands").async { @Sendable in
      let descriptor = open(path, O_RDONLY)
      let lines = PlainReader(descriptor: descriptor)
      while case .text(let line) = lines.read(prompt: "") {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        switch words.first {
        case "notify": signals?.notify(words.last ?? "")
        case "status": signals?.setStatus(words.count > 1 ? words[1] : nil)
        default: wake.wake()
        }
      }
      close(descriptor)
    }
  }
}

/// The lines of one run.
struct Session {
  let editor: LineEditor?
  let reader: any PromptReader
  let interrupts: InterruptSource
  let wake: WakePipe

  func run() {
    var initial = ""
    while true {
      let input = reader.read(prompt: "\u{1b}[1mprobe\u{1b}[0m> ", initial: initial)
      initial = ""
      switch input {
      case .text(let text):
        say("got \(text.debugDescription)")
        reader.addHistory(text)
        if text.hasPrefix("again ") { initial = String(text.dropFirst(6)) }
        if text == "wait" { wait() }
        if text == "lend" { lend() }
      case .interrupted: say("interrupted")
      case .endOfInput:
        say("end")
        return
      case .tooLong(let limit): say("longer than \(limit)")
      case .notUTF8: say("not UTF-8")
      case .failed:
        say("failed")
        exit(1)
      }
    }
  }

  private func wait() {
    let before = interrupts.count
    say("waiting")
    var ticks = 0
    while true {
      switch interrupts.wait(for: wake, after: before, atMost: .milliseconds(10)) {
      case .elapsed: ticks += 1
      case .woken: return say("woken")
      case .interrupted: return say("cancelled after \(ticks > 0 ? "some" : "no") ticks")
      }
    }
  }

  private func lend() {
    editor?.lend { _ = system("stty -echo raw; printf '\\033[?25l'") }
    say("back")
  }

  private func say(_ text: String) {
    print(text)
    fflush(nil)
  }
}

/// A completer that knows a few words.
enum Words {
  private static let all = ["play", "playlist", "plan", "日本語", "two words", "zoo"]

  static func complete(_ text: String, _ cursor: Int) -> TabReply {
    let before = Array(text.utf8.prefix(cursor))
    let start = before.lastIndex { $0 == 0x20 || $0 == 0x0a }.map { $0 + 1 } ?? 0
    let prefix = String(decoding: before[start...], as: UTF8.self)
    if prefix == "later" { return TabReply(status: "fetching names…") }
    let found = all.filter { $0.hasPrefix(prefix) }
    guard let first = found.first else { return TabReply() }
    if found.count == 1 {
      return TabReply(replacement: .init(start..<cursor, by: first + " "))
    }
    let common = found.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    if common != prefix { return TabReply(replacement: .init(start..<cursor, by: common)) }
    return TabReply(listing: [found.joined(separator: "  ")])
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
