internal import NIOCore
internal import Synchronization

/// The open connections by the address of their client.
///
/// A connection is idle while it sends no complete request and waits for no answer. Where an
/// address has too many connections, or all addresses together, the longest idle one is closed. So
/// clients that only keep connections open do not keep others from the server.
final class ConnectionTable: Sendable {
  /// What is known of one connection.
  fileprivate struct Entry {
    var address: String
    var channel: any Channel
    var isBusy = false
    /// The time of its last change, as a count of all changes.
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

  /// A table without connections.
  ///
  /// - Parameters:
  ///   - limit: The most connections of all addresses, beside those that are busy.
  ///   - addressLimit: The most connections of one address.
  ///   - exempt: Addresses without a limit of their own: proxies, whose connections are those of
  ///     many clients.
  init(limit: Int, addressLimit: Int, exempt: [AddressRange]) {
    self.limit = limit
    self.addressLimit = addressLimit
    self.exempt = exempt
  }

  /// Counts a new connection, and closes another idle one, or this one, where there are too many.
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

  /// Notes whether `connection` waits for an answer.
  func set(_ connection: ClientConnection, isBusy: Bool) {
    let id = ObjectIdentifier(connection)
    let closed = state.withLock { state -> (any Channel)? in
      state.changes += 1
      state.entries[id]?.isBusy = isBusy
      state.entries[id]?.changed = state.changes
      // Others may wait for a connection while all that are open are busy.
      return !isBusy && state.entries.count > limit ? state.removeLongestIdle(except: nil) : nil
    }
    closed?.close(promise: nil)
  }

  /// Forgets a connection that is closed.
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
  /// The idle connection of `address` that changed first.
  fileprivate func longestIdle(
    of address: String, except id: ObjectIdentifier?
  ) -> ObjectIdentifier? {
    entries.filter { $0.key != id && !$0.value.isBusy && $0.value.address == address }
      .min { $0.value.changed < $1.value.changed }?.key
  }

  /// Removes the longest idle connection of the address that has the most idle ones.
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
