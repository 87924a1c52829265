internal import Synchronization

/// Limits the memory of answers that clients have not read yet.
///
/// An account has at most half of it, so that its slow clients do not block the answers of others.
final class AnswerBudget: Sendable {
  private struct State {
    var bytes = 0
    var bytesByAccount: [String: Int] = [:]
  }

  private let limit: Int
  private let state = Mutex(State())

  /// Creates a budget of `limit` bytes for all answers.
  init(limit: Int) {
    self.limit = max(1, limit)
  }

  /// The bytes of all answers that are being sent.
  var bytes: Int { state.withLock { $0.bytes } }

  /// Reserves the bytes of an answer.
  ///
  /// - Parameters:
  ///   - count: The number of bytes.
  ///   - account: The account that the answer is for.
  /// - Returns: Whether they are reserved. The first answer of an account may exceed its half, but
  ///   not the limit of all answers.
  func take(_ count: Int, for account: String) -> Bool {
    state.withLock { state in
      let own = state.bytesByAccount[account, default: 0]
      let fits = state.bytes + count <= limit && (own == 0 || own + count <= limit / 2)
      // A single answer is sent even when it is larger than the limit.
      guard fits || state.bytes == 0 else { return false }
      state.bytes += count
      state.bytesByAccount[account] = own + count
      return true
    }
  }

  /// Releases the bytes that ``take(_:for:)`` reserved.
  func give(_ count: Int, of account: String) {
    state.withLock { state in
      state.bytes -= count
      let rest = state.bytesByAccount[account, default: count] - count
      state.bytesByAccount[account] = rest == 0 ? nil : rest
    }
  }
}
