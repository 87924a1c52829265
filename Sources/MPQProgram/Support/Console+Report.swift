import MPQ
import MPQConsole

extension Console {
  /// Reports an error of mpq with its hint.
  static func report(_ error: ProgramError) { report(error, from: "mpq") }

  /// Reports a warning.
  static func warn(_ message: String) { note("mpq: warning: \(visible(message))") }
}
