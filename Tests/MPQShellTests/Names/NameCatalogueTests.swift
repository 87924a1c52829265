import Foundation
import MPQ
import MPQAPI
import MPQFiles
import Testing
import TestSupport

@testable import MPQShell

@Suite(.timeLimit(.minutes(1))) struct NameCatalogueTests {
  private let folder: TemporaryFolder
  private let project = ScriptedProject()

  init() throws { folder = try TemporaryFolder() }

  private static let properties = NameRequest.propertiesOfEvent(ByteText("a"))
  private static let values = NameRequest.values(property: ByteText("p"), event: ByteText("a"))

  @Test func eventsAndFunnelsAreFetchedInTheBackground() async throws {
    let catalogue = project.catalogue(in: folder.path("names"))
    #expect(catalogue.snapshot[.events] == nil)
    project.hold()
    catalogue.start()
    await project.waitForCalls(2)
    #expect(catalogue.isFetching(.events) && catalogue.isFetching(.funnels))
    #expect(catalogue.snapshot[.events] == nil && !catalogue.isFresh(.events))
    project.release()
    await catalogue.settle()
    #expect(catalogue.snapshot[.events]?.names == ["b", "a"])
    #expect(catalogue.snapshot[.funnels]?.names == ["f"])
    #expect(catalogue.isFresh(.events) && !catalogue.isFetching(.events))
    #expect(project.news.first == .loaded)
    #expect(project.news.contains(.arrived(.events)) && project.news.contains(.arrived(.funnels)))
    #expect(try folder.mode(of: "names/@demo.json") == 0o600)
    #expect(try folder.mode(of: "names") == 0o700)
    #expect(try folder.names(in: "names") == ["@demo.json", "@demo.json.lock"])
  }

  @Test func theNextShellAsksOnlyWhenNamesAreOld() async {
    let first = project.catalogue(in: folder.path)
    first.start()
    await first.settle()
    project.set(.events, ["c"])
    project.wait(seconds: 3_599)
    let second = project.catalogue(in: folder.path)
    second.start()
    await second.settle()
    #expect(second.snapshot[.events]?.names == ["b", "a"])
    #expect(project.asked.count == 2)
    project.wait(seconds: 1)
    #expect(!second.isFresh(.events))
    // Old names are offered while new ones are being fetched.
    let third = project.catalogue(in: folder.path)
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
    let catalogue = project.catalogue(in: folder.path)
    project.hold()
    for _ in 0..<5 { catalogue.want(Self.properties) }
    await project.waitForCalls(1)
    for _ in 0..<5 { catalogue.want(Self.properties) }
    catalogue.want(Self.values)
    project.release()
    await catalogue.settle()
    catalogue.want(Self.properties)
    await catalogue.settle()
    #expect(
      project.asked.sorted { $0.rawValue < $1.rawValue }
        == [.eventsPropertiesTop, .eventsPropertiesValues])
    #expect(catalogue.snapshot[Self.properties]?.names == ["p"])
    #expect(catalogue.snapshot[Self.values]?.names == ["2", "1", ""])
  }

  @Test func refreshingAsksAgain() async {
    project.set(Self.properties, ["p"])
    let catalogue = project.catalogue(in: folder.path)
    catalogue.start()
    catalogue.want(Self.properties)
    await catalogue.settle()
    project.set(.events, ["c"])
    catalogue.refresh()
    #expect(!catalogue.isFresh(Self.properties))
    await catalogue.settle()
    #expect(catalogue.snapshot[.events]?.names == ["c"])
    #expect(project.asked.count == 5)
    catalogue.want(Self.properties)
    await catalogue.settle()
    #expect(project.asked.count == 6)
    #expect(catalogue.isFresh(Self.properties))
  }

  /// The hour's calls are those of all shells, and of those that have ended.
  @Test func callsAreLimited() async {
    for shell in 0..<4 {
      let catalogue = project.catalogue(in: folder.path, callsAnHour: 5)
      for event in 0..<3 {
        catalogue.want(.propertiesOfEvent(ByteText("\(shell) \(event)")))
      }
      await catalogue.settle()
    }
    #expect(project.asked.count == 5)
    #expect(
      project.failures.first
        == "the limit of 5 calls an hour for names is reached; "
        + "the next is possible in 60 minutes")
    #expect(project.failures.count == 3)  // once for each shell
    project.wait(seconds: 3_600)
    let late = project.catalogue(in: folder.path, callsAnHour: 5)
    late.start()
    await late.settle()
    #expect(project.asked.count == 7)
  }

  @Test func twoShellsKeepEachOthersNames() async {
    let (one, two) = (project.catalogue(in: folder.path), project.catalogue(in: folder.path))
    one.start()
    await one.settle()
    two.want(Self.properties)
    await two.settle()
    project.wait(seconds: 10)
    // The first one has never seen the second one's list, and must not overwrite it.
    one.want(Self.values)
    await one.settle()
    #expect(one.snapshot[Self.properties] != nil)
    let three = project.catalogue(in: folder.path)
    three.start()
    await three.settle()
    for request in [.events, .funnels, Self.properties, Self.values] {
      #expect(three.isFresh(request))
    }
    #expect(project.asked.count == 4)
  }

  /// A shell whose names are old learns from the file that another has fetched them.
  @Test func listsOfAnotherShellAreNotFetchedAgain() async {
    let (one, two) = (project.catalogue(in: folder.path), project.catalogue(in: folder.path))
    for catalogue in [one, two] {
      catalogue.start()
      await catalogue.settle()
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
    let catalogue = project.catalogue(in: folder.path)
    catalogue.start()
    await catalogue.settle()
    #expect(project.failures.count == 1)
    #expect(project.failures.first?.contains("no route") == true)
    for _ in 0..<3 {
      catalogue.start()
      await catalogue.settle()
    }
    #expect(project.asked.count == 2)
    project.wait(seconds: 60)
    catalogue.want(.events)
    await catalogue.settle()
    #expect(project.asked.count == 3)
    project.wait(seconds: 119)
    catalogue.want(.events)
    await catalogue.settle()
    #expect(project.asked.count == 3)
    project.wait(seconds: 1)
    project.fail(with: nil)
    catalogue.start()
    await catalogue.settle()
    #expect(catalogue.isFresh(.events) && catalogue.isFresh(.funnels))
    #expect(project.failures.count == 1)
  }

  /// A refusal of one request does not affect the others.
  @Test func aRefusalHoldsForItsRequest() async {
    project.fail(with: .refused(.invalidParameter("event")))
    let catalogue = project.catalogue(in: folder.path)
    catalogue.want(Self.properties)
    await catalogue.settle()
    project.fail(with: nil)
    catalogue.want(Self.properties)
    catalogue.want(.events)
    await catalogue.settle()
    #expect(project.asked == [.eventsPropertiesTop, .eventsNames])
  }

  @Test func fetchesAreCancelled() async {
    let catalogue = project.catalogue(in: folder.path)
    project.hold()
    catalogue.start()
    await project.waitForCalls(2)
    catalogue.stop()
    await catalogue.settle()
    catalogue.refresh()
    await catalogue.settle()
    #expect(project.asked.count == 2)
    #expect(project.failures == [])
    #expect(catalogue.snapshot[.events] == nil)
  }

  @Test(arguments: ["", "{", "{}", "[1]", "\u{0}\u{1}", #"{"schema": 99}"#])
  func aDamagedFileIsRebuilt(_ text: String) async throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("@demo.json")))
    let catalogue = project.catalogue(in: folder.path)
    catalogue.start()
    await catalogue.settle()
    #expect(catalogue.snapshot[.events]?.names == ["b", "a"])
    #expect(project.failures == [])
    let next = project.catalogue(in: folder.path)
    next.start()
    await next.settle()
    #expect(next.isFresh(.events))
    #expect(project.asked.count == 2)
  }

  /// A profile that was changed to another project does not see the names of the previous one.
  @Test func anotherProjectsNamesAreNotOffered() async {
    let first = project.catalogue(in: folder.path, of: .profile("p", host: "h", key: "1"))
    first.start()
    await first.settle()
    project.hold()
    let second = project.catalogue(in: folder.path, of: .profile("p", host: "h", key: "2"))
    second.start()
    await project.waitForCalls(4)
    #expect(second.snapshot[.events] == nil)
    project.release()
    await second.settle()
    #expect(second.isFresh(.events))
  }

  @Test func namesAreKeptInMemoryIfTheDiskFails() async throws {
    try Data().write(to: URL(fileURLWithPath: folder.path("file")))
    let catalogue = project.catalogue(in: folder.path("file/names"), callsAnHour: 2)
    catalogue.start()
    await catalogue.settle()
    #expect(catalogue.isFresh(.events) && catalogue.isFresh(.funnels))
    #expect(project.failures.contains { $0.contains("cannot cache names") })
    catalogue.want(Self.properties)
    await catalogue.settle()
    #expect(project.asked.count == 2)
  }

  @Test func aFileThatIsTooLargeIsNotRead() async throws {
    let path = folder.path("@demo.json")
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(truncate(path, off_t(NameCacheFile.byteLimit + 1)) == 0)
    #expect(NameCacheFile(path: path, project: .demo).read() == nil)
  }
}
