import MPQFiles
import TOMLKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file of the profiles, as it is written.
struct ProfileFile {
  /// Where it is, or would be.
  let path: String
  /// The text; empty where there is no file.
  let text: String
  /// The file that was read; `nil` where there is none, or where it is still to be written.
  private let file: PrivateFile?
  private let home: String?

  /// The most bytes that the file may have.
  static let byteLimit = 65_536

  /// Where `environment` has the file.
  static func path(in environment: Environment) -> String {
    "\(environment.configurationFolder)/profiles.toml"
  }

  /// Reads the file that `environment` leads to; that there is none is no error.
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

  /// The file with another text, as it would be written: for its owner alone.
  func replacing(_ text: String) -> Self {
    Self(path: path, text: text, home: home)
  }

  /// What the text says.
  ///
  /// A file that holds a secret is refused where others can read or change it, and one that names a
  /// command where others can change it.
  func profiles() throws(ProfileError) -> Profiles {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      // The parser's own words repeat parts of the text, which may be the secret.
      let place = error.source.begin
      throw .notTOML(path: path, line: place.line, column: place.column)
    } catch {
      throw .notTOML(path: path, line: 1, column: 1)
    }
    // The parser's copy of the text lives as long as the program, unless it is emptied.
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
  /// The system's words, and our own for a file that exceeds our limit.
  var profileText: String { code == EFBIG ? "it is too large" : text }
}

extension String {
  /// Whether NUL stands in this TOML text, raw or as an escape: the parser would end a value there.
  fileprivate var hasNUL: Bool {
    let bytes = Array(utf8)
    guard !bytes.contains(0) else { return true }
    return ["\\u0000", "\\U00000000"].contains { escape in
      bytes.firstRange(of: Array(escape.utf8)) != nil
    }
  }
}
