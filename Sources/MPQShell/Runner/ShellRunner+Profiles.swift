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
    reader = editor ?? PlainLineReader(interrupts: interrupts)
  }

  /// Asks `profile` from now on.
  func begin(_ profile: ShellProfile) {
    let signals = editor?.signals
    let screen = screen
    let notify: @Sendable (String) -> Void = { text in
      if let signals { signals.notify(text) } else { screen.tell(text) }
    }
    session = ShellSession(
      profile, host, environment,
      onNews: { news in
        switch news {
        case .loaded: break
        case .arrived: signals?.setStatus(nil)
        case .failed(let message):
          signals?.setStatus(nil)
          notify(message)
        }
      }, warn: notify)
    reader.setHistory(session.begin())
  }

  /// Asks the profile called `name` from now on; the one so far where there is none of that name.
  func switchProfile(to name: String) {
    do throws(ShellFailure) {
      let profile = try host.profile(named: name)
      session.end()
      begin(profile)
    } catch {
      screen.complain(error.message, hint: error.hint)
    }
  }

  /// Lists the profiles, and marks the one that is asked.
  func showProfiles() {
    let current = session.profile.title
    let names = host.profileNames()
    let others = names.filter { $0 != current }.map { "  \(visible($0))" }
    show(Array((["* \(visible(current))"] + others).map { "\($0)\n" }.joined().utf8))
  }

  /// Shows what was asked before, the newest last.
  func showHistory(_ text: String?) {
    let entries = text.map { session.history.search($0).reversed() } ?? session.history.entries()
    guard !entries.isEmpty else {
      return screen.tell(text.map { "nothing holds '\(visible($0))'" } ?? "nothing was asked yet")
    }
    let lines = entries.map { entry in
      visible(entry, keepingLines: true)
        .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
    }
    show(Array(lines.map { "\($0)\n" }.joined().utf8))
  }
}
