/// The limits of a client of the API.
///
/// | limit | unit | default |
/// | --- | --- | --- |
/// | ``answerBytes`` | bytes of an answer, inflated | 64 MiB |
/// | ``answerValues`` | values of an answer | one for each 16 bytes of the limit above |
/// | ``errorBytes`` | bytes of a failed call's body that are read for its error | 1 MiB |
/// | ``errorTextLength`` | scalars of a server's text that an error repeats | 200 |
/// | ``requestBytes`` | bytes of a request's path and query | 8 KiB |
/// | ``jsonDepth`` | levels of nested arrays and objects | 64 |
/// | ``treeValues`` | values of a document that is read into a tree | 2,097,152 |
public struct Limits: Equatable, Sendable {
  /// Bytes of an answer, inflated; 1 to ``largestAnswer``.
  public let answerBytes: Int

  /// The limits that follow from the bytes of an answer.
  public init(answerBytes: Int = 64 << 20) {
    self.answerBytes = min(max(answerBytes, 1), Self.largestAnswer)
  }

  /// Values of an answer.
  ///
  /// A number is one value, also where a series leaves it out and it is filled in. A text that is
  /// kept, such as a name or a date, counts as ten, for the memory of its bytes, of the text in the
  /// result, and of its row in the table.
  public var answerValues: Int { max(16, answerBytes / 16) }

  /// The count of a kept text in addition to its value.
  static let textCost = 9
  /// The largest limit of an answer's bytes, 2 GiB.
  public static let largestAnswer = 1 << 31
  /// Bytes of a failed call's body that are read for its error.
  public static let errorBytes = 1 << 20
  /// Scalars of a server's text that an error repeats.
  public static let errorTextLength = 200
  /// Bytes of a request's path and query; servers commonly accept 8 KiB.
  public static let requestBytes = 8192
  /// Levels of nested arrays and objects.
  public static let jsonDepth = 64
  /// Values of a document that is read into a tree.
  public static let treeValues = 1 << 21
}
