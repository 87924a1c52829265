import MPQ
import MPQAPI
import MPQCompiler
import MPQFiles

// Queries: one loop for a statement, a script and '.watch'.

/// A run that the shell reads, with its time and calls so far.
struct ShellRun {
  /// How a wait for the next outcome ended.
  enum Step {
    case outcome(ScriptRun.Event)
    case ended
    /// Ctrl-C came first; the run is cancelled.
    case cancelled
  }

  let events: ScriptRun
  let wake: WakePipe
  var spinner: Spinner
  /// The seconds that this thread waited for outcomes.
  var seconds = 0.0
  /// The progress of the run.
  var progress: ScriptRun.Progress?

  /// The calls that were made.
  var callCount: Int { progress?.begun ?? 0 }
}

extension ShellRunner {
  /// Runs the statements of `program` until one fails or Ctrl-C stops it.
  func run(_ program: Program) {
    guard program.outputs.contains(where: { !$0.isExplain }) else {
      for index in program.outputs.indices { explain(index, of: program) }
      return
    }
    guard connect(), var run = start(program) else { return }
    var answers = KeptAnswers()
    let interruptsBefore = interrupts.count
    while let event = next(of: &run) {
      switch event {
      case .explanation(let index): explain(index, of: program)
      case .answer(let answer, let index):
        let answer = session.explained(answer, program, index)
        answers.add(answer)
        if answer.path == nil { show(answer, as: nil) } else { save(answer) }
      case .failure(let error, _): complain(ShellFailure(error, host))
      case .progress, .responses: break
      }
      // Ctrl-C in a pager, or between two answers, cancels the rest.
      guard status == nil, interrupts.count == interruptsBefore else { break }
    }
    run.events.cancel()
    guard !answers.answers.isEmpty else { return }
    take(.answered(answers, seconds: run.seconds, calls: run.callCount))
  }

  private func explain(_ index: Int, of program: Program) {
    show(Array("\(program.explanation(ofOutput: index))\n".utf8))
    screen.tell("\(counted(program.calls(ofOutput: index).count, "call")), nothing was sent")
  }

  private func complain(_ failure: ShellFailure) {
    screen.complain(failure.message, hint: failure.hint)
  }

  /// Prompts for the secret, or runs the command that does, if needed.
  ///
  /// - Returns: Whether there is a connection, or one can be opened without a prompt.
  func connect() -> Bool {
    guard !session.canFetch else { return true }
    let session = session
    let failure = lend { () async throws(ShellFailure) in _ = try await session.open() }
    if let failure { complain(failure) }
    return failure == nil
  }

  // MARK: - Reading a run

  /// Starts to run `program`; `nil` after a failure or Ctrl-C, which was reported.
  private func start(_ program: Program) -> ShellRun? {
    guard let wake = wakePipe() else { return nil }
    var spinner = Spinner(
      isShown: screen.isErrorTerminal && !screen.isPlain, columns: screen.columns,
      isUTF8: environment.isUTF8)
    let session = session
    let total = program.callCount
    let start = wait(for: { await session.run(program) }, wake, after: interrupts.count) {
      spinner.draw(seconds: $0, done: 0, of: total)
    }
    spinner.clear()
    switch start {
    case .success(let events): return ShellRun(events: events, wake: wake, spinner: spinner)
    case .failure(let failure): complain(failure)
    case nil: showCancelled()
    }
    return nil
  }

  /// The next outcome of a statement; `nil` at the end, or after Ctrl-C, which was reported.
  private func next(of run: inout ShellRun) -> ScriptRun.Event? {
    switch step(of: &run) {
    case .outcome(let event): return event
    case .ended: return nil
    case .cancelled:
      showCancelled()
      return nil
    }
  }

  /// Waits for the next outcome, and shows the progress.
  private func step(of run: inout ShellRun) -> ShellRun.Step {
    let events = run.events
    let count = interrupts.count
    let begin = SystemTime.seconds
    defer {
      run.spinner.clear()
      // The time of the answer, not the time that the user spends in the pager.
      run.seconds += SystemTime.seconds - begin
    }
    while true {
      var spinner = run.spinner
      let progress = run.progress
      let event = wait(for: { await events.next() }, run.wake, after: count) { _ in
        guard let progress else { return }
        spinner.draw(
          seconds: SystemTime.seconds - begin, done: progress.done, of: progress.total)
      }
      run.spinner = spinner
      switch event {
      case .some(.progress(let progress)): run.progress = progress
      case .some(let event?): return .outcome(event)
      case .some(nil): return .ended
      case nil:
        events.cancel()
        return .cancelled
      }
    }
  }

  private func showCancelled() {
    interruptsAtCancel = interrupts.count
    screen.tell("cancelled")
    take(.interrupt(at: SystemTime.seconds))
  }

  // MARK: - Repeating a query

  /// Runs the one statement of `program` every `seconds` until Ctrl-C.
  ///
  /// Each answer replaces the last one.
  ///
  /// A permanent failure ends it. After a temporary one it continues, with longer pauses.
  func watch(_ program: Program, every seconds: Int) {
    guard connect(), let never = wakePipe() else { return }
    var pause = seconds
    while status == nil {
      let count = interrupts.count
      guard var run = start(program) else { return }
      switch step(of: &run) {
      case .cancelled, .ended: return stopWatching()
      case .outcome(.failure(let error, _)):
        let failure = ShellFailure(error, host)
        complain(failure)
        guard failure.isPassing else { return }
        pause = min(max(2 * pause, 5), max(seconds, Self.longestPause))
        screen.tell("retrying in \(pause) s; Ctrl-C stops")
      case .outcome(.answer(let answer, _)):
        let answer = session.explained(answer, program, 0)
        pause = seconds
        show(answer, ofWatching: program, every: seconds)
        take(.answered(KeptAnswers([answer]), seconds: run.seconds, calls: run.callCount))
      case .outcome: break
      }
      let event = interrupts.wait(for: never, after: count, atMost: .seconds(pause))
      if event == .interrupted { return stopWatching() }
    }
  }

  /// Continues below the `^C` that the terminal shows.
  private func stopWatching() {
    screen.tell("")
    take(.interrupt(at: SystemTime.seconds))
  }

  /// The longest pause after a failure, in seconds, unless the interval is longer.
  private static let longestPause = 300

  private func show(_ answer: Answer, ofWatching program: Program, every seconds: Int) {
    clearForWatching()
    let calls = program.callCount * 3600 / seconds
    screen.tell(
      "every \(seconds) s, \(calls) calls an hour; Ctrl-C stops: \(visible(answer.query))")
    guard answer.path == nil else { return save(answer) }
    answerFile.isReplacing = true
    show(answer, as: nil, pages: false)
    answerFile.isReplacing = false
  }

  private func clearForWatching() {
    guard screen.isOutputTerminal, !screen.isPlain, state.outputPath == nil else { return }
    try? screen.write(Array("\u{1b}[H\u{1b}[2J".utf8))
  }
}
