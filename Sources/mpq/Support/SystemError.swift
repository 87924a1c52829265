#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the system says about the call that just failed.
struct SystemError: Error, Equatable {
  /// The value of `errno`.
  var code: Int32

  /// The error of the last call.
  static var last: Self { Self(code: errno) }

  /// The system's words, such as `No such file or directory`.
  var text: String {
    var buffer = [CChar](repeating: 0, count: 256)
    #if canImport(Glibc)
      // glibc's own variant returns the text, which may or may not be in the buffer.
      guard let text = strerror_r(code, &buffer, buffer.count) else { return "error \(code)" }
      return String(cString: text)
    #else
      guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
      return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    #endif
  }
}
