/// The size of a project file before and after a vacuum, in bytes.
public struct VacuumReport: Equatable, Sendable {
  /// The size of the file and its log before.
  public var before: Int
  /// The size of the file and its log after.
  public var after: Int

  package init(before: Int, after: Int) {
    self.before = before
    self.after = after
  }
}

extension Project {
  /// Copies a snapshot of the project while other processes read and write it.
  ///
  /// The copy is written next to `target`, checked, and then renamed to `target`.
  ///
  /// - Parameters:
  ///   - target: The path of the copy.
  ///   - isReplacing: Whether to replace an existing project.
  ///   - progress: Called repeatedly with the fraction that is done, from 0 to 1.
  /// - Throws: ``StoreError``; `target` is then unchanged.
  public func backUp(
    to target: String, isReplacing: Bool = false,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws(StoreError) {
    try await store.backUp(to: target, isReplacing: isReplacing, progress: progress)
  }

  /// Compacts the project file; the project must be open for writing.
  ///
  /// It needs space for a second copy in the folder for temporary files (`SQLITE_TMPDIR`, or else
  /// `TMPDIR`) and for a third copy next to the project. It is atomic.
  ///
  /// Before that, it settles days that an interrupted import left unsettled.
  ///
  /// - Returns: The sizes before and after.
  /// - Throws: ``StoreError``; the project is then unchanged.
  public func vacuum() async throws(StoreError) -> VacuumReport {
    try await store.vacuum()
  }
}
