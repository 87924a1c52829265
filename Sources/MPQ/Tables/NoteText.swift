import MPQAPI
import MPQSyntax

/// The texts of notes.
///
/// Names in them are made visible, and cut to a length that fits in a sentence.
extension Note {
  /// The note as a clause without a full stop, in one visible line.
  public var text: String {
    switch self {
    case .unknown(let subject, let nearest):
      "the project has no \(subject.text); "
        + (Self.question(nearest) ?? "see 'show \(subject.kind.rawValue)s'")
    case .noData(let subject, let time, true):
      "no data about \(subject.text) \(time.text)"
    case .noData(let subject, let time, false):
      "no data about \(subject.text) \(time.text); "
        + "see 'show \(subject.kind.rawValue)s'"
    case .noProperty(let property, let subject, let time, let nearest):
      "no data about property \(Self.quoted(property)) of \(subject.text) \(time.text); "
        + (Self.question(nearest) ?? "see '\(subject.propertiesQuery)'")
    case .noValues(let values, let property, let subject, let time):
      "no data about \(Self.list(values)) of property \(Self.quoted(property)) of "
        + "\(subject.text) \(time.text)"
    case .nothing(.today):
      "no events today"
    case .nothing(let time):
      "no data \(time.text)"
    case .limitReached(let count, let item):
      "\(count) \(item.rawValue) (the limit); 'limit N' shows more"
    case .differs(let difference):
      difference.text
    case .outsideWindow(1):
      "left out 1 number for a date outside of the answer's window"
    case .outsideWindow(let count):
      "left out \(count) numbers for dates outside of the answer's window"
    case .noColumn(let name):
      "no column \(Self.quoted(name)) in the answer: its values are null"
    case .datesLeftOut(let left, let right):
      "left out \(Self.rows(left, right)), whose dates the other side does not have"
    case .nullsMade(let unmatched, let divided, let tooLarge):
      Self.nulls(unmatched, divided, tooLarge)
    case .nothingToExpect:
      "'expect' had no rows to check"
    }
  }

  /// `2 rows of the left side and 1 of the right side`.
  private static func rows(_ left: Int, _ right: Int) -> String {
    let sides = [(left, "left"), (right, "right")].filter { $0.0 > 0 }
    return sides.enumerated().map { index, side in
      let noun = index > 0 ? "" : side.0 == 1 ? " row" : " rows"
      return "\(side.0)\(noun) of the \(side.1) side"
    }.joined(separator: " and ")
  }

  /// `3 values are null: 2 without a partner, 1 divided by zero`.
  private static func nulls(_ unmatched: Int, _ divided: Int, _ tooLarge: Int) -> String {
    let count = unmatched + divided + tooLarge
    let reasons = [
      (unmatched, "without a partner"), (divided, "divided by zero"), (tooLarge, "too large"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(count) \(count == 1 ? "value is" : "values are") null: "
      + reasons.joined(separator: ", ")
  }

  /// The most names in a note.
  private static var listLimit: Int { 5 }

  private static func list(_ names: [String]) -> String {
    let quoted = names.prefix(listLimit).map(quoted)
    let rest = names.count - quoted.count
    return quoted.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// `did you mean "a", "b" or "c"?`; `nil` where there are no names.
  private static func question(_ names: [String]) -> String? {
    let quoted = names.map(quoted)
    guard let last = quoted.last else { return nil }
    let head = quoted.dropLast().joined(separator: ", ")
    return "did you mean \(head.isEmpty ? last : "\(head) or \(last)")?"
  }

  /// A name in a note.
  static func quoted(_ name: String) -> String {
    "\"\(visible(Visible.excerpt(name)))\""
  }
}

extension Note.Subject {
  /// `event "play song"`.
  fileprivate var text: String { "\(kind.rawValue) \(Note.quoted(name))" }

  fileprivate var propertiesQuery: String {
    "show properties of \(kind.rawValue) \(visible(Visible.excerpt(Name.quoted(name))))"
  }
}

extension Note.Time {
  /// Such as `from 2024-01-01 to 2024-01-07`, or `in the last 4 weeks`.
  fileprivate var text: String {
    switch self {
    case .buckets(let from, let to):
      return "from \(visible(from)) to \(visible(to))"
    case .window(let window):
      let unit = window.interval == 1 ? window.unit.rawValue : window.unit.plural
      return "in the last \(window.interval) \(unit)"
    case .today: return "today"
    case .always: return "at any time"
    }
  }
}
