public import MPQAPI

extension QueryAPISource {
  /// How many requests a new source makes at most for different calls.
  ///
  /// - Parameter calls: The calls.
  /// - Returns: The number, without retries.
  public static func requestCount(of calls: Set<Call>) -> Int {
    let needsList = calls.contains { call in
      [.funnels, .funnelsDates, .funnelsProperties].contains(call.endpoint)
    }
    return calls.reduce(needsList ? 1 : 0) { $0 + $1.requestCount }
  }
}

extension Call {
  /// The requests for this call, without the list of funnels.
  fileprivate var requestCount: Int {
    switch endpoint {
    case .eventsRetention: window?.unit == .hour ? 0 : subjects.count
    case .funnels, .funnelsDates: subjects.count
    case .funnelsPropertiesNames: 0
    case .events, .eventsTop, .eventsNames, .eventsProperties, .eventsPropertiesTop,
      .eventsPropertiesValues, .funnelsNames, .funnelsProperties:
      1
    }
  }
}
