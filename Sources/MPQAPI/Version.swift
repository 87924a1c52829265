/// The version of mpq, which its programs and their User-Agent state.
public enum Version {
  /// The current version.
  public static let current = "0.1.0"
}
