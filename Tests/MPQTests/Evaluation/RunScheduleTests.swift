import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing
import TestSupport

@testable import MPQ

/// How many answers a run keeps, for any order of arrival.
struct RunScheduleTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func answersAreKeptUntilTheirLastUse(_ seed: UInt64) throws {
    var numbers = SeededGenerator(seed)
    let script = (0..<200).map { "show values of p of event e\($0)" }.joined(separator: "\n")
    let program = try Evaluator.program([try SourceText(script, name: "test")])
    var schedule = RunSchedule(program, width: 5, keepsGoing: false, wantsResponses: false)
    var running: [Int] = []
    var delivered = 0
    while !schedule.isFinished {
      while let (slot, _) = schedule.begin() { running.append(slot) }
      #expect(running.count <= 5)
      running.shuffle(using: &numbers)
      let slot = running.removeLast()
      schedule.take(.success(.result(.names(["x"]))), of: slot)
      #expect(schedule.slots.count { $0.reply != nil } <= 6)
      while case .replies(let statement, let replies)? = schedule.deliver() {
        #expect(statement == delivered)
        #expect(replies.count == 1)
        delivered += 1
      }
    }
    #expect(delivered == 200)
    #expect(schedule.slots.allSatisfy { $0.reply == nil })
  }

  /// An answer that the first and the last statement need is kept, and no other one.
  @Test func aSharedAnswerIsKept() throws {
    let names = ["a"] + (0..<50).map { "e\($0)" } + ["a"]
    let script = names.map { "show values of p of event \($0)" }.joined(separator: "\n")
    let program = try Evaluator.program([try SourceText(script, name: "test")])
    var schedule = RunSchedule(program, width: 1, keepsGoing: false, wantsResponses: false)
    var begun = 0
    while !schedule.isFinished {
      if let (slot, _) = schedule.begin() {
        begun += 1
        schedule.take(.success(.result(.names([]))), of: slot)
      }
      _ = schedule.deliver()
      #expect(schedule.slots.count { $0.reply != nil } <= 2)
    }
    #expect(begun == 51)
  }
}
