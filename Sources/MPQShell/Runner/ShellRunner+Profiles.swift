import MPQ
import MPQFiles

// Profiles, and the reader of lines.

extension ShellRunner {
  /// Opens a line editor if the terminal allows it, else a plain reader.
  func openReader() {
    let editor =
      screen.isOutputTerminal
      ? LineEditor(
        program: "mpq", interrupts: interrupts, isColored: screen.isColored,
        complete: { [unowned self] text, cursor in complete(text, at: cursor) })
      : nil
    self.editor = editor
    notices.attach(to: editor?.signals)
    reader = editor ?? PlainReader(interrupts: interrupts)
  }

  /// Makes entries available for recall: the latest at once, the others after the first line.
  ///
  /// Adding ten thousand entries takes time, and the prompt should not wait.
  func recall(_ entries: [String]) {
    let first = entries.suffix(Self.firstEntryCount)
    olderEntries = first.count < entries.count ? entries : []
    reader.setHistory(Array(first))
  }

  private static let firstEntryCount = 200

  /// Makes the older entries available, once.
  func recallRest() {
    guard !olderEntries.isEmpty else { return }
    olderEntries = []
    // At most as many as the file keeps when this shell ends.
    reader.setHistory(session.entries(holding: nil).suffix(HistoryRules().entryLimit))
  }

  /// Ends the session with the current profile.
  func endSession() {
    let lost = session.end()
    guard lost > 0 else { return }
    screen.tell(
      "\(lost == 1 ? "1 line was" : "\(lost) lines were") not stored in the history: the secret, "
        + "which must not be in it, was never read")
  }

  /// Switches to the profile `name`; stays with the current one if it does not exist.
  func switchProfile(to name: String) {
    let isStart = name == start.title && !host.profileNames().contains(name)
    do throws(ShellFailure) {
      let profile = isStart ? start : try host.profile(named: name)
      endSession()
      notices.clear()
      session = ShellSession(
        profile, host, environment, onNews: notices.take, warn: notices.notify)
      recall(session.begin())
    } catch {
      screen.complain(error.message, hint: error.hint)
    }
  }

  /// Lists the profiles, and marks the current one.
  func showProfiles() {
    let names = host.profileNames()
    let all = names.contains(start.title) ? names : [start.title] + names
    let current = session.profile.title
    show(Array(all.map { "\($0 == current ? "*" : " ") \(visible($0))\n" }.joined().utf8))
  }

  /// Fetches names again; prompts for a secret if needed.
  func refreshNames() {
    guard connect() else { return }
    session.names.refresh()
    screen.tell("fetching the names of events and funnels")
  }

  /// Shows the history, the newest last.
  func showHistory(_ text: String?) {
    let entries = session.entries(holding: text)
    guard !entries.isEmpty else {
      return screen.tell(
        text.map { "no earlier input contains '\(visible($0))'" } ?? "the history is empty")
    }
    let lines = entries.map { entry in
      visible(entry, keepingLines: true)
        .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
    }
    show(Array(lines.map { "\($0)\n" }.joined().utf8))
  }
}
