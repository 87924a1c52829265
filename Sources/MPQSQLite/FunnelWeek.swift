/// The shape of a funnel query: its steps, and the highest numbers of users and values.
struct FunnelShape: Sendable {
  /// For each step, the index of its event among the distinct ones; 0 for the first step.
  var steps: [Int]
  /// The highest number of a user.
  var highestUser: Int
  /// The highest number of a value of the property that groups users; `nil` without a property.
  var highestValue: Int?
}

/// The events of one week that a funnel needs.
struct FunnelWeek: Sendable {
  /// The days of one event within the week.
  struct Step: Sendable {
    /// The index of the event among the distinct events of the funnel.
    var place: Int
    /// The days, and the times of each day within the week.
    var days: [(day: PackedDay, times: [Range<Int>])]
  }

  var week: Int
  /// The events that occur, by their indices.
  var steps: [Step]
}

/// The steps that users reached in one week.
struct FunnelWeekResult: Sendable {
  /// The users who stopped at one step.
  struct Group: Sendable {
    /// The number of the users' value; 0 for users without a value.
    var value: UInt32
    var level: Int
    var users: Int
  }

  var week: Int
  var groups: [Group] = []
  /// Users who entered with several values in one second, and their last step: the text that comes
  /// first decides.
  var undecided: [(values: [UInt32], level: Int)] = []
}
