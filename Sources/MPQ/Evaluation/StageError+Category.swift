public import MPQAPI

extension StageError {
  /// The kind of failure.
  public var category: CallError.Category {
    switch self {
    case .expectation: .expectation
    case .cancelled: .interrupted
    case .missingKeys, .mixedKinds, .pivotValues, .pivotRepeats, .transposeKeys, .differentKeys,
      .notNumbers, .notTexts, .comparedWithText, .openParameter, .tooLarge:
      .query
    }
  }
}
