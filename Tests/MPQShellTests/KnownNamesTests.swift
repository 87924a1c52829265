import MPQAPI
import Testing

@testable import MPQShell

struct KnownNamesTests {
  @Test func unknownListsAreNotEmpty() {
    var known = KnownNames()
    #expect(known[.events] == nil)
    known[.events] = NameList([])
    #expect(known[.events]?.names == [])
    #expect(known[.propertiesOfEvent(ByteText("e"))] == nil)
  }
}
