import MPQ
import MPQSyntax
import Testing
import TestSupport

@testable import MPQShell

struct TabResponseTests {
  @Test func columnsAreReadDownwards() {
    let lines = ColumnListing(width: 20, lineLimit: 8).lines(["a", "bb", "c", "dddd", "e"], of: 5)
    #expect(lines == ["a  bb  c  dddd  e"])
    let narrow = ColumnListing(width: 9, lineLimit: 8).lines(["a", "bb", "c", "dddd", "e"], of: 5)
    #expect(narrow == ["a   dddd", "bb  e", "c"])
  }

  @Test func hiddenLabelsAreCounted() {
    let labels = (0..<500).map { "name\($0)" }
    let lines = ColumnListing(width: 40, lineLimit: 3).lines(labels, of: 1_234_567)
    #expect(lines.count == 4)
    #expect(lines.last == "… and 1,234,552 more")
  }

  /// For any names, no line is wider than the terminal, all characters are visible, and the number
  /// of lines is within the limit.
  @Test func linesFit() {
    var random = SeededGenerator(21)
    var source = HostileNames(seed: 22)
    for _ in 0..<300 {
      let names = source.make(1 + random.below(60))
      let width = 1 + random.below(100)
      let limit = 1 + random.below(9)
      let completer = Completer(names: KnownNames([.funnels: NameList(names)]))
      let completion = completer.completion(of: "funnel ", at: 7)
      guard completion.decided == nil, completion.shared == nil else { continue }
      let lines = TabResponse(completion, width: width, lineLimit: limit).listing
      #expect(!lines.isEmpty && lines.count <= limit + 1)
      for line in lines {
        #expect(displayWidth(line) <= width, "\(line.debugDescription)")
        #expect(visible(line) == line)
      }
      let shown = lines.joined()
      let isCounted = names.allSatisfy { shown.contains(visible($0)) } || shown.contains("…")
      #expect(isCounted, "\(lines)")
    }
  }

  @Test func noRoomDoesNotTrap() {
    for (width, limit) in [(0, 8), (-3, 8), (10, 0), (1, 1)] {
      let lines = ColumnListing(width: width, lineLimit: limit).lines(["日本", "b"], of: 9)
      #expect(lines.allSatisfy { displayWidth($0) <= max(width, 0) })
    }
    #expect(ColumnListing(width: 80, lineLimit: 8).lines([], of: 0).isEmpty)
  }

  @Test func tabDoesNothingIfNothingFits() {
    let response = TabResponse(.nothing(at: 3), width: 80)
    #expect(response.replacement == nil)
    #expect(response.listing.isEmpty)
  }
}
