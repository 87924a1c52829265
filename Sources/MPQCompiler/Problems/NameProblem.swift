import MPQSyntax

/// What is wrong with the names of a script: answers, parameters and included files.
///
/// Each case shows such a script. All messages are worded here.
enum NameProblem: Equatable {
  /// `signpus / 2`
  case unknownName(String, nearest: String?)
  /// `a / 2` above `let a = top events`
  case usedBeforeDefinition(String, line: Int)
  /// `let a = top events; let a = show events`
  case secondDefinition(String, line: Int)
  /// `funnel :funel`
  case unknownParameter(String, nearest: String?)
  /// `param weeks = 4; param weeks = 8`
  case secondParameter(String, line: Int)
  /// `param funnel`, without `--set funnel=...`
  case missingParameter(String)
  /// `--set weeks=many`, where the default is a number
  case mistypedParameter(String, value: String)
  /// `events signup days :name`, where the parameter is a text
  case notACount(String, value: String)
  /// `funnel :name`, where the parameter is empty
  case emptyName(String)
  /// `--set week=4`, where no text declares it
  case unknownSetting(String, nearest: String?)
  /// `--set weeks=4 --set weeks=8`
  case setTwice(String)
  /// More than ``Includes/statementLimit`` statements in a program.
  case tooManyStatements
  /// More files than a program can have.
  case tooManyFiles
  /// `include "missing.mpq"`
  case cannotInclude(String, cause: String)
  /// More than ``Includes/depthLimit`` files that include one another.
  case includeTooDeep
  /// `include "a.mpq"` in a.mpq, or in a file that it includes
  case includesItself(String)
}

extension NameProblem: Reason {
  /// What is wrong, one sentence without a full stop.
  var message: String {
    switch self {
    case .unknownName(let name, _): "\(quoted(name)) is neither a verb nor a name given by 'let'"
    case .usedBeforeDefinition(let name, let line):
      "\(quoted(name)) is used before its definition in line \(line)"
    case .secondDefinition(let name, let line):
      "\(quoted(name)) is already defined in line \(line)"
    case .unknownParameter(let name, _), .unknownSetting(let name, _):
      "the script has no parameter \(quoted(name))"
    case .secondParameter(let name, let line):
      "parameter \(quoted(name)) is already declared in line \(line)"
    case .missingParameter(let name): "parameter \(quoted(name)) has no value"
    case .mistypedParameter(let name, let value):
      "parameter \(quoted(name)) is a number, and \(quoted(value)) is not"
    case .notACount(let name, let value):
      "a whole number is needed here, and parameter \(quoted(name)) is \(quoted(value))"
    case .emptyName(let name): "a name is needed here, and parameter \(quoted(name)) is empty"
    case .setTwice(let name): "parameter \(quoted(name)) is set twice"
    case .tooManyStatements: "more than \(Includes.statementLimit) statements in a program"
    case .tooManyFiles: "the program has too many files"
    case .cannotInclude(let path, let cause): "cannot include \(quoted(path)): \(cause)"
    case .includeTooDeep: "more than \(Includes.depthLimit) files include one another"
    case .includesItself(let path): "\(quoted(path)) includes itself"
    }
  }

  /// Whether the problem is in a text, and not in a value of `--set`.
  var hasPlace: Bool {
    switch self {
    case .setTwice, .unknownSetting: false
    default: true
    }
  }

  /// What to write instead.
  var hints: [String] {
    switch self {
    case .unknownName(_, let nearest?), .unknownParameter(_, let nearest?),
      .unknownSetting(_, let nearest?):
      ["did you mean '\(nearest)'?"]
    case .unknownName(let name, nil): ["to ask about an event: events \(Name.quoted(name)) days 7"]
    case .unknownParameter(let name, nil), .unknownSetting(let name, nil):
      ["declare it: param \(name) = 4"]
    case .usedBeforeDefinition: ["put 'let' above its first use"]
    case .secondDefinition, .secondParameter: ["choose another name"]
    case .missingParameter(let name): ["set it: --set \(name)=VALUE"]
    case .mistypedParameter(let name, _): ["write --set \(name)=NUMBER"]
    case .setTwice: ["keep one of the two"]
    case .tooManyStatements, .tooManyFiles: ["divide the script"]
    case .notACount, .emptyName, .cannotInclude: []
    case .includeTooDeep, .includesItself: ["remove one of the includes"]
    }
  }
}
