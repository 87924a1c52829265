import MPQAPI
import MPQConsole
import MPQFiles
import MPQServer

/// Reads the keys whose requests are answered.
enum Accounts {
  private static let hint =
    "set MPQ_API_KEY and MPQ_API_SECRET, or create a key file with 'mpqd key add' and pass it "
    + "with --keys"

  /// The keys in the file at `path`; without a path, the key in the environment.
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
        "MPQ_API_SECRET is not a valid secret",
        hint: "1 to \(Secret.byteLimit) bytes without spaces and control characters")
    }
    guard let credentials = Credentials(key: key, secret: secret) else {
      throw ProgramError(
        "MPQ_API_KEY is not a valid key",
        hint: "1 to \(Credentials.keyLimit) letters, digits, '-', '_' and '.'")
    }
    return credentials
  }
}
