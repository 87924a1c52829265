import MPQ
import MPQFiles

// Whom the shell asks, and the reader of its lines.

extension ShellRunner {
  /// A line editor where there is a terminal for it; else lines are read as they come.
  func openReader() {
    let editor =
      screen.isOutputTerminal
      ? LineEditor(
        program: "mpq", interrupts: interrupts, isColored: screen.isColored,
        complete: { [unowned self] text, cursor in complete(text, at: cursor) })
      : nil
    self.editor = editor
    notices.speak(to: editor?.signals)
    reader = editor ?? PlainReader(interrupts: interrupts)
  }

  /// Makes entries ready to be recalled: the latest at once, the others after the first line.
  ///
  /// An editor takes its time for ten thousand of them, and the prompt should not wait.
  func recall(_ entries: [String]) {
    let first = entries.suffix(Self.firstEntryCount)
    olderEntries = first.count < entries.count ? entries : []
    reader.setHistory(Array(first))
  }

  private static let firstEntryCount = 200

  /// Makes the older entries ready, once.
  func recallRest() {
    guard !olderEntries.isEmpty else { return }
    olderEntries = []
    // No more than the file keeps once this shell ends.
    reader.setHistory(session.entries(holding: nil).suffix(HistoryRules().entryLimit))
  }

  /// Ends what belongs to the profile so far.
  func endSession() {
    let lost = session.end()
    guard lost > 0 else { return }
    screen.tell(
      "\(lost == 1 ? "1 line was" : "\(lost) lines were") not stored in the history: the secret, "
        + "which must not be in it, was never read")
  }

  /// Asks the profile called `name` from now on; the one so far where there is none of that name.
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

  /// Lists the profiles, and marks the one that is asked.
  func showProfiles() {
    let names = host.profileNames()
    let all = names.contains(start.title) ? names : [start.title] + names
    let current = session.profile.title
    show(Array(all.map { "\($0 == current ? "*" : " ") \(visible($0))\n" }.joined().utf8))
  }

  /// Fetches names again; a secret that has to be asked for is asked for now.
  func refreshNames() {
    guard connect() else { return }
    session.names.refresh()
    screen.tell("fetching the names of events and funnels")
  }

  /// Shows what was asked before, the newest last.
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
