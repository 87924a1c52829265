import MPQAPI
import MPQConsole
import MPQFiles
import MPQServer

/// Finds the keys whose requests are answered.
enum Accounts {
  private static let hint =
    "set MPQ_API_KEY and MPQ_API_SECRET, or give --keys a file that only you can read, with a "
    + "key, a blank and its secret on each line"

  /// The keys in the file at `path`, or else the one of the environment.
  static func find(keyFile path: String?) throws(ProgramError) -> [Credentials] {
    guard let path else { return [try fromEnvironment()] }
    do {
      return try KeyFile.read(path: path)
    } catch {
      throw ProgramError(error.message(path: path))
    }
  }

  private static func fromEnvironment() throws(ProgramError) -> Credentials {
    guard let key = Environment.process["MPQ_API_KEY"] else {
      throw ProgramError("no key: MPQ_API_KEY is not set", hint: hint)
    }
    guard let text = Environment.process["MPQ_API_SECRET"] else {
      throw ProgramError("no secret: MPQ_API_SECRET is not set", hint: hint)
    }
    guard let secret = Secret(text) else {
      throw ProgramError(
        "MPQ_API_SECRET is not a secret",
        hint: "1 to \(Secret.byteLimit) bytes, without blanks and control characters")
    }
    guard let credentials = Credentials(key: key, secret: secret) else {
      throw ProgramError(
        "MPQ_API_KEY is not a key",
        hint: "1 to \(Credentials.keyLimit) letters, digits, '-', '_' and '.'")
    }
    return credentials
  }
}
