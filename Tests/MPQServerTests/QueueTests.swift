import MPQAPI
import Synchronization
import Testing

@testable import MPQServer

/// The order in which jobs run.
struct QueueTests {
  /// What has worked, in its order.
  private final class Record: Sendable {
    private let names = Mutex<[String]>([])
    var all: [String] { names.withLock { $0 } }
    func add(_ name: String) { names.withLock { $0.append(name) } }
  }

  private static func configuration(
    queries: Int = 1, waiting: Int = 100, ofAccount: Int = 100
  ) -> APIServer.Configuration {
    var configuration = APIServer.Configuration()
    configuration.queryLimit = queries
    configuration.waitingLimit = waiting
    configuration.accountWaitingLimit = ofAccount
    return configuration
  }

  private static func job(
    _ account: String, _ client: String = "client", work: @escaping @Sendable () async -> Void
  ) -> Job {
    Job(account: account, client: client, limit: .seconds(60)) {
      await work()
      return Reply(Response(status: 200, mediaType: nil, body: []))
    }
  }

  /// The order in which waiting queries run, by account, client and number.
  private static func order(_ waiting: [(account: String, client: String)]) async -> [String] {
    let queue = JobQueue(configuration())
    let record = Record()
    let gate = Gate(of: 2)
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { _ = await queue.run(job("first") { await gate.pass() }) }
      _ = await eventually { queue.counts.working == 1 }
      for (number, (account, client)) in waiting.enumerated() {
        group.addTask {
          _ = await queue.run(job(account, client) { record.add("\(account)\(client)\(number)") })
        }
        _ = await eventually { queue.counts.waiting == number + 1 }
      }
      await gate.pass()
      await group.waitForAll()
      return record.all
    }
  }

  @Test func accountsTakeTurns() async {
    let order = await Self.order(["a", "a", "a", "b", "c", "b"].map { ($0, "") })
    #expect(order == ["a0", "b3", "c4", "a1", "b5", "a2"])
  }

  @Test func clientsOfAnAccountTakeTurnsWithinIt() async {
    let order = await Self.order([
      ("a", "x"), ("a", "x"), ("a", "x"), ("a", "y"), ("b", "z"), ("b", "z"),
    ])
    #expect(order == ["ax0", "bz4", "ay3", "bz5", "ax1", "ax2"])
  }

  /// Keys that are equal to a person, and to Swift's texts, but not by their bytes.
  @Test func accountsAreToldApartByTheirBytes() async {
    let order = await Self.order([("e\u{301}", ""), ("e\u{301}", ""), ("\u{e9}", "")])
    #expect(order.map(\.last) == ["0", "2", "1"])
  }

  @Test func fullLinesRefuse() async {
    let queue = JobQueue(Self.configuration(waiting: 3, ofAccount: 2))
    let gate = Gate(of: 2)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { _ = await queue.run(Self.job("a") { await gate.pass() }) }
      _ = await eventually { queue.counts.working == 1 }
      for (number, account) in ["a", "a", "b"].enumerated() {
        group.addTask {
          let outcome = await queue.run(Self.job(account) {})
          #expect(outcome.hasRun)
        }
        _ = await eventually { queue.counts.waiting == number + 1 }
        if number == 1 {
          let outcome = await queue.run(Self.job("a") {})
          #expect(outcome.end == .accountIsFull)
          #expect(!outcome.hasRun)
        }
      }
      let outcome = await queue.run(Self.job("b") {})
      #expect(outcome.end == .isFull)
      await gate.pass()
      await group.waitForAll()
    }
    #expect(queue.counts == (0, 0))
  }

  @Test func whoeverLeavesTheLineMakesRoom() async {
    let queue = JobQueue(Self.configuration(waiting: 1))
    let gate = Gate(of: 2)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { _ = await queue.run(Self.job("a") { await gate.pass() }) }
      _ = await eventually { queue.counts.working == 1 }
      let leaving = Self.job("a") { Issue.record("it works") }
      group.addTask {
        let outcome = await queue.run(leaving)
        #expect(outcome.end == .abandoned)
      }
      _ = await eventually { queue.counts.waiting == 1 }
      leaving.finish(.abandoned)
      let hasRoom = await eventually { queue.counts.waiting == 0 }
      #expect(hasRoom)
      group.addTask {
        let outcome = await queue.run(Self.job("b") {})
        #expect(outcome.hasRun)
      }
      _ = await eventually { queue.counts.waiting == 1 }
      await gate.pass()
      await group.waitForAll()
    }
    #expect(queue.counts == (0, 0))
  }

  @Test func noMoreWorkAtOnceThanTheLimit() async {
    let queue = JobQueue(Self.configuration(queries: 3))
    let counter = Counter()
    let gate = Gate(of: 3)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          _ = await queue.run(
            Self.job("\(number % 7)") {
              counter.begin()
              await gate.pass()
              counter.end()
            })
        }
      }
      await group.waitForAll()
    }
    #expect(counter.most == 3)
    #expect(counter.all == 50)
    #expect(queue.counts == (0, 0))
  }

  @Test func afterTheEndNothingWorks() async {
    let queue = JobQueue(Self.configuration())
    #expect(queue.stop() == 0)
    let outcome = await queue.run(Self.job("a") { Issue.record("it works") })
    #expect(outcome.end == .stopped)
  }

  /// Work that does not notice its end keeps its place until it is really over.
  @Test func aPlaceIsFreeWhenTheWorkIsOver() async {
    let queue = JobQueue(Self.configuration())
    let gate = Gate(of: 2)
    let query = Self.job("a") { await gate.pass() }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        let outcome = await queue.run(query)
        #expect(outcome.end == .tooLate)
      }
      _ = await eventually { queue.counts.working == 1 }
      query.finish(.tooLate)
      await group.waitForAll()
      #expect(queue.counts == (1, 0))
      await gate.pass()
      let isFree = await eventually { queue.counts.working == 0 }
      #expect(isFree)
    }
  }
}
