internal import NIOCore
internal import Synchronization

/// The open connections, with limits in total and per address.
///
/// A connection is idle unless it waits for an answer. Above a limit, the connection that is idle
/// for the longest time is closed, so that idle clients do not block others.
final class ConnectionTable: Sendable {
  /// The state of one connection.
  fileprivate struct Entry {
    var address: String
    var channel: any Channel
    var isBusy = false
    /// The value of `changes` at its last change.
    var changed: Int
  }

  fileprivate struct State {
    var entries: [ObjectIdentifier: Entry] = [:]
    var counts: [String: Int] = [:]
    var changes = 0
  }

  private let limit: Int
  private let addressLimit: Int
  private let exempt: [AddressRange]
  private let state = Mutex(State())

  /// Creates an empty table.
  ///
  /// - Parameters:
  ///   - limit: The maximum of connections; busy ones are not closed above it.
  ///   - addressLimit: The maximum of connections from one address.
  ///   - exempt: Addresses without that limit: proxies, whose connections serve many clients.
  init(limit: Int, addressLimit: Int, exempt: [AddressRange]) {
    self.limit = limit
    self.addressLimit = addressLimit
    self.exempt = exempt
  }

  /// Adds a connection; when there are too many, closes an idle one, or the new one.
  func add(_ connection: ClientConnection, _ channel: any Channel) {
    let id = ObjectIdentifier(connection)
    let closed = state.withLock { state -> (any Channel)? in
      state.changes += 1
      state.entries[id] = Entry(
        address: connection.peer, channel: channel, changed: state.changes)
      state.counts[connection.peer, default: 0] += 1
      if isOverLimit(connection.peer, state) {
        let idle = state.longestIdle(of: connection.peer, except: id)
        return state.remove(idle ?? id)
      }
      return state.entries.count > limit ? state.removeLongestIdle(except: id) : nil
    }
    closed?.close(promise: nil)
  }

  /// Sets whether `connection` waits for an answer.
  func set(_ connection: ClientConnection, isBusy: Bool) {
    let id = ObjectIdentifier(connection)
    let closed = state.withLock { state -> (any Channel)? in
      state.changes += 1
      state.entries[id]?.isBusy = isBusy
      state.entries[id]?.changed = state.changes
      // New connections may be waiting because all open ones were busy.
      return !isBusy && state.entries.count > limit ? state.removeLongestIdle(except: nil) : nil
    }
    closed?.close(promise: nil)
  }

  /// Removes a closed connection.
  func remove(_ connection: ClientConnection) {
    state.withLock { state in _ = state.remove(ObjectIdentifier(connection)) }
  }

  private func isOverLimit(_ address: String, _ state: State) -> Bool {
    guard state.counts[address, default: 0] > addressLimit else { return false }
    guard let parsed = IPAddress(address) else { return true }
    return !exempt.contains { $0.contains(parsed) }
  }
}

extension ConnectionTable.State {
  /// The connection of `address` that is idle for the longest time.
  fileprivate func longestIdle(
    of address: String, except id: ObjectIdentifier?
  ) -> ObjectIdentifier? {
    entries.filter { $0.key != id && !$0.value.isBusy && $0.value.address == address }
      .min { $0.value.changed < $1.value.changed }?.key
  }

  /// Removes the longest idle connection of the address with the most idle connections.
  fileprivate mutating func removeLongestIdle(except id: ObjectIdentifier?) -> (any Channel)? {
    var idle: [String: Int] = [:]
    for (other, entry) in entries where other != id && !entry.isBusy {
      idle[entry.address, default: 0] += 1
    }
    guard let address = idle.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key,
      let oldest = longestIdle(of: address, except: id)
    else { return nil }
    return remove(oldest)
  }

  fileprivate mutating func remove(_ id: ObjectIdentifier) -> (any Channel)? {
    guard let entry = entries.removeValue(forKey: id) else { return nil }
    let rest = counts[entry.address, default: 1] - 1
    counts[entry.address] = rest == 0 ? nil : rest
    return entry.channel
  }
}
