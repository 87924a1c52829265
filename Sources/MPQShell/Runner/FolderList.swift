#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lists folders for the completion of file names.
enum FolderList {
  /// What a folder holds; nothing where it cannot be read.
  static func entries(of folder: String) -> [FileNames.Entry] {
    guard let directory = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(directory) }
    var entries: [FileNames.Entry] = []
    while entries.count < entryLimit, let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      entries.append(
        FileNames.Entry(name, isFolder: Int32(entry.pointee.d_type) == Int32(DT_DIR)))
    }
    return entries
  }

  /// The most files of a folder that are looked at.
  private static let entryLimit = 10_000
}
