internal import Synchronization

/// A download on its way to a client, and how far it came.
final class Transfer: Sendable {
  let download: APIServer.Download
  let pipe: DownloadPipe
  /// Whether the client accepts gzip.
  let isGzip: Bool
  /// The path of the request.
  let path: String
  private let state = Mutex((status: Responder.clientLeft, count: 0))

  init(download: APIServer.Download, pipe: DownloadPipe, isGzip: Bool, path: String) {
    self.download = download
    self.pipe = pipe
    self.isGzip = isGzip
    self.path = path
  }

  /// The status for the log, which says so when the client left before the end.
  var status: Int { state.withLock { $0.status } }
  /// The bytes of the body that were written.
  var count: Int { state.withLock { $0.count } }

  /// Counts bytes that were written.
  func add(_ count: Int) { state.withLock { $0.count += count } }

  /// The response is complete.
  func end(_ status: Int) { state.withLock { $0.status = status } }
}
