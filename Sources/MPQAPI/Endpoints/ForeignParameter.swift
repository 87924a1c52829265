/// A parameter that old clients send to endpoints whose tables do not list it.
///
/// A server accepts it and signs it like any other, and it has no effect.
enum ForeignParameter: String, CaseIterable {
  case bucket, limit, timezone, type
  /// What jQuery adds to each request, so that no cache answers it.
  case noCache = "_"

  /// The most bytes of a value.
  static let valueLimit = 64

  /// The names that `endpoint` accepts in addition to its own parameters.
  static func names(of endpoint: Endpoint) -> [String] {
    let own = endpoint.acceptedParameters.map(\.name.rawValue)
    return allCases.map(\.rawValue).filter { name in
      !own.contains { $0.utf8.elementsEqual(name.utf8) }
    }
  }

  /// Whether a client may send `value`.
  ///
  /// It has no `=`, so that it cannot contain another parameter: more requests would have two
  /// readings otherwise.
  static func accepts(_ value: some Collection<UInt8>) -> Bool {
    value.count <= valueLimit
      && value.allSatisfy { $0.isLetterOrDigit || " +,-./:_".utf8.contains($0) }
  }
}
