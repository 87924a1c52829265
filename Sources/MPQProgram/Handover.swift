import MPQ
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Decides what `mpq` leaves to `mpq-local`, and starts that program in its place.
///
/// `mpq-local` can do all that `mpq` can, so that handing over too much does no harm.
package enum Handover {
  /// The program that has the store as well; it stands beside `mpq`.
  static let program = "mpq-local"

  /// Whether `arguments`, without the program's name, ask for more than a server.
  static func isNeeded(for arguments: [String]) -> Bool {
    let isLocal = arguments.contains { argument in
      ["--demo", "--local", "--help", "-h", "--generate-completion-script"].contains {
        argument == $0 || argument.hasPrefix("\($0)=")
      }
    }
    // The first word that is no option may also be the value of one: no harm, as said above.
    let first = arguments.first { !$0.hasPrefix("-") }
    return isLocal || (first.map { commands.contains($0) } ?? false)
  }

  /// The subcommands of `mpq-local`, and `help`, which tells of them.
  static let commands = ["help", "import", "export", "funnel", "project", "backup"]

  /// Becomes `mpq-local` where `arguments` ask for it; returns where they do not.
  ///
  /// - Throws: ``ProgramError`` where that program is not to be had.
  package static func runIfNeeded(_ arguments: [String]) throws(ProgramError) {
    guard isNeeded(for: arguments) else { return }
    let path = try neighbour()
    // The name by which the program was called stays, for what it says of itself.
    let name = CommandLine.arguments.first ?? "mpq"
    var pointers = ([name] + arguments).map { strdup($0) } + [nil]
    execv(path, &pointers)
    let cause = SystemError.last
    for pointer in pointers { free(pointer) }
    throw ProgramError(
      "\(visible(path)) cannot be started: \(cause.text)",
      hint: "build it: swift build -c release --static-swift-stdlib --product \(program)")
  }

  /// Where `mpq-local` is: beside this program, links followed.
  private static func neighbour() throws(ProgramError) -> String {
    guard let own = executablePath(), let slash = own.lastIndex(of: "/") else {
      throw ProgramError("the folder of this program cannot be found")
    }
    return "\(own[...slash])\(program)"
  }

  private static func executablePath() -> String? {
    #if canImport(Glibc)
      guard let path = realpath("/proc/self/exe", nil) else { return nil }
    #else
      var size = UInt32(PATH_MAX)
      var buffer = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&buffer, &size) == 0, let path = realpath(buffer, nil) else {
        return nil
      }
    #endif
    defer { free(path) }
    return String(cString: path)
  }
}
