import MPQAPI
import MPQCompiler

/// Decides which call of a script is made next, and keeps answers until their last use.
///
/// Calls are made in the order in which the statements need them, and equal calls once. Beyond the
/// calls of the oldest unfinished statement, at most `width` calls are begun. They bound the calls
/// that a failure wastes and the answers that wait for their turn.
struct RunSchedule {
  typealias Question = CallBroker.Question
  typealias Reply = CallBroker.Reply

  /// A call, answered or not, with the statements that still need it.
  struct Slot {
    var question: Question
    /// The first statement that needs it.
    var firstUse: Int
    /// The statements that need it and are not finished.
    var users: [Int]
    var reply: Reply?
  }

  /// The part of a script that is finished next.
  enum Delivery {
    case explanation(Int)
    /// The answers to the calls of a statement, in the order of its steps.
    case replies(Int, [Reply])
    /// The first failure of a statement.
    case failure(Int, QueryError)
  }

  private let outputs: [Program.Output]
  /// The calls of each statement, in the order of its queries.
  private let steps: [[Plan.Step]]
  private let width: Int
  private let keepsGoing: Bool
  private(set) var slots: [Slot] = []
  /// The slots of each statement's steps.
  private var slotsOfStatement: [[Int]] = []
  private var failures: [Int: QueryError] = [:]
  /// The oldest statement that is not finished.
  private var oldest = 0
  /// The first slot whose call is not begun.
  private var next = 0
  /// The first slot that the oldest statement and those before it do not need.
  private var ahead = 0
  private var running = 0
  /// The statement that ends the run by its failure.
  private var end = Int.max

  /// How far the run is.
  private(set) var progress = ScriptRun.Progress(begun: 0, done: 0, total: 0)

  init(_ program: Program, width: Int, keepsGoing: Bool, wantsResponses: Bool) {
    outputs = program.outputs
    steps = program.outputs.indices.map { index in
      program.outputs[index].isExplain
        ? [] : program.plans(ofOutput: index).flatMap(\.steps)
    }
    self.width = max(1, width)
    self.keepsGoing = keepsGoing
    var known: [Question: Int] = [:]
    for (index, steps) in steps.enumerated() {
      slotsOfStatement.append(
        steps.map { step in
          let question = Question(call: step.call, wantsResponse: wantsResponses)
          let slot = known[question] ?? slots.count
          if slot == slots.count {
            known[question] = slot
            slots.append(Slot(question: question, firstUse: index, users: []))
          }
          if slots[slot].users.last != index { slots[slot].users.append(index) }
          return slot
        })
    }
    progress.total = slots.count
    moveAhead()
  }

  /// Whether nothing remains to be delivered.
  var isFinished: Bool { oldest >= outputs.count || oldest > end }

  /// The next call to begin; `nil` when none may begin now.
  mutating func begin() -> (slot: Int, question: Question)? {
    while next < slots.count {
      let slot = slots[next]
      // Its statements may have failed by another call.
      guard !slot.users.isEmpty else {
        next += 1
        continue
      }
      guard slot.firstUse < end, running < width, next < ahead + width else { return nil }
      defer { next += 1 }
      running += 1
      progress.begun += 1
      return (next, slot.question)
    }
    return nil
  }

  /// Takes the outcome of a call that was begun.
  mutating func take(_ outcome: CallBroker.Outcome, of slot: Int) {
    running -= 1
    progress.done += 1
    switch outcome {
    case .success(let reply):
      if !slots[slot].users.isEmpty { slots[slot].reply = reply }
    case .failure(let error):
      for statement in slots[slot].users { fail(statement, error, slot) }
    }
  }

  /// The outcome of the oldest unfinished statement, once it is known.
  mutating func deliver() -> Delivery? {
    guard !isFinished else { return nil }
    let statement = oldest
    let delivery: Delivery
    if outputs[statement].isExplain {
      delivery = .explanation(statement)
    } else if let error = failures.removeValue(forKey: statement) {
      delivery = .failure(statement, error)
    } else {
      var replies: [Reply] = []
      for slot in slotsOfStatement[statement] {
        guard let reply = slots[slot].reply else { return nil }
        replies.append(reply)
      }
      delivery = .replies(statement, replies)
    }
    release(statement)
    oldest += 1
    moveAhead()
    return delivery
  }

  /// Ends the run at a statement whose answer cannot be made, unless the run keeps going.
  mutating func endAfterFailure(of statement: Int) {
    if !keepsGoing { end = min(end, statement) }
  }

  // MARK: - Keeping and releasing

  private mutating func fail(_ statement: Int, _ error: CallError, _ slot: Int) {
    let steps = steps[statement]
    guard failures[statement] == nil,
      let index = slotsOfStatement[statement].firstIndex(of: slot), steps.indices.contains(index)
    else { return }
    failures[statement] = QueryError(error, at: steps[index], isOnlyCall: steps.count == 1)
    if !keepsGoing || error.category == .interrupted { end = min(end, statement) }
    release(statement)
  }

  /// Forgets the answers that only `statement` needed.
  private mutating func release(_ statement: Int) {
    for slot in slotsOfStatement[statement] {
      slots[slot].users.removeAll { $0 == statement }
      if slots[slot].users.isEmpty { slots[slot].reply = nil }
    }
  }

  private mutating func moveAhead() {
    while ahead < slots.count, slots[ahead].firstUse <= oldest { ahead += 1 }
  }
}
