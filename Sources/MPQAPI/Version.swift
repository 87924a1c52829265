/// The version of mpq: of its programs, and of the user agent by which they ask.
public enum Version {
  /// The version that this is built from.
  public static let current = "0.1.0"
}
