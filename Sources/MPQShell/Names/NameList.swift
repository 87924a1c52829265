/// Names in the server's order, ready to be searched.
public struct NameList: Sendable {
  /// The names, each once.
  public let names: [String]

  /// A list of `names`.
  public init(_ names: [String]) {
    self.names = names
  }
}
