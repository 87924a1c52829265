import MPQ
import MPQFiles
import MPQSyntax

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Output of answers, and files that the shell reads.

extension ShellRunner {
  /// Shows an answer in `format`, or in the state's format if it is `nil`.
  ///
  /// - Parameters:
  ///   - answer: The answer.
  ///   - format: The format; if `nil`, the state's, or that of the file's extension.
  ///   - pages: Whether a pager shows an answer longer than the screen; else rows are left out,
  ///     with a note.
  func show(_ answer: Answer, as format: OutputFormat?, pages: Bool = true) {
    let path = state.outputPath.map(environment.expandingHome)
    let chosen = format ?? state.format ?? path.flatMap { OutputFormat(path: $0) } ?? .table
    let isFile = path != nil
    var rendering =
      isFile ? RenderingOptions(boxStyle: options.boxStyle) : screen.rendering
    rendering.hiddenPartsHint = "'.last csv' shows all"
    rendering.defusesFormulas = options.defusesFormulas
    if !isFile { rendering.height = screen.rows }
    if !pages, !isFile, let rows = screen.rows {
      // Border, heading, the line above, notes, and the prompt to come.
      rendering.rowLimit = max(1, rows - 8)
    }
    let bytes = Renderer.render([answer], as: chosen, options: rendering)
    if let path {
      add(bytes, toFile: path, as: chosen, &answerFile)
    } else {
      show(bytes, pages: pages)
    }
    guard chosen != .table || isFile else { return }
    for line in Renderer.narration(of: answer) { screen.tell(line) }
  }

  /// Writes an answer to the file that its statement names.
  func save(_ answer: Answer) {
    guard let path = answer.path.map(environment.expandingHome) else { return }
    let format = OutputFormat(path: path) ?? .table
    var rendering = RenderingOptions(boxStyle: options.boxStyle)
    rendering.defusesFormulas = options.defusesFormulas
    var file = AnswerFile()
    file.inputs = answerFile.inputs
    add(Renderer.render([answer], as: format, options: rendering), toFile: path, as: format, &file)
    for line in Renderer.narration(of: answer) { screen.tell(line) }
  }

  private func add(
    _ bytes: [UInt8], toFile path: String, as format: OutputFormat, _ answerFile: inout AnswerFile
  ) {
    do throws(AnswerFile.Problem) {
      try answerFile.add(bytes, to: path, as: format)
      screen.tell("written to \(visible(path))")
    } catch {
      screen.complain(
        "cannot write \(visible(path)): \(error.text)",
        hint: "the file was not changed; '.output' shows answers here, '.last' shows this one")
    }
  }

  /// Shows data, in a pager if it is longer than the screen.
  func show(_ bytes: [UInt8], pages: Bool = true) {
    if pages, editor != nil, host.wantsPager,
      PagingRule.needsPager(bytes, rows: screen.rows, columns: screen.columns),
      page(bytes)
    {
      return
    }
    do throws(SystemError) {
      try screen.write(bytes)
    } catch {
      // The reader has closed the pipe.
      guard error.code != EPIPE else { return leave(141) }
      screen.complain("cannot write to standard output: \(error.text)", hint: nil)
      leave(2)
    }
  }

  /// Whether a pager has shown `bytes`; a failure is reported.
  private func page(_ bytes: [UInt8]) -> Bool {
    let failure = lend { [host] () async throws(ShellFailure) in try await host.page(bytes) }
    guard let failure else { return true }
    screen.complain(failure.message, hint: failure.hint)
    return false
  }

  /// Gives the terminal to another program until it ends.
  func lend(
    _ work: @escaping @Sendable () async throws(ShellFailure) -> Void
  ) -> ShellFailure? {
    guard let editor else { return waitOut(work) }
    return editor.lend { waitOut(work) }
  }

  // MARK: - Files

  /// Runs the queries of the script at `path`.
  func read(_ path: String) {
    let limit = SourceText.byteLimit
    guard FileSystem.isOrdinary(environment.expandingHome(path)) else {
      return screen.complain(
        "\(visible(path)) is a pipe or a device, which may never end", hint: "try: mpq -f FILE")
    }
    do throws(SystemError) {
      let bytes = try FileSystem.read(path: environment.expandingHome(path), limit: limit).bytes
      answerFile.inputs.add(environment.expandingHome(path))
      do throws(Diagnostic) {
        take(.script(try SourceText(bytes: bytes, name: path)))
      } catch {
        screen.complain("\(visible(path)): \(error.message)", hint: nil)
      }
    } catch {
      let cause = error.code == EFBIG ? "larger than \(limit) bytes" : error.text
      screen.complain("cannot read \(visible(path)): \(cause)", hint: nil)
    }
  }

  /// Lets the user edit `text`; the saved text appears at the next prompt.
  func edit(_ text: String) {
    let path =
      "\(environment["TMPDIR"] ?? "/tmp")/mpq-\(getpid())-\(UInt32.random(in: 0 ... .max)).mpq"
    do throws(SystemError) {
      try FileSystem.writeAtomically(Array("\(text)\n".utf8), to: path, mode: 0o600)
      defer { unlink(path) }
      let failure = lend { [host] () async throws(ShellFailure) in
        try await host.edit(path: path)
      }
      if let failure { return screen.complain(failure.message, hint: failure.hint) }
      let bytes = try FileSystem.read(path: path, limit: SourceText.byteLimit).bytes
      guard let edited = String(validating: bytes, as: UTF8.self) else {
        return screen.complain("the saved text is not UTF-8", hint: nil)
      }
      offer(edited)
    } catch {
      screen.complain("cannot edit \(visible(path)): \(error.text)", hint: nil)
    }
  }

  /// Puts a text into the next line; if lines cannot be edited, it is run at once.
  private func offer(_ text: String) {
    var text = text[...]
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    if editor == nil { take(.line(String(text))) } else { prefilled = String(text) }
  }
}
