import Dispatch

/// A thread for work that waits for the disk or for other shells: Swift's cooperative threads are
/// few and must not block.
package enum DiskQueue {
  private static let queue = DispatchQueue(label: "mpq.disk", qos: .utility)

  /// Runs `body`, one at a time, and returns its result.
  package static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: body()) }
    }
  }
}
