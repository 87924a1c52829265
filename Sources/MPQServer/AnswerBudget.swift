internal import Synchronization

/// Limits the bytes of answers that wait for their clients to read them.
///
/// An account has at most half of them, so that one with slow clients does not keep others from
/// their answers.
final class AnswerBudget: Sendable {
  private struct State {
    var bytes = 0
    var bytesByAccount: [String: Int] = [:]
  }

  private let limit: Int
  private let state = Mutex(State())

  /// Lets answers have at most `limit` bytes together.
  init(limit: Int) {
    self.limit = max(1, limit)
  }

  /// The bytes of the answers on their way.
  var bytes: Int { state.withLock { $0.bytes } }

  /// Takes room for an answer.
  ///
  /// - Parameters:
  ///   - count: The bytes of the answer.
  ///   - account: Whose answer it is.
  /// - Returns: Whether there is room. An account without another answer always has it, as far as
  ///   all answers together fit.
  func take(_ count: Int, for account: String) -> Bool {
    state.withLock { state in
      let own = state.bytesByAccount[account, default: 0]
      let fits = state.bytes + count <= limit && (own == 0 || own + count <= limit / 2)
      // Even an answer of more bytes than the limit goes out where it is the only one.
      guard fits || state.bytes == 0 else { return false }
      state.bytes += count
      state.bytesByAccount[account] = own + count
      return true
    }
  }

  /// Gives back what ``take(_:for:)`` took.
  func give(_ count: Int, of account: String) {
    state.withLock { state in
      state.bytes -= count
      let rest = state.bytesByAccount[account, default: count] - count
      state.bytesByAccount[account] = rest == 0 ? nil : rest
    }
  }
}
