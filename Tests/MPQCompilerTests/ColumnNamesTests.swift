import MPQCompiler
import Testing

/// How the names of columns become unique.
struct ColumnNamesTests {
  @Test(arguments: [
    (["a", "b"], ["a", "b"]), (["a", "a", "a"], ["a", "a_2", "a_3"]),
    (["a", "a", "a_2"], ["a", "a_3", "a_2"]), (["", ""], ["", "_2"]),
    (["é", "e\u{301}"], ["é", "e\u{301}"]),
  ])
  func repeatedNamesAreNumbered(_ names: [String], _ unique: [String]) {
    expect(ColumnNames.unique(names.map { ($0, false) }), unique)
    expect(ColumnNames.unique(names.map { ($0, false) }, noun: "event"), unique)
  }

  /// The first is a key.
  @Test(arguments: [
    (["date", "date"], ["date", "event:date"]),
    (["date", "Date", "date", "x"], ["date", "Date", "event:date", "x"]),
    (["date", "date", "date"], ["date", "event:date", "event:date_2"]),
    // An event that is called so has the name already.
    (["date", "date", "event:date"], ["date", "event:date_2", "event:date"]),
    (["date", "event:date", "date"], ["date", "event:date", "event:date_2"]),
    (
      ["date", "date", "event:date", "event:date_2"],
      ["date", "event:date_3", "event:date", "event:date_2"]
    ),
    (["date", "x", "x"], ["date", "x", "x_2"]),
  ])
  func namesOfKeysGetTheNoun(_ names: [String], _ unique: [String]) {
    let named = names.enumerated().map { ($1, $0 == 0) }
    expect(ColumnNames.unique(named, noun: "event"), unique)
  }

  /// Names that are unique stay the same, so that the rule can be applied again.
  @Test func uniqueNamesStay() {
    let once = ColumnNames.unique([("date", true), ("date", false), ("a", false)], noun: "value")
    expect(once, ["date", "value:date", "a"])
    expect(ColumnNames.unique(once.map { ($0, $0 == "date") }, noun: "value"), once)
  }

  @Test func keysKeepTheirNames() {
    expect(
      ColumnNames.unique([("event", true), ("date", true), ("event", false)], noun: "value"),
      ["event", "date", "value:event"])
    expect(ColumnNames.unique([("a", true), ("a", true), ("a", false)]), ["a", "a_2", "a_3"])
  }

  private func expect(_ found: [String], _ names: [String]) {
    #expect(found.map { Array($0.utf8) } == names.map { Array($0.utf8) })
  }
}
