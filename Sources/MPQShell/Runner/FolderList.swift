#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lists folders for the completion of file names.
enum FolderList {
  /// The entries of a folder; none if it cannot be read.
  static func entries(of folder: String) -> [FileNames.Entry] {
    guard let directory = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(directory) }
    var entries: [FileNames.Entry] = []
    while entries.count < entryLimit, let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      entries.append(FileNames.Entry(name, isFolder: isFolder(entry, name, in: directory)))
    }
    return entries
  }

  /// The most files of a folder that are read.
  private static let entryLimit = 10_000

  /// Whether an entry is a folder, or a link to one.
  private static func isFolder(
    _ entry: UnsafeMutablePointer<dirent>, _ name: String, in directory: OpaquePointer
  ) -> Bool {
    switch Int32(entry.pointee.d_type) {
    case Int32(DT_DIR): return true
    case Int32(DT_LNK), Int32(DT_UNKNOWN):
      var status = stat()
      return fstatat(dirfd(directory), name, &status, 0) == 0 && status.st_mode & S_IFMT == S_IFDIR
    default: return false
    }
  }
}
