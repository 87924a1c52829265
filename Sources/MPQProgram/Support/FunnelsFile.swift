import MPQ
import MPQConsole
import MPQFiles
import TOMLKit

/// A file of funnel definitions: `[[funnel]]` tables with `name` and `steps`.
enum FunnelsFile {
  /// One definition, as it was read.
  struct Definition: Equatable {
    var name: String
    var steps: [String]
  }

  /// The maximum size of a file, in bytes.
  private static let byteLimit = 1 << 20

  /// Reads the definitions in the file at `path`, in order.
  static func read(_ path: String) throws(ProgramError) -> [Definition] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileSystem.read(path: path, limit: byteLimit).bytes
    } catch {
      throw ProgramError("cannot read \(visible(path)): \(error.text)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ProgramError("\(visible(path)) is not UTF-8")
    }
    do {
      return try definitions(try TOMLTable(string: text))
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw ProgramError(
        "\(visible(path)):\(place.line):\(place.column): \(visible(error.description))")
    } catch let error as ProgramError {
      throw ProgramError(
        "\(visible(path)): \(error.message)",
        hint: "write: [[funnel]], name = \"Signup flow\", steps = [\"home\", \"signup\"]")
    } catch {
      throw ProgramError("\(visible(path)) cannot be read as TOML")
    }
  }

  private static func definitions(_ table: TOMLTable) throws(ProgramError) -> [Definition] {
    if let stranger = table.keys.first(where: { $0 != "funnel" }) {
      throw ProgramError("unknown key '\(visible(stranger))'")
    }
    guard let entries = table["funnel"]?.array, !entries.isEmpty else {
      throw ProgramError("no [[funnel]] table")
    }
    var definitions: [Definition] = []
    for (index, entry) in entries.enumerated() {
      guard let funnel = entry.table, let name = funnel["name"]?.string else {
        throw ProgramError("funnel \(index + 1) has no name")
      }
      if let stranger = funnel.keys.first(where: { $0 != "name" && $0 != "steps" }) {
        throw ProgramError("funnel \"\(visible(name))\" has an unknown key '\(visible(stranger))'")
      }
      let steps = funnel["steps"]?.array.map { steps in steps.map { $0.string } } ?? []
      guard !steps.isEmpty, steps.allSatisfy({ $0 != nil }) else {
        throw ProgramError("funnel \"\(visible(name))\": 'steps' must be a list of strings")
      }
      if definitions.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
        throw ProgramError("duplicate funnel \"\(visible(name))\"")
      }
      definitions.append(Definition(name: name, steps: steps.compactMap(\.self)))
    }
    return definitions
  }
}
