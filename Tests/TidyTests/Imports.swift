/// The modules that the files of each target may import.
private let allowedImports: [String: Set<String>] = [
  "MPQSyntax": [],
  "MPQAPI": ["CDigest"],
  "MPQCompiler": ["MPQSyntax", "MPQAPI"],
  "MPQ": [
    "MPQSyntax", "MPQAPI", "MPQCompiler", "CTextWidth", "Synchronization", "FoundationEssentials",
  ],
  "MPQFiles": ["Darwin", "Glibc"],
  "MPQConsole": [
    "MPQFiles", "MPQSyntax", "CProcess", "ArgumentParser", "Dispatch", "Synchronization", "Darwin",
    "Glibc",
  ],
  "MPQShell": [
    "MPQSyntax", "MPQAPI", "MPQCompiler", "MPQ", "MPQFiles", "CEditline", "Synchronization",
    "Dispatch", "Darwin", "Glibc",
  ],
  "MPQHTTP": ["MPQAPI", "CTransfer", "Dispatch", "Synchronization", "Darwin", "Glibc"],
  "MPQStore": [
    "MPQAPI", "MPQFiles", "CInflate", "Foundation", "FoundationEssentials", "Synchronization",
    "Darwin", "Glibc",
  ],
  "MPQSQLite": [
    "MPQAPI", "MPQFiles", "MPQStore", "GRDB", "GRDBSQLite", "Foundation", "Dispatch",
    "Synchronization", "Darwin", "Glibc",
  ],
  "MPQClickHouse": [
    "MPQAPI", "MPQFiles", "MPQHTTP", "MPQStore", "Foundation", "Synchronization",
  ],
  "MPQProjects": ["MPQFiles", "MPQStore", "MPQSQLite", "MPQClickHouse"],
  "MPQDemo": ["MPQAPI", "MPQStore", "MPQSQLite", "Foundation"],
  "MPQServer": [
    "MPQAPI", "MPQFiles", "MPQStore", "CDeflate", "Hummingbird", "HummingbirdCore", "HTTPTypes",
    "NIOCore",
    "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOPosix", "ServiceLifecycle", "Logging",
    "Dispatch", "Synchronization", "FoundationEssentials", "Darwin", "Glibc",
  ],
  "MPQProgram": [
    "MPQ", "MPQAPI", "MPQCompiler", "MPQFiles", "MPQSyntax", "MPQShell", "MPQHTTP", "MPQStore",
    "MPQSQLite", "MPQClickHouse", "MPQProjects", "MPQDemo", "MPQConsole", "CDeflate",
    "ArgumentParser", "TOMLKit", "Subprocess", "Synchronization", "Dispatch", "Darwin",
    "Glibc",
  ],
  "mpq": ["MPQProgram"],
  "mpqd": [
    "MPQAPI", "MPQFiles", "MPQSyntax", "MPQStore", "MPQSQLite", "MPQProjects", "MPQServer",
    "MPQConsole",
    "ArgumentParser", "Logging",
    "FoundationEssentials",
    "Dispatch", "Synchronization",
    "Darwin", "Glibc",
  ],
]

extension Rule {
  /// Each target imports only what its row of the table has.
  static let importsByTarget = Rule(
    name: "imports by target", applies: { $0.isSwift && $0.target != nil }
  ) { file in
    guard let allowed = allowedImports[file.target ?? ""] else {
      return [(0, "the target has no row in the table of imports")]
    }
    return matches(of: importPattern, in: file.code).compactMap { match in
      let words = match.text.split(whereSeparator: \.isWhitespace)
      let module = String((words.last ?? "").split(separator: ".").first ?? "")
      return allowed.contains(module) ? nil : (match.line, "imports \(module)")
    }
  }

  /// `import M`, `public import M`, `@testable import M`, `import struct M.T`.
  private static let importPattern = #"^[ \t]*([@\w()]+[ \t]+)*import[ \t]+(\w+[ \t]+)?[\w.]+"#
}
