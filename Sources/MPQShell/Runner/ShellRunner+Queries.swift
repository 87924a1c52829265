import MPQ
import MPQCompiler
import MPQFiles
import MPQSyntax
import Synchronization

// Asking, and waiting without losing sight of the keys.

extension ShellRunner {
  /// Asks `plans` one after the other, until one fails or somebody stops it.
  func run(_ plans: [Plan]) {
    var answers: [Answer] = []
    var calls = 0
    var seconds = 0.0
    let interruptsBefore = interrupts.count
    for plan in plans {
      guard !plan.isExplain else {
        explain(plan)
        continue
      }
      let counter = CallCounter()
      let begin = SystemTime.seconds
      guard let answer = ask(plan, counter) else { break }
      // The time of the answer, not that which somebody spends reading it.
      seconds += SystemTime.seconds - begin
      calls += counter.sent
      answers.append(answer)
      show(answer, as: nil)
      // Ctrl-C in a pager, or between two answers, is for the rest of them.
      guard status == nil, interrupts.count == interruptsBefore else { break }
    }
    guard !answers.isEmpty else { return }
    take(.answered(answers, seconds: seconds, calls: calls))
  }

  private func explain(_ plan: Plan) {
    show(Array("\(plan.explanation)\n".utf8))
    screen.tell(
      plan.steps.count == 1
        ? "1 call, nothing was sent" : "\(plan.steps.count) calls, nothing was sent")
  }

  /// The answer to `plan`; `nil` where it failed, which was said, or was cancelled.
  func ask(_ plan: Plan, _ counter: CallCounter) -> Answer? {
    guard connect() else { return nil }
    switch outcome(of: plan, counter) {
    case .success(let answer): return answer
    case .failure(let failure):
      screen.complain(failure.message, hint: failure.hint)
      return nil
    case nil:
      screen.tell("cancelled")
      take(.interrupt(at: SystemTime.seconds))
      return nil
    }
  }

  /// Asks the person for the secret, or runs their command that does, where that is to be done.
  ///
  /// - Returns: Whether there is a connection, or one can be made without that.
  func connect() -> Bool {
    guard !session.canFetch else { return true }
    let session = session
    let failure = lend { () async -> ShellFailure? in
      do throws(ShellFailure) {
        _ = try await session.open()
        return nil
      } catch {
        return error
      }
    }
    if let failure { screen.complain(failure.message, hint: failure.hint) }
    return failure == nil
  }

  /// What became of a query; `nil` where Ctrl-C came first.
  private func outcome(
    of plan: Plan, _ counter: CallCounter
  ) -> Result<Answer, ShellFailure>? {
    let session = session
    var spinner = Spinner(
      isShown: screen.isErrorTerminal && !screen.isPlain, columns: screen.columns,
      isUTF8: environment.isUTF8)
    let total = plan.steps.count
    let outcome = wait(
      for: {
        await CallCounter.$current.withValue(counter) { await session.answer(plan) }
      },
      meanwhile: { spinner.draw(seconds: $0, done: counter.done, of: total) })
    spinner.clear()
    return outcome
  }

  /// Waits for `work` on this thread; `nil` where Ctrl-C came first, and `work` is cancelled.
  ///
  /// Whoever is cancelled is not waited for: the prompt is back at once.
  private func wait<Value: Sendable>(
    for work: @escaping @Sendable () async -> Value, meanwhile: (Double) -> Void
  ) -> Value? {
    guard let wake = wakePipe() else { return nil }
    let box = Box<Value>()
    let count = interrupts.count
    let begin = SystemTime.seconds
    let task = Task.detached {
      let value = await work()
      box.value.withLock { $0 = value }
      wake.wake()
    }
    while true {
      switch interrupts.wait(for: wake, after: count, atMost: Spinner.interval) {
      case .woken: return box.value.withLock(\.self)
      case .interrupted:
        task.cancel()
        return nil
      case .elapsed: meanwhile(SystemTime.seconds - begin)
      }
    }
  }

  /// Waits for another program that has the terminal; Ctrl-C is for that one.
  func waitOut<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value? {
    guard let wake = wakePipe() else { return nil }
    let box = Box<Value>()
    Task.detached {
      let value = await work()
      box.value.withLock { $0 = value }
      wake.wake()
    }
    while interrupts.wait(for: wake, after: interrupts.count) != .woken {}
    return box.value.withLock(\.self)
  }

  private func wakePipe() -> WakePipe? {
    let pipe = WakePipe()
    if pipe == nil { screen.complain("the process has too many files open", hint: nil) }
    return pipe
  }

  // MARK: - Again and again

  /// Asks `plan` every so many seconds until Ctrl-C, each answer in the place of the one before.
  ///
  /// What would fail again ends it; what may pass is asked again, ever less often.
  func watch(_ plan: Plan, every seconds: Int) {
    guard connect(), let never = wakePipe() else { return }
    var pause = seconds
    while status == nil {
      let count = interrupts.count
      let counter = CallCounter()
      let begin = SystemTime.seconds
      switch outcome(of: plan, counter) {
      case nil: return stopWatching()
      case .failure(let failure):
        screen.complain(failure.message, hint: failure.hint)
        guard failure.isPassing else { return }
        pause = min(max(2 * pause, 5), max(seconds, Self.longestPause))
        screen.tell("asking again in \(pause) s; Ctrl-C ends")
      case .success(let answer):
        let taken = SystemTime.seconds - begin
        pause = seconds
        show(answer, ofWatching: plan, every: seconds)
        take(.answered([answer], seconds: taken, calls: counter.sent))
      }
      let event = interrupts.wait(for: never, after: count, atMost: .seconds(pause))
      if event == .interrupted { return stopWatching() }
    }
  }

  /// Goes on below the `^C` that the terminal shows.
  private func stopWatching() {
    screen.tell("")
    take(.interrupt(at: SystemTime.seconds))
  }

  /// The most seconds between two turns that fail, unless more were asked for.
  private static let longestPause = 300

  private func show(_ answer: Answer, ofWatching plan: Plan, every seconds: Int) {
    clearForWatching()
    let calls = plan.steps.count * 3600 / seconds
    screen.tell("every \(seconds) s, \(calls) calls an hour; Ctrl-C ends: \(visible(plan.query))")
    answerFile.isReplacing = true
    show(answer, as: nil, pages: false)
    answerFile.isReplacing = false
  }

  private func clearForWatching() {
    guard screen.isOutputTerminal, !screen.isPlain, state.outputPath == nil else { return }
    try? screen.write(Array("\u{1b}[H\u{1b}[2J".utf8))
  }
}

/// Takes a value from a task to the thread that waits for it.
private final class Box<Value: Sendable>: Sendable {
  let value = Mutex<Value?>(nil)
}
