import Testing

@testable import MPQAPI

struct CivilDateTests {
  @Test(arguments: [
    ("1970-01-01", 0, 3), ("1969-12-31", -1, 2), ("2000-02-29", 11_016, 1),
    ("2010-05-31", 14_760, 0), ("2024-12-31", 20_088, 1), ("0001-01-01", -719_162, 0),
    ("9999-12-31", 2_932_896, 4),
  ])
  func knownDays(_ text: String, _ number: Int, _ weekday: Int) throws {
    let date = try #require(CivilDate(text))
    #expect(date.dayNumber == number)
    #expect(date.weekday == weekday)
    #expect(date.description == text)
  }

  @Test(arguments: [
    "2023-02-29", "2010-13-01", "2010-00-01", "2010-1-1", "10-01-01", "2010-04-31", "2010-05-3x",
    "+010-05-30", "2010/05/30", "",
  ])
  func refuses(_ text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test func everyDayOfFourCenturiesReadsBack() {
    for number in stride(from: -80_000, through: 80_000, by: 1) {
      let date = CivilDate(dayNumber: number)
      let (year, month, day) = date.parts
      #expect(CivilDate(year: year, month: month, day: day) == date)
    }
  }

  @Test(arguments: [
    ("2010-05-30", Window.Unit.week, "2010-05-24"), ("2010-05-31", .week, "2010-05-31"),
    ("2010-05-31", .month, "2010-05-01"), ("2010-05-31", .day, "2010-05-31"),
    ("1970-01-01", .week, "1969-12-29"),
  ])
  func starts(_ text: String, _ unit: Window.Unit, _ start: String) throws {
    #expect(try #require(CivilDate(text)).start(of: unit).description == start)
  }

  @Test func monthsCarryIntoTheYear() {
    #expect(CivilDate(year: 2010, month: 14, day: 1).description == "2011-02-01")
    #expect(CivilDate(year: 2010, month: -1, day: 1).description == "2009-11-01")
  }

  @Test func hoursAreLabelled() throws {
    #expect(try #require(CivilDate("2010-05-31")).label(seconds: 7261) == "2010-05-31 02:01:01")
  }
}
