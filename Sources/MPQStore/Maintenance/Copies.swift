/// What a project's file took before and after it was compacted, in bytes.
public struct VacuumReport: Equatable, Sendable {
  /// The bytes of the file and of the log beside it, before.
  public var before: Int
  /// The same, afterwards.
  public var after: Int

  package init(before: Int, after: Int) {
    self.before = before
    self.after = after
  }
}

extension Project {
  /// Copies the project, as it is at one moment, while it is read and written on.
  ///
  /// The copy is made beside its place, checked, and only then put there.
  ///
  /// - Parameters:
  ///   - target: Where the copy will be.
  ///   - isReplacing: Whether a project that is there already is replaced.
  ///   - progress: Called now and then with the part that is done, from 0 to 1.
  /// - Throws: ``StoreError``; what was at `target` is then as it was.
  public func backUp(
    to target: String, isReplacing: Bool = false,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws(StoreError) {
    try await store.backUp(to: target, isReplacing: isReplacing, progress: progress)
  }

  /// Writes the project's file anew without gaps; the project must be open for writing.
  ///
  /// It needs room for a second copy in the folder for temporary files (`SQLITE_TMPDIR`, or else
  /// `TMPDIR`) and for a third beside the project, and is done whole or not at all.
  ///
  /// What an import that was stopped left to be done for fast answers is done before.
  ///
  /// - Returns: The sizes before and after.
  /// - Throws: ``StoreError``; the project then holds and answers what it did before.
  public func vacuum() async throws(StoreError) -> VacuumReport {
    try await store.vacuum()
  }
}
