/// The names that are known at one moment, by what was asked for.
package struct KnownNames: Sendable {
  private var lists: [NameRequest: NameList]

  /// The names of `lists`.
  package init(_ lists: [NameRequest: NameList] = [:]) {
    self.lists = lists
  }

  /// The names that `request` asks for; `nil` where they are not known, which is not the same as
  /// none.
  package subscript(_ request: NameRequest) -> NameList? {
    get { lists[request] }
    set { lists[request] = newValue }
  }
}
