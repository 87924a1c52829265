#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The error of a failed system call.
package struct SystemError: Error, Equatable {
  /// The value of `errno`.
  package var code: Int32

  /// The error `code`.
  package init(code: Int32) {
    self.code = code
  }

  /// A pipe, a device or a socket instead of a regular file.
  ///
  /// No system call returns it.
  package static var notRegular: Self { Self(code: -1) }

  /// Out of memory.
  package static var noMemory: Self { Self(code: ENOMEM) }

  /// The error of the last call.
  package static var last: Self { Self(code: errno) }

  /// The system's message, such as `No such file or directory`.
  package var text: String {
    if self == .notRegular { return "not a regular file" }
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
