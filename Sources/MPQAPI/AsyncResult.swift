extension Result where Success: Sendable {
  /// The outcome of `body`: a value that crosses a task, which would erase the type of an error.
  package init(catching body: () async throws(Failure) -> Success) async {
    do throws(Failure) {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
