/// The known names at one moment, by request.
package struct KnownNames: Sendable {
  private var lists: [NameRequest: NameList]

  /// The names of `lists`.
  package init(_ lists: [NameRequest: NameList] = [:]) {
    self.lists = lists
  }

  /// The names of `request`; `nil` if they are unknown, as opposed to empty.
  package subscript(_ request: NameRequest) -> NameList? {
    get { lists[request] }
    set { lists[request] = newValue }
  }
}
