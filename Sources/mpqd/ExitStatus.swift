import MPQServer

/// The exit codes, which scripts rely on; they are those of mpq.
enum ExitStatus: Int32 {
  case success = 0
  /// Usage, configuration, or the project's file.
  case configuration = 2
  /// Somebody else has the port.
  case network = 3
}

/// Why the server does not start: what a person reads, and what a script sees.
struct StartError: Error {
  /// What went wrong, one sentence without a full stop.
  var message: String
  /// What to do next.
  var hint: String?
  /// What a script sees.
  var status: ExitStatus

  init(_ message: String, hint: String? = nil, status: ExitStatus = .configuration) {
    self.message = message
    self.hint = hint
    self.status = status
  }

  /// Why it does not listen.
  init(_ error: ServerError) {
    switch error {
    case .portTaken(let host, let port):
      self.init(
        "port \(port) of \(host) is taken", hint: "choose another with --port; 0 picks a free one",
        status: .network)
    case .cannotListen(let host, let port, let cause):
      self.init("cannot listen at port \(port) of '\(host)': \(cause)")
    }
  }
}
