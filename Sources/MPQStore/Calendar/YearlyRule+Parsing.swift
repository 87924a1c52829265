import MPQAPI

extension YearlyRule {
  /// Reads a rule such as `EST5EDT,M3.2.0,M11.1.0`; `nil` for any other text.
  init?(_ text: [UInt8]) {
    var parser = Parser(rest: text[...])
    guard parser.name(), let standard = parser.time(hours: 24) else { return nil }
    self.text = String(decoding: text, as: UTF8.self)
    // POSIX offsets are positive west of UTC.
    standardOffset = -standard
    guard !parser.rest.isEmpty else {
      (start, end) = (nil, nil)
      return
    }
    guard parser.name() else { return nil }
    var daylight = standardOffset + 3600
    if parser.rest.first != UInt8(ascii: ",") {
      guard let offset = parser.time(hours: 24) else { return nil }
      daylight = -offset
    }
    guard let start = parser.change(to: daylight), let end = parser.change(to: standardOffset),
      parser.rest.isEmpty
    else { return nil }
    (self.start, self.end) = (start, end)
  }

  private struct Parser {
    var rest: ArraySlice<UInt8>

    /// Takes `character`; `false` if another one follows.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest = rest.dropFirst()
      return true
    }

    /// Takes an abbreviation: three letters or more; between `<` and `>` also digits and signs.
    mutating func name() -> Bool {
      let isQuoted = take("<")
      let name = rest.prefix { byte in
        byte.isLetter
          || (isQuoted && (UInt8(ascii: "+")...UInt8(ascii: "9")).contains(byte))
      }
      rest = rest.dropFirst(name.count)
      return name.count >= 3 && (!isQuoted || take(">"))
    }

    /// Takes one to three digits whose number lies in `range`.
    mutating func number(_ range: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix(while: \.isDigit)
      guard (1...3).contains(digits.count) else { return nil }
      rest = rest.dropFirst(digits.count)
      let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      return range.contains(number) ? number : nil
    }

    /// Takes `[+-]hh[:mm[:ss]]`, in seconds.
    mutating func time(hours limit: Int) -> Int? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard let hours = number(0...limit) else { return nil }
      var seconds = hours * 3600
      for size in [60, 1] where take(":") {
        guard let part = number(0...59) else { return nil }
        seconds += part * size
      }
      return isNegative ? -seconds : seconds
    }

    /// Takes `,`, a day and optionally `/` and a time; the default is 02:00.
    mutating func change(to offset: Int) -> Change? {
      guard take(","), let day = day() else { return nil }
      guard take("/") else { return Change(day: day, time: 2 * 3600, offset: offset) }
      return time(hours: 167).map { Change(day: day, time: $0, offset: offset) }
    }

    private mutating func day() -> Day? {
      if take("J") { return number(1...365).map(Day.withoutLeapDay) }
      guard take("M") else { return number(0...365).map(Day.withLeapDay) }
      guard let month = number(1...12), take("."), let week = number(1...5), take("."),
        let weekday = number(0...6)
      else { return nil }
      return .weekday(weekday, week: week, month: month)
    }
  }
}
