import MPQAPI
import Testing
import TestSupport

@testable import MPQShell

struct NameCacheContentsTests {
  private static let project = KeptProject.profile("work", host: "mixpanel.com", key: "k3y")

  private static var contents: NameCacheContents {
    var contents = NameCacheContents()
    contents.calls = [1_000, 1_000, 2_000]
    contents.lists = [
      .events: .init(names: ["b", "é", "e\u{301}", "\"\\\n\u{1B}"], time: 10),
      .funnels: .init(names: [], time: 11),
      .propertiesOfEvent(ByteText("é")): .init(names: ["p"], time: 12),
      .propertiesOfEvent(ByteText("e\u{301}")): .init(names: ["q"], time: 13),
      .propertiesOfFunnel(ByteText("f")): .init(names: ["r"], time: 14),
      .values(property: ByteText("p"), event: ByteText("b")): .init(names: ["", "1"], time: 15),
    ]
    return contents
  }

  @Test func everythingReadsBack() throws {
    let bytes = Self.contents.bytes(of: Self.project)
    let read = try #require(NameCacheContents(bytes, of: Self.project))
    #expect(read.calls == [1_000, 1_000, 2_000])
    #expect(read.lists.count == 6)
    for (request, list) in Self.contents.lists {
      #expect(read.lists[request]?.time == list.time)
      #expect(read.lists[request]?.names.map(ByteText.init) == list.names.map(ByteText.init))
    }
  }

  @Test(arguments: [
    KeptProject.profile("work", host: "other.com", key: "k3y"),
    .profile("work", host: "mixpanel.com", key: "other"), .demo, .local(path: "k3y"),
  ])
  func anotherProjectsFileIsNotRead(_ other: KeptProject) {
    #expect(NameCacheContents(Self.contents.bytes(of: Self.project), of: other) == nil)
  }

  @Test func aFileThatIsCutAnywhereIsNotRead() {
    let bytes = Self.contents.bytes(of: Self.project)
    for length in 0..<bytes.count {
      #expect(NameCacheContents(Array(bytes.prefix(length)), of: Self.project) == nil)
    }
  }

  @Test(arguments: [
    (#""schema":1"#, #""schema":2"#),
    (#""schema":1"#, #""schema":"1""#),
    (#""calls":[1000"#, #""calls":[-1000"#),
    (#""calls":[1000"#, #""calls":[1e300"#),
    (#""calls":[1000"#, #""calls":[99999999999999999999"#),
    (#""of":"events""#, #""of":"everything""#),
    (#""of":"events""#, #""of":"funnels""#),  // twice
    (#""of":"events""#, #""of":"event properties""#),
    (#""time":10"#, #""time":null"#),
    (#"["p"]"#, #"["p",1]"#),
    (#"["p"]"#, #"{"p":1}"#),
  ])
  func aFileOfAnotherFormIsNotRead(_ part: String, _ other: String) {
    let text = String(decoding: Self.contents.bytes(of: Self.project), as: UTF8.self)
    #expect(text.contains(part))
    let changed = text.replacing(part, with: other, maxReplacements: 1)
    #expect(NameCacheContents(Array(changed.utf8), of: Self.project) == nil)
  }

  /// Random damage never traps, and what is still read is within the limits.
  @Test func damagedFilesAreHarmless() {
    var numbers = SeededGenerator(3)
    let bytes = Self.contents.bytes(of: Self.project)
    for _ in 0..<5_000 {
      var damaged = bytes
      for _ in 0...Int.random(in: 0...3, using: &numbers) {
        let place = Int.random(in: 0..<damaged.count, using: &numbers)
        damaged[place] = UInt8.random(in: .min ... .max, using: &numbers)
      }
      guard let read = NameCacheContents(damaged, of: Self.project) else { continue }
      #expect(read.lists.count <= 6)
      #expect(read.lists.values.allSatisfy { $0.time >= 0 })
    }
  }

  @Test func mergingTakesWhatIsNewer() {
    var one = NameCacheContents()
    one.lists = [.events: .init(names: ["old"], time: 1), .funnels: .init(names: ["f"], time: 9)]
    one.calls = [5, 5, 6]
    var other = NameCacheContents()
    other.lists = [.events: .init(names: ["new"], time: 2), .funnels: .init(names: [], time: 8)]
    other.calls = [5, 6, 6, 7]
    one.merge(other)
    #expect(one.lists[.events]?.names == ["new"])
    #expect(one.lists[.funnels]?.names == ["f"])
    #expect(one.calls.sorted() == [5, 5, 6, 6, 7])
  }

  @Test func callsAreCountedByTheHour() {
    var contents = NameCacheContents()
    #expect(contents.takeCall(at: 10_000, limit: 2) == nil)
    #expect(contents.takeCall(at: 11_000, limit: 2) == nil)
    #expect(contents.takeCall(at: 12_000, limit: 2) == 1_600)
    #expect(contents.takeCall(at: 13_599, limit: 2) == 1)
    #expect(contents.takeCall(at: 13_600, limit: 2) == nil)
    #expect(contents.takeCall(at: 13_600, limit: 2) == 1_000)
    #expect(contents.takeCall(at: 13_600, limit: 0) == 3_600)
    // The clock was set back by a day: the calls no longer count.
    #expect(contents.takeCall(at: 100, limit: 1) == nil)
    #expect(contents.calls == [100])
  }

  @Test func pruningKeepsEventsAndFunnelsAndTheNewest() {
    var contents = NameCacheContents()
    contents.lists[.events] = .init(names: ["e"], time: 1)
    for number in 0..<NameCacheContents.listLimit + 5 {
      contents.lists[.propertiesOfEvent(ByteText("e\(number)"))] = .init(
        names: [], time: 10 + number)
    }
    contents.prune()
    #expect(contents.lists.count == NameCacheContents.listLimit)
    #expect(contents.lists[.events] != nil)
    #expect(contents.lists[.propertiesOfEvent(ByteText("e5"))] == nil)
    #expect(contents.lists[.propertiesOfEvent(ByteText("e6"))] != nil)
  }

  @Test(arguments: [1_000, 10_000, 50_000])
  func pruningKeepsTheBytes(_ limit: Int) {
    var contents = NameCacheContents()
    for number in 0..<400 {
      let names = (0..<20).map { "\u{1}\"\\ \(number) \($0)" }
      contents.lists[.propertiesOfEvent(ByteText("\"\(number)\""))] = .init(
        names: names, time: number)
    }
    contents.prune(byteLimit: limit)
    let size = contents.bytes(of: Self.project).count
    #expect(size <= limit + 128)
    #expect(size >= limit / 2)
  }

  @Test func namesThatCannotBeAskedAboutAreDropped() {
    let long = String(repeating: "x", count: NameCacheContents.nameByteLimit + 1)
    let result = CallResult.names(["b", "a", "", "b", "n\u{0}l", long, "é", "e\u{301}"])
    #expect(
      NameRequest.events.names(in: result)?.map(ByteText.init)
        == ["b", "a", "é", "e\u{301}"].map(ByteText.init))
    let values = NameRequest.values(property: ByteText("p"), event: ByteText("e"))
    #expect(values.names(in: result)?.prefix(3) == ["b", "a", ""])
    #expect(NameRequest.events.names(in: .funnels(.init(reports: []))) == nil)
  }

  @Test func everyRequestHasACall() throws {
    let event = ByteText("play song")
    let requests: [(NameRequest, Endpoint.ID)] = [
      (.events, .eventsNames), (.funnels, .funnelsNames),
      (.propertiesOfEvent(event), .eventsPropertiesTop),
      (.propertiesOfFunnel(event), .funnelsPropertiesNames),
      (.values(property: ByteText("genre"), event: event), .eventsPropertiesValues),
    ]
    for (request, endpoint) in requests {
      #expect(request.call?.endpoint == endpoint)
    }
    #expect(NameRequest.propertiesOfEvent(ByteText("a\u{0}")).call == nil)
  }

  @Test func filesOfProjectsAreApart() {
    let projects: [KeptProject] = [
      .profile("work", host: "h", key: "k"), .profile("demo", host: "h", key: "k"), .demo,
      .profile("../../etc/passwd", host: "h", key: "k"), .environment(host: "h", key: "k"),
      .environment(host: "hk", key: ""), .local(path: "/a"), .local(path: "/b"),
    ]
    #expect(Set(projects.map(\.fileName)).count == projects.count)
    #expect(projects[0].fileName == "work")
    #expect(projects.allSatisfy { !$0.fileName.contains("/") && $0.fileName.first != "." })
  }
}
