public import MPQAPI

/// A fact about an answer that its table does not show.
///
/// ``text`` words it.
public enum Note: Equatable, Sendable {
  /// An event or a funnel.
  public struct Subject: Equatable, Sendable {
    /// What it is.
    public enum Kind: String, Sendable {
      case event, funnel
    }

    /// What it is.
    public var kind: Kind
    /// Its name, as the project has it.
    public var name: String

    /// The event or funnel called `name`.
    public init(_ kind: Kind, _ name: String) {
      self.kind = kind
      self.name = name
    }
  }

  /// The time that a query covers.
  public enum Time: Equatable, Sendable {
    /// The buckets from the first to the last, as the server labels them.
    case buckets(from: String, to: String)
    /// A window that the answer does not resolve.
    case window(Window)
    /// Today, and yesterday.
    case today
    /// All data of the project.
    case always
  }

  /// The items that a limit counts.
  public enum Item: String, Sendable {
    case values, properties, events, dates
    case valuesAWeek = "values a week"
  }

  /// The project has no such event or funnel; `nearest` are similar names.
  case unknown(Subject, nearest: [String])
  /// There is no data about a subject; unless `isKnown`, the project may not have it at all.
  case noData(Subject, Time, isKnown: Bool)
  /// There is no data about a property of a subject; `nearest` are similar properties.
  case noProperty(String, Subject, Time, nearest: [String])
  /// There is no data about these values of a property, which the query lists.
  case noValues([String], property: String, Subject, Time)
  /// There is no data at all.
  case nothing(Time)
  /// The answer has as many items as the server sends by default, so that there may be more.
  case limitReached(Int, Item)
  /// The answer differs from what the API document defines.
  case differs(Difference)
  /// The answer had this many numbers for dates outside of its own window; they are left out.
  case outsideWindow(Int)
  /// A stage names a column that the answer does not have.
  case noColumn(String)
  /// Rows of both sides of arithmetic are left out, since the other side does not have their dates.
  case datesLeftOut(left: Int, right: Int)
  /// Arithmetic made nulls: cells without a partner, divisions by zero, results beyond all doubles.
  case nullsMade(unmatched: Int, divided: Int, tooLarge: Int)
  /// `expect` had no row to look at.
  case nothingToExpect
}
