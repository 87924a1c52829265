package import MPQAPI

/// How many events there were, and how many different users; events without a user add none.
package struct Tally: Equatable, Sendable {
  package var events = 0
  package var users = 0

  package init(events: Int = 0, users: Int = 0) {
    self.events = events
    self.users = users
  }

  /// What `measure` makes of them.
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

/// The users of one cohort who were seen in one bucket, that of the cohort itself included.
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
  /// The property's text; empty where it is missing or nothing was asked for.
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

/// What became of a batch of events.
package struct AppendSummary: Equatable, Sendable {
  /// One event that cannot be kept.
  package struct Refusal: Equatable, Sendable {
    /// Its index in the batch.
    package var index: Int
    /// Why not.
    package var cause: String

    package init(index: Int, cause: String) {
      self.index = index
      self.cause = cause
    }
  }

  /// Those that are kept.
  package var added = 0
  /// Those that were there already.
  package var repeated = 0
  /// Those that cannot be kept.
  package var refused: [Refusal] = []

  package init(added: Int = 0, repeated: Int = 0, refused: [Refusal] = []) {
    self.added = added
    self.repeated = repeated
    self.refused = refused
  }
}
