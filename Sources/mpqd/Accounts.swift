import MPQAPI
import MPQServer

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds the keys whose requests are answered.
enum Accounts {
  private static let hint =
    "set MPQ_API_KEY and MPQ_API_SECRET, or give --keys a file that only you can read, with a "
    + "key, a blank and its secret on each line"

  /// The keys in the file at `path`, or else the one of the environment.
  static func find(keyFile path: String?) throws(StartError) -> [Credentials] {
    guard let path else { return [try fromEnvironment()] }
    do {
      return try KeyFile.read(path: path)
    } catch {
      throw StartError(error.message(path: path))
    }
  }

  private static func fromEnvironment() throws(StartError) -> Credentials {
    guard let key = variable("MPQ_API_KEY") else {
      throw StartError("no key: MPQ_API_KEY is not set", hint: hint)
    }
    guard let text = variable("MPQ_API_SECRET") else {
      throw StartError("no secret: MPQ_API_SECRET is not set", hint: hint)
    }
    guard let secret = Secret(text) else {
      throw StartError(
        "MPQ_API_SECRET is not a secret",
        hint: "1 to \(Secret.byteLimit) bytes, without blanks and control characters")
    }
    guard let credentials = Credentials(key: key, secret: secret) else {
      throw StartError(
        "MPQ_API_KEY is not a key",
        hint: "1 to \(Credentials.keyLimit) letters, digits, '-', '_' and '.'")
    }
    return credentials
  }

  /// The value of a variable of the environment; `nil` where it is not set, or empty.
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
