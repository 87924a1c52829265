import MPQProgram

/// `mpq`, the client.
@main
enum Mpq {
  static func main() { EntryPoint.main() }
}
