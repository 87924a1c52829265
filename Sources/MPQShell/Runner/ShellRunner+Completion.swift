import MPQ
import MPQFiles

// Completion.

extension ShellRunner {
  /// Completes the line, together with the earlier lines of an unfinished statement.
  func complete(_ text: String, at cursor: Int) -> TabReply {
    // Names of earlier statements are known, except to a command of the shell.
    let isCommand = !state.isContinuing && DotInvocation.isCommand(text)
    let definitions = isCommand ? "" : state.definitions.text
    let before = definitions + (state.isContinuing ? state.pending + "\n" : "")
    let offset = before.utf8.count
    let session = session
    let completer = Completer(
      names: session.names.snapshot, usage: session.usage,
      commands: { [isStatement = state.isContinuing || !definitions.isEmpty, host] line in
        isStatement ? nil : CommandPart.end(of: line, profiles: host.profileNames())
      },
      files: FileNames { [environment] folder in
        FolderList.entries(of: environment.expandingHome(folder))
      })
    let completion = completer.completion(of: before + text, at: offset + cursor)
    if session.canFetch {
      for request in completion.wanted { session.names.want(request) }
      showFetching(completion.wanted)
    }
    let response = TabResponse(completion, width: screen.columns)
    guard let replacement = response.replacement, replacement.range.lowerBound >= offset else {
      return TabReply(listing: response.listing)
    }
    let range = replacement.range.lowerBound - offset..<replacement.range.upperBound - offset
    return TabReply(replacement: TabReply.Replacement(range, by: replacement.text))
  }

  /// Shows that names are being fetched; the end of the fetch clears it.
  private func showFetching(_ wanted: [NameRequest]) {
    guard wanted.contains(where: session.names.isFetching) else { return }
    notices.showFetching()
    // It may have ended just now.
    if !wanted.contains(where: session.names.isFetching) { notices.clear() }
  }
}
