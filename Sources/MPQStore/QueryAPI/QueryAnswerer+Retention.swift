internal import MPQAPI

extension QueryAnswerer {
  /// `retention`: the users of each bucket, and how many of them did the event again in later ones.
  ///
  /// The store counts by day, week or month of the calendar, not by hours since a user's first
  /// event. So the 0th count is the whole cohort, and the next ones are those of the next buckets.
  func retention(_ call: QueryCall) async throws(Failure) -> JSONValue {
    let event = call.text(.bornEvent)
    guard call.text(.event).utf8.elementsEqual(event.utf8) else {
      throw Self.refused(
        "Invalid parameter: event: mpqd counts users who did the same event again: send the value "
          + "of born_event")
    }
    let range = try longBuckets(of: call)
    let length = min(call.integer(.intervalCount) ?? 1, range.count)
    let answerer = Answerer(store: store, calendar: calendar, now: now)
    guard answerer.fits(range.count, length + 1) else { throw Self.refused(Answerer.refusal) }
    let rows = try await reading { () async throws(StoreError) in
      try await store.cohorts(of: event, in: range)
    }
    var counts: [Int: [Int]] = [:]
    for row in rows where row.bucket - row.cohort <= length {
      let size = min(length + 1, range.count - row.cohort)
      counts[row.cohort, default: [Int](repeating: 0, count: size)][row.bucket - row.cohort] +=
        row.users
    }
    return .object(
      counts.sorted { $0.key < $1.key }.map { cohort, counts in
        JSONMember(
          range.labels[cohort],
          .object([
            JSONMember("counts", .array(counts.map(JSONValue.integer))),
            JSONMember("first", .integer(counts.first ?? 0)),
          ]))
      })
  }
}
