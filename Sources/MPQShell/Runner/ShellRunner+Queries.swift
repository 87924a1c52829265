import MPQ
import MPQCompiler
import MPQFiles
import MPQSyntax
import Synchronization

// Asking, and waiting without losing sight of the keys.

extension ShellRunner {
  /// Asks `plans` one after the other, until one fails.
  func run(_ plans: [Plan]) {
    var answers: [Answer] = []
    var calls = 0
    var seconds = 0.0
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
    let session = session
    var spinner = Spinner(
      isShown: screen.isErrorTerminal && !screen.isPlain, isPlain: !screen.isColored)
    let total = plan.steps.count
    let outcome = wait(
      for: {
        await CallCounter.$current.withValue(counter) { await session.answer(plan) }
      },
      meanwhile: { spinner.draw(seconds: $0, done: counter.done, of: total) })
    spinner.clear()
    switch outcome {
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

  /// Waits for `work` on this thread; `nil` where Ctrl-C came first, and `work` is cancelled.
  ///
  /// Whoever is cancelled is not waited for: the prompt is back at once.
  private func wait<Value: Sendable>(
    for work: @escaping @Sendable () async -> Value, meanwhile: (Double) -> Void
  ) -> Value? {
    guard let wake = WakePipe() else { return nil }
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
    guard let wake = WakePipe() else { return nil }
    let box = Box<Value>()
    Task.detached {
      let value = await work()
      box.value.withLock { $0 = value }
      wake.wake()
    }
    while interrupts.wait(for: wake, after: interrupts.count) != .woken {}
    return box.value.withLock(\.self)
  }

  // MARK: - Again and again

  /// Asks `plan` every so many seconds until Ctrl-C, each answer in the place of the one before.
  func watch(_ plan: Plan, every seconds: Int) {
    guard let never = WakePipe() else { return }
    let calls = plan.steps.count * 3600 / seconds
    while true {
      let count = interrupts.count
      let counter = CallCounter()
      let begin = SystemTime.seconds
      let answer = ask(plan, counter)
      let taken = SystemTime.seconds - begin
      guard interrupts.count == count else { return }
      if let answer {
        clearForWatching()
        screen.tell(
          "every \(seconds) s, \(calls) calls an hour; Ctrl-C ends: \(visible(plan.query))")
        show(answer, as: nil, pages: false)
        take(.answered([answer], seconds: taken, calls: counter.sent))
      }
      if interrupts.wait(for: never, after: count, atMost: .seconds(seconds)) == .interrupted {
        screen.tell("")
        return take(.interrupt(at: SystemTime.seconds))
      }
    }
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
