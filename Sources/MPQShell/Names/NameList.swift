/// Names in the server's order, ready to be searched.
///
/// Making one reads every name; it is done off the thread that edits lines.
package struct NameList: Sendable {
  /// The names, each once.
  package let names: [String]
  /// What a search reads.
  let index: NameIndex

  /// A list of `names`.
  package init(_ names: [String]) {
    self.names = names
    index = NameIndex(names)
  }
}
