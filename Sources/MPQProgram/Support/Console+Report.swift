import MPQ
import MPQConsole

extension Console {
  /// Says what went wrong in mpq and what to do.
  static func report(_ error: ProgramError) { report(error, from: "mpq") }

  /// Says what is not as it should be, and does not stop mpq.
  static func warn(_ message: String) { note("mpq: warning: \(visible(message))") }
}
