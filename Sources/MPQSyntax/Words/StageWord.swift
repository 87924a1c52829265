/// The word that a stage begins with.
public enum StageWord: String, CaseIterable, Sendable {
  case sort, first, last, `where`, select, add
  case sum, mean, min, max
  case unpivot, pivot, transpose
  case share, change, rolling, cumulate
  case expect, chart, save
}

extension FoldWord {
  /// The word of the stage.
  public var stageWord: StageWord {
    switch self {
    case .sum: .sum
    case .mean: .mean
    case .min: .min
    case .max: .max
    }
  }
}

extension Stage {
  /// The word that the stage begins with.
  public var word: StageWord {
    switch kind {
    case .sort: .sort
    case .first: .first
    case .last: .last
    case .where: .where
    case .select: .select
    case .add: .add
    case .fold(let word, _): word.stageWord
    case .unpivot: .unpivot
    case .pivot: .pivot
    case .transpose: .transpose
    case .share: .share
    case .change: .change
    case .rolling: .rolling
    case .cumulate: .cumulate
    case .expect: .expect
    case .chart: .chart
    case .save: .save
    }
  }
}
