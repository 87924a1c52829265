/// The names that are known at one moment, by what was asked for.
public struct KnownNames: Sendable {
  private var lists: [NameRequest: NameList]

  /// The names of `lists`.
  public init(_ lists: [NameRequest: NameList] = [:]) {
    self.lists = lists
  }

  /// The names that `request` asks for; `nil` where they are not known, which is not the same as
  /// none.
  public subscript(_ request: NameRequest) -> NameList? {
    get { lists[request] }
    set { lists[request] = newValue }
  }
}
