/// Names in the server's order, indexed for searches.
///
/// Creating one reads every name, so it is done off the thread that edits lines.
package struct NameList: Sendable {
  /// The names, each once.
  package let names: [String]
  /// The index for searches.
  let index: NameIndex

  /// A list of `names`.
  package init(_ names: [String]) {
    self.names = names
    index = NameIndex(names)
  }
}
