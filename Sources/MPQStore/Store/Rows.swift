package import MPQAPI

/// The number of events and of distinct users; events without a user add no user.
package struct Tally: Equatable, Sendable {
  package var events = 0
  package var users = 0

  package init(events: Int = 0, users: Int = 0) {
    self.events = events
    self.users = users
  }

  /// The value of `measure`.
  package func number(_ measure: Measure) -> Number {
    switch measure {
    case .general: .integer(events)
    case .unique: .integer(users)
    case .average: .double(users == 0 ? 0 : Double(events) / Double(users))
    }
  }
}

/// One event in one bucket.
package struct EventRow: Equatable, Sendable {
  package var event: String
  package var bucket: Int
  package var tally: Tally

  package init(event: String, bucket: Int, tally: Tally) {
    self.event = event
    self.bucket = bucket
    self.tally = tally
  }
}

/// One value of a property in one bucket.
package struct ValueRow: Equatable, Sendable {
  package var value: String
  package var bucket: Int
  package var tally: Tally

  package init(value: String, bucket: Int, tally: Tally) {
    self.value = value
    self.bucket = bucket
    self.tally = tally
  }
}

/// One property.
package struct PropertyRow: Equatable, Sendable {
  package var property: String
  package var tally: Tally

  package init(property: String, tally: Tally) {
    self.property = property
    self.tally = tally
  }
}

/// The users of one cohort who have an event in one bucket, which may be that of the cohort.
package struct CohortRow: Equatable, Sendable {
  package var cohort: Int
  package var bucket: Int
  package var users: Int

  package init(cohort: Int, bucket: Int, users: Int) {
    self.cohort = cohort
    self.bucket = bucket
    self.users = users
  }
}

/// The users who stopped at one step in one week.
package struct FunnelRow: Equatable, Sendable {
  package var week: Int
  /// The property's text; empty if it is missing or if there is no property.
  package var value: String
  /// The last step reached, from 1.
  package var level: Int
  package var users: Int

  package init(week: Int, value: String, level: Int, users: Int) {
    self.week = week
    self.value = value
    self.level = level
    self.users = users
  }
}

/// The result of a batch of events.
package struct AppendSummary: Equatable, Sendable {
  /// One event that cannot be stored.
  package struct Refusal: Equatable, Sendable {
    /// The index of the event in the batch.
    package var index: Int
    /// Why it cannot be stored.
    package var cause: String

    package init(index: Int, cause: String) {
      self.index = index
      self.cause = cause
    }
  }

  /// The number of events added.
  package var added = 0
  /// The number of duplicates.
  package var repeated = 0
  /// The events that cannot be stored.
  package var refused: [Refusal] = []
  /// The number of events that are more than a day older than the newest event of their name; 0 if
  /// the store does not count them.
  package var outOfOrder = 0

  package init(added: Int = 0, repeated: Int = 0, refused: [Refusal] = []) {
    self.added = added
    self.repeated = repeated
    self.refused = refused
  }
}
