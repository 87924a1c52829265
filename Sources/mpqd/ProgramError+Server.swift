import MPQConsole
import MPQServer

extension ProgramError {
  /// The reason why the server does not listen.
  init(_ error: ServerError) {
    switch error {
    case .portTaken(let host, let port):
      self.init(
        "port \(port) of \(host) is in use", hint: "choose another with --port; 0 picks a free one",
        status: .network)
    case .cannotListen(let host, let port, let cause):
      self.init("cannot listen on port \(port) of '\(host)': \(cause)")
    }
  }
}
