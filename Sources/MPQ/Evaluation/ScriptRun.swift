public import MPQAPI
import MPQCompiler

/// The events of a script that is being run: how far it is, and the outcome of each statement.
///
/// Outcomes come in the order of the script. A reader that stops reading stops the run: at most
/// two outcomes are made ahead of it. When the last reference goes, the run is cancelled.
public final class ScriptRun: AsyncSequence, Sendable {
  /// An event of a run, with the number of its statement from 0.
  public enum Event: Sendable {
    /// A call has begun or ended.
    case progress(Progress)
    /// A statement has its answer.
    case answer(Answer, statement: Int)
    /// A statement has the responses to its calls, as received.
    case responses([Response], statement: Int)
    /// A statement with `explain`; nothing was sent for it.
    case explanation(statement: Int)
    /// A statement has failed. Unless the run keeps going, it is the last event.
    case failure(QueryError, statement: Int)
  }

  /// How far a run is.
  public struct Progress: Equatable, Sendable {
    /// The calls that have begun.
    public var begun: Int
    /// The calls that have ended.
    public var done: Int
    /// The calls that the script needs; equal calls count once.
    public var total: Int
  }

  private let queue: EventQueue
  private let task: Task<Void, Never>

  init(
    _ program: Program, _ schedule: RunSchedule, _ broker: CallBroker, _ source: any CallSource
  ) {
    let queue = EventQueue()
    self.queue = queue
    task = Task.detached {
      await Self.run(program, schedule, broker, source, queue)
      await queue.finish()
    }
  }

  deinit {
    task.cancel()
  }

  /// The next event; `nil` after the last one.
  ///
  /// When the calling task is cancelled, so is the run. It then ends with the failure of the
  /// statement that it was at.
  public func next() async -> Event? {
    await withTaskCancellationHandler {
      await queue.next()
    } onCancel: {
      task.cancel()
    }
  }

  /// Ends the run: calls in flight are cancelled and no more begin.
  public func cancel() {
    task.cancel()
  }

  /// Reads the events of a run.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let run: ScriptRun

    /// The next event; `nil` after the last one.
    public mutating func next() async -> Event? { await run.next() }
  }

  /// Reads the events; a run has one reader.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(run: self) }

  // MARK: - The loop

  private static func run(
    _ program: Program, _ schedule: RunSchedule, _ broker: CallBroker, _ source: any CallSource,
    _ queue: EventQueue
  ) async {
    var schedule = schedule
    var tables = ProgramTables(program, from: source)
    await withTaskGroup(of: (Int, CallBroker.Outcome).self) { group in
      while true {
        while let (slot, question) = schedule.begin() {
          group.addTask { (slot, await broker.outcome(of: question, from: source)) }
          await queue.report(schedule.progress)
        }
        if let delivery = schedule.deliver() {
          let event = event(delivery, &tables)
          if case .failure(_, let statement) = event {
            schedule.endAfterFailure(of: statement)
          }
          await queue.send(event)
          continue
        }
        guard !schedule.isFinished, let (slot, outcome) = await group.next() else { break }
        schedule.take(outcome, of: slot)
        await queue.report(schedule.progress)
      }
      group.cancelAll()
    }
  }

  private static func event(
    _ delivery: RunSchedule.Delivery, _ tables: inout ProgramTables
  ) -> Event {
    switch delivery {
    case .explanation(let statement):
      tables.skip(statement)
      return .explanation(statement: statement)
    case .failure(let statement, let error):
      tables.skip(statement)
      return .failure(error, statement: statement)
    case .replies(let statement, let replies):
      var results: [CallResult] = []
      var responses: [Response] = []
      for reply in replies {
        switch reply {
        case .result(let result): results.append(result)
        case .response(let response): responses.append(response)
        }
      }
      guard responses.isEmpty else { return .responses(responses, statement: statement) }
      do throws(QueryError) {
        return .answer(try tables.answer(statement, results), statement: statement)
      } catch {
        return .failure(error, statement: statement)
      }
    }
  }
}
