import MPQFiles
import TOMLKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The profiles file, as text.
struct ProfileFile {
  /// Its path, even if it is missing.
  let path: String
  /// The text; empty if the file is missing.
  let text: String
  /// The file that was read; `nil` if it is missing, or not written yet.
  private let file: PrivateFile?
  private let home: String?

  /// The maximum size of the file, in bytes.
  static let byteLimit = 65_536

  /// The path of the file in `environment`.
  static func path(in environment: Environment) -> String {
    "\(environment.configurationFolder)/profiles.toml"
  }

  /// Reads the file of `environment`; a missing file is not an error.
  init(_ environment: Environment = .process) throws(ProfileError) {
    path = Self.path(in: environment)
    home = environment["HOME"]
    do throws(SystemError) {
      file = try PrivateFile(path: path, limit: Self.byteLimit)
    } catch {
      guard error.code == ENOENT else { throw .unreadable(path: path, cause: error.profileText) }
      file = nil
    }
    guard let text = String(validating: file?.bytes ?? [], as: UTF8.self), !text.hasNUL else {
      throw .notText(path: path)
    }
    self.text = text
  }

  private init(path: String, text: String, home: String?) {
    self.path = path
    self.text = text
    self.home = home
    file = nil
  }

  /// The file with another text, as if it were written for its owner only.
  func replacing(_ text: String) -> Self {
    Self(path: path, text: text, home: home)
  }

  /// Parses the text.
  ///
  /// A file with a secret is refused if others can read or change it, and a file with a command if
  /// others can change it.
  func profiles() throws(ProfileError) -> Profiles {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      // The parser's message may contain the secret, so it is not used.
      let place = error.source.begin
      throw .notTOML(path: path, line: place.line, column: place.column)
    } catch {
      throw .notTOML(path: path, line: 1, column: 1)
    }
    // The parser's copy of the text would live until the program ends, unless it is emptied.
    defer { table.clear() }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let profiles = try ProfileReader(path: path, folder: folder, home: home).read(table)
    do throws(PrivateFile.Fault) {
      for profile in profiles.all {
        switch profile.secretSource {
        case .held: try file?.checkIsPrivate()
        case .command: try file?.checkIsOwn()
        case .file: continue
        }
      }
    } catch {
      throw .untrusted(path: path, error)
    }
    return profiles
  }
}

extension SystemError {
  /// The system's message, or ours for a file above the limit.
  var profileText: String { code == EFBIG ? "it is too large" : text }
}

extension String {
  /// Whether this TOML text contains NUL, raw or escaped: the parser would end a value there.
  fileprivate var hasNUL: Bool {
    let bytes = Array(utf8)
    guard !bytes.contains(0) else { return true }
    return ["\\u0000", "\\U00000000"].contains { escape in
      bytes.firstRange(of: Array(escape.utf8)) != nil
    }
  }
}
