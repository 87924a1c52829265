/// Answers calls: a server of the API, or a store in this process.
///
/// A source does everything that one call needs. A server's source signs, sends, retries and reads;
/// a store's source computes the result. Callers limit how many calls run at once.
///
/// The first two methods return early with ``CallError/cancelled`` when the task is cancelled.
public protocol CallSource: Sendable {
  /// Answers a call.
  ///
  /// - Parameter call: The call.
  /// - Returns: The answer in the form of its endpoint.
  /// - Throws: ``CallError``.
  func result(of call: Call) async throws(CallError) -> CallResult

  /// Answers a call with the bytes that a server sends or would send.
  ///
  /// The body is not read, whatever the status. The form is that of the endpoint's `format`.
  ///
  /// - Parameter call: The call.
  /// - Returns: The response. Its status may be that of a failure.
  /// - Throws: ``CallError`` when there is no complete response.
  func response(to call: Call) async throws(CallError) -> Response

  /// How the answer to a call differs from what the API document defines; empty where it does not.
  ///
  /// - Parameter call: The call.
  /// - Returns: The differences, for the notes of the answer.
  func differences(of call: Call) -> [Difference]
}
