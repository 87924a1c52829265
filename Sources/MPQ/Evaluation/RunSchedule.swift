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
    /// The first failure of a statement, and the step that failed.
    case failure(Int, CallError, Plan.Step)
  }

  private let plans: [Plan]
  private let width: Int
  private let keepsGoing: Bool
  private(set) var slots: [Slot] = []
  /// The slots of each statement's steps.
  private var slotsOfStatement: [[Int]] = []
  private var failures: [Int: (error: CallError, step: Plan.Step)] = [:]
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

  init(_ plans: [Plan], width: Int, keepsGoing: Bool, wantsResponses: Bool) {
    self.plans = plans
    self.width = max(1, width)
    self.keepsGoing = keepsGoing
    var known: [Question: Int] = [:]
    for (index, plan) in plans.enumerated() {
      let steps = plan.isExplain ? [] : plan.steps
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
  var isFinished: Bool { oldest >= plans.count || oldest > end }

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
    if plans[statement].isExplain {
      delivery = .explanation(statement)
    } else if let (error, step) = failures.removeValue(forKey: statement) {
      delivery = .failure(statement, error, step)
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

  // MARK: - Keeping and releasing

  private mutating func fail(_ statement: Int, _ error: CallError, _ slot: Int) {
    let steps = plans[statement].steps
    guard failures[statement] == nil,
      let index = slotsOfStatement[statement].firstIndex(of: slot), steps.indices.contains(index)
    else { return }
    failures[statement] = (error, steps[index])
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
