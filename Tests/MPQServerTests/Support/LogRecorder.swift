import Logging
import Synchronization

/// Keeps every line that a logger is given.
final class LogRecorder: Sendable {
  private let recorded = Mutex<[String]>([])

  /// Message, and metadata by name, of each line.
  var lines: [String] { recorded.withLock { $0 } }

  /// A logger of all levels that writes here.
  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(recorder: self) }
    logger.logLevel = .trace
    return logger
  }

  private struct Handler: LogHandler {
    let recorder: LogRecorder
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let all = metadata.merging(event.metadata ?? [:]) { $1 }
      let words = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      recorder.recorded.withLock {
        $0.append((["\(event.level)", "\(event.message)"] + words).joined(separator: " "))
      }
    }
  }
}
