/// What a funnel counts: its steps, and the highest numbers of users and values.
struct FunnelShape: Sendable {
  /// For each step, the place of its event among the different ones; the first step's is 0.
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
    /// The place of the event among the different ones of the funnel.
    var place: Int
    /// The days, and the times of each that belong to the week.
    var days: [(day: PackedDay, times: [Range<Int>])]
  }

  var week: Int
  /// The events that occur, by their places.
  var steps: [Step]
}

/// How far users got in one week.
struct FunnelWeekResult: Sendable {
  /// The users who stopped at one step.
  struct Group: Sendable {
    /// The number of their value; 0 for none.
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
