import Foundation
import Testing
import TestSupport

#if os(Linux)
  /// A crash leaves no core dump, which would contain the secret.
  struct CoreDumpTests {
    /// Starts a program without a limit to core dumps, waits until it has its secret, crashes it,
    /// and prints: its limit, the owner of its memory, and the core dumps in its folder.
    ///
    /// The client has its secret when it connects, the server when it reports that it listens.
    private static let script = """
      import os, resource, signal, socket, subprocess, sys
      folder, *command = sys.argv[1:]
      hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
      resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
      os.chdir(folder)
      listener = socket.create_server(("127.0.0.1", 0))
      environment = {**os.environ, "MPQ_HOST": f"http://127.0.0.1:{listener.getsockname()[1]}"}
      child = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment)
      if command[0].endswith("mpqd"):
          assert b"listening" in child.stderr.readline()
      else:
          listener.accept()
      limits = open(f"/proc/{child.pid}/limits").read().splitlines()
      print(next(line.split()[4] for line in limits if line.startswith("Max core file size")))
      # Only root may read the memory of a process that must not be dumped.
      print(os.stat(f"/proc/{child.pid}/environ").st_uid)
      child.send_signal(signal.SIGSEGV)
      print(child.wait())
      print([name for name in os.listdir(".") if name.startswith("core")])
      """

    private func crash(_ arguments: [String]) throws -> [Substring] {
      let home = try TemporaryFolder()
      let project = home.path("small.mpqdb")
      let event = #"{"event": "e", "properties": {"time": 1305612345, "distinct_id": "u1"}}"#
      let imported = try Programs.run(
        "mpq", ["import", "-", "--into", project], home: home, input: event)
      #expect(imported.status == 0, "\(imported.errors)")
      let command = arguments.map { $0.replacing("PROJECT", with: project) }
      let outcome = try Programs.run(
        path: "/usr/bin/env",
        ["python3", "-c", Self.script, home.url.path(), Programs.path(command[0])]
          + command.dropFirst(),
        home: home, environment: Server.credentials)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output.split(separator: "\n")
    }

    @Test(arguments: [["mpqd", "PROJECT", "--port", "0"], ["mpq", "-e", "show events"]])
    func nothingIsLeft(_ command: [String]) throws {
      #expect(try crash(command) == ["0", "0", "\(-SIGSEGV)", "[]"])
    }
  }
#endif
