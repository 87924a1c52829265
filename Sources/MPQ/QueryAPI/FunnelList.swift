import MPQAPI
import Synchronization

/// The project's funnels, which the Query API knows by number, kept for some minutes.
final class FunnelList: Sendable {
  /// One funnel.
  struct Funnel: Equatable {
    var id: Int
    var name: String
  }

  private struct Kept {
    var funnels: [Funnel]
    var time: Double
  }

  /// The seconds for which the list is kept.
  static let lifetime = 600.0
  /// The age in seconds from which the list is fetched again for a name that it lacks.
  static let missLifetime = 60.0

  private let kept = Mutex<Kept?>(nil)
  private let uptime: @Sendable () -> Double
  /// Callers wait for one another, so that one request serves all of them.
  private let place = CallPlaces(width: 1)

  /// An empty list; `uptime` is a monotonic clock in seconds.
  init(uptime: @escaping @Sendable () -> Double) {
    self.uptime = uptime
  }

  /// The funnels.
  ///
  /// - Parameters:
  ///   - lifetime: The greatest age of the list in seconds.
  ///   - fetch: Fetches the list.
  /// - Returns: The funnels, in the service's order.
  /// - Throws: The error of `fetch`.
  func funnels(
    lifetime: Double = lifetime, fetch: () async throws(CallError) -> [Funnel]
  ) async throws(CallError) -> [Funnel] {
    guard await place.take() else { throw .cancelled }
    let outcome = await Result { () async throws(CallError) in
      if let kept = kept.withLock(\.self), uptime() - kept.time < lifetime { return kept.funnels }
      let funnels = try await fetch()
      let time = uptime()
      kept.withLock { $0 = Kept(funnels: funnels, time: time) }
      return funnels
    }
    await place.give()
    return try outcome.get()
  }
}

extension [FunnelList.Funnel] {
  /// The names; one that occurs several times is spelled with its number: `Signup flow (7001)`.
  var spellings: [String] {
    let counts = reduce(into: [ByteText: Int]()) { $0[ByteText($1.name), default: 0] += 1 }
    return map { counts[ByteText($0.name), default: 0] > 1 ? $0.numberedName : $0.name }
  }

  /// The funnel of a name, plain or spelled with its number.
  ///
  /// - Throws: ``ServiceProblem/sameName(_:spellings:)``, if several have it.
  func named(_ name: String) throws(CallError) -> FunnelList.Funnel? {
    let found = filter { ByteText($0.name) == ByteText(name) }
    guard found.count <= 1 else {
      throw .service(.sameName(name, spellings: found.map(\.numberedName)))
    }
    return found.first ?? first { ByteText($0.numberedName) == ByteText(name) }
  }
}

extension FunnelList.Funnel {
  var numberedName: String { "\(name) (\(id))" }
}
