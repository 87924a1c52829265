import Foundation
import MPQ
import MPQAPI
import MPQFiles
import Testing
import TestSupport

@testable import MPQShell

@Suite(.timeLimit(.minutes(1))) struct NameCacheTests {
  private let folder: TemporaryFolder
  private let project = ScriptedProject()

  init() throws { folder = try TemporaryFolder() }

  private static let properties = NameRequest.propertiesOfEvent(ByteText("a"))
  private static let values = NameRequest.values(property: ByteText("p"), event: ByteText("a"))

  @Test func eventsAndFunnelsAreFetchedInTheBackground() async throws {
    let cache = project.cache(in: folder.path("names"))
    #expect(cache.snapshot[.events] == nil)
    project.hold()
    cache.start()
    await project.waitForCalls(2)
    #expect(cache.isFetching(.events) && cache.isFetching(.funnels))
    #expect(cache.snapshot[.events] == nil && !cache.isFresh(.events))
    project.release()
    await cache.settle()
    #expect(cache.snapshot[.events]?.names == ["b", "a"])
    #expect(cache.snapshot[.funnels]?.names == ["f"])
    #expect(cache.isFresh(.events) && !cache.isFetching(.events))
    #expect(project.news.first == .loaded)
    #expect(project.news.contains(.arrived(.events)) && project.news.contains(.arrived(.funnels)))
    #expect(try folder.mode(of: "names/@demo.json") == 0o600)
    #expect(try folder.mode(of: "names") == 0o700)
    #expect(try folder.names(in: "names") == ["@demo.json", "@demo.json.lock"])
  }

  @Test func theNextShellAsksOnlyWhenNamesAreOld() async {
    let first = project.cache(in: folder.path)
    first.start()
    await first.settle()
    project.set(.events, ["c"])
    project.wait(seconds: 3_599)
    let second = project.cache(in: folder.path)
    second.start()
    await second.settle()
    #expect(second.snapshot[.events]?.names == ["b", "a"])
    #expect(project.asked.count == 2)
    project.wait(seconds: 1)
    #expect(!second.isFresh(.events))
    // Old names are offered while new ones are being fetched.
    let third = project.cache(in: folder.path)
    project.hold()
    third.start()
    await project.waitForCalls(4)
    #expect(third.snapshot[.events]?.names == ["b", "a"])
    project.release()
    await third.settle()
    #expect(third.snapshot[.events]?.names == ["c"])
  }

  @Test func wantedListsAreFetchedOnce() async {
    project.set(Self.properties, ["p"])
    project.set(Self.values, ["2", "1", ""])
    let cache = project.cache(in: folder.path)
    project.hold()
    for _ in 0..<5 { cache.want(Self.properties) }
    await project.waitForCalls(1)
    for _ in 0..<5 { cache.want(Self.properties) }
    cache.want(Self.values)
    project.release()
    await cache.settle()
    cache.want(Self.properties)
    await cache.settle()
    #expect(
      project.asked.sorted { $0.rawValue < $1.rawValue }
        == [.eventsPropertiesTop, .eventsPropertiesValues])
    #expect(cache.snapshot[Self.properties]?.names == ["p"])
    #expect(cache.snapshot[Self.values]?.names == ["2", "1", ""])
  }

  @Test func refreshingAsksAgain() async {
    project.set(Self.properties, ["p"])
    let cache = project.cache(in: folder.path)
    cache.start()
    cache.want(Self.properties)
    await cache.settle()
    project.set(.events, ["c"])
    cache.refresh()
    #expect(!cache.isFresh(Self.properties))
    await cache.settle()
    #expect(cache.snapshot[.events]?.names == ["c"])
    #expect(project.asked.count == 5)
    cache.want(Self.properties)
    await cache.settle()
    #expect(project.asked.count == 6)
    #expect(cache.isFresh(Self.properties))
  }

  /// The hour's calls are those of all shells, and of those that have ended.
  @Test func callsAreLimited() async {
    for shell in 0..<4 {
      let cache = project.cache(in: folder.path, callsAnHour: 5)
      for event in 0..<3 {
        cache.want(.propertiesOfEvent(ByteText("\(shell) \(event)")))
      }
      await cache.settle()
    }
    #expect(project.asked.count == 5)
    #expect(
      project.failures.first
        == "the limit of 5 calls an hour for names is reached; "
        + "the next is possible in 60 minutes")
    #expect(project.failures.count == 3)  // once for each shell
    project.wait(seconds: 3_600)
    let late = project.cache(in: folder.path, callsAnHour: 5)
    late.start()
    await late.settle()
    #expect(project.asked.count == 7)
  }

  @Test func twoShellsKeepEachOthersNames() async {
    let (one, two) = (project.cache(in: folder.path), project.cache(in: folder.path))
    one.start()
    await one.settle()
    two.want(Self.properties)
    await two.settle()
    project.wait(seconds: 10)
    // The first one has never seen the second one's list, and must not overwrite it.
    one.want(Self.values)
    await one.settle()
    #expect(one.snapshot[Self.properties] != nil)
    let three = project.cache(in: folder.path)
    three.start()
    await three.settle()
    for request in [.events, .funnels, Self.properties, Self.values] {
      #expect(three.isFresh(request))
    }
    #expect(project.asked.count == 4)
  }

  /// A shell whose names are old learns from the file that another has fetched them.
  @Test func listsOfAnotherShellAreNotFetchedAgain() async {
    let (one, two) = (project.cache(in: folder.path), project.cache(in: folder.path))
    for cache in [one, two] {
      cache.start()
      await cache.settle()
    }
    project.wait(seconds: 4_000)
    project.set(.events, ["c"])
    two.want(.events)
    await two.settle()
    one.want(.events)
    await one.settle()
    #expect(one.snapshot[.events]?.names == ["c"])
    #expect(
      project.asked == [.eventsNames, .funnelsNames, .eventsNames]
        || project.asked == [.funnelsNames, .eventsNames, .eventsNames])
  }

  @Test func failuresAreReportedOnceAndRetriedAfterAPause() async {
    project.fail(with: .transport(.unreachable(host: "h", cause: "no route")))
    let cache = project.cache(in: folder.path)
    cache.start()
    await cache.settle()
    #expect(project.failures.count == 1)
    #expect(project.failures.first?.contains("no route") == true)
    for _ in 0..<3 {
      cache.start()
      await cache.settle()
    }
    #expect(project.asked.count == 2)
    project.wait(seconds: 60)
    cache.want(.events)
    await cache.settle()
    #expect(project.asked.count == 3)
    project.wait(seconds: 119)
    cache.want(.events)
    await cache.settle()
    #expect(project.asked.count == 3)
    project.wait(seconds: 1)
    project.fail(with: nil)
    cache.start()
    await cache.settle()
    #expect(cache.isFresh(.events) && cache.isFresh(.funnels))
    #expect(project.failures.count == 1)
  }

  /// A refusal of one request does not affect the others.
  @Test func aRefusalHoldsForItsRequest() async {
    project.fail(with: .refused(.invalidParameter("event")))
    let cache = project.cache(in: folder.path)
    cache.want(Self.properties)
    await cache.settle()
    project.fail(with: nil)
    cache.want(Self.properties)
    cache.want(.events)
    await cache.settle()
    #expect(project.asked == [.eventsPropertiesTop, .eventsNames])
  }

  @Test func fetchesAreCancelled() async {
    let cache = project.cache(in: folder.path)
    project.hold()
    cache.start()
    await project.waitForCalls(2)
    cache.stop()
    await cache.settle()
    cache.refresh()
    await cache.settle()
    #expect(project.asked.count == 2)
    #expect(project.failures == [])
    #expect(cache.snapshot[.events] == nil)
  }

  @Test(arguments: ["", "{", "{}", "[1]", "\u{0}\u{1}", #"{"schema": 99}"#])
  func aDamagedFileIsRebuilt(_ text: String) async throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("@demo.json")))
    let cache = project.cache(in: folder.path)
    cache.start()
    await cache.settle()
    #expect(cache.snapshot[.events]?.names == ["b", "a"])
    #expect(project.failures == [])
    let next = project.cache(in: folder.path)
    next.start()
    await next.settle()
    #expect(next.isFresh(.events))
    #expect(project.asked.count == 2)
  }

  /// A profile that was changed to another project does not see the names of the previous one.
  @Test func anotherProjectsNamesAreNotOffered() async {
    let first = project.cache(in: folder.path, of: .profile("p", host: "h", key: "1"))
    first.start()
    await first.settle()
    project.hold()
    let second = project.cache(in: folder.path, of: .profile("p", host: "h", key: "2"))
    second.start()
    await project.waitForCalls(4)
    #expect(second.snapshot[.events] == nil)
    project.release()
    await second.settle()
    #expect(second.isFresh(.events))
  }

  @Test func namesAreKeptInMemoryIfTheDiskFails() async throws {
    try Data().write(to: URL(fileURLWithPath: folder.path("file")))
    let cache = project.cache(in: folder.path("file/names"), callsAnHour: 2)
    cache.start()
    await cache.settle()
    #expect(cache.isFresh(.events) && cache.isFresh(.funnels))
    #expect(project.failures.contains { $0.contains("cannot cache names") })
    cache.want(Self.properties)
    await cache.settle()
    #expect(project.asked.count == 2)
  }

  @Test func aFileThatIsTooLargeIsNotRead() async throws {
    let path = folder.path("@demo.json")
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(truncate(path, off_t(NameCacheFile.byteLimit + 1)) == 0)
    #expect(NameCacheFile(path: path, project: .demo).read() == nil)
  }
}
