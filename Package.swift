// swift-tools-version: 6.2

import PackageDescription

/// Benchmarks are built only where somebody asks for them: MPQ_BENCHMARKS=1.
let hasBenchmarks = Context.environment["MPQ_BENCHMARKS"] != nil

/// Every target of ours is built with the same, strictest settings.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let warnings: [CSetting] = [.treatAllWarnings(as: .error)]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "mpq",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "mpq", targets: ["mpq"]),
    .executable(name: "mpqd", targets: ["mpqd"]),
    .library(name: "MPQ", targets: ["MPQ"]),
    .library(name: "MPQHTTP", targets: ["MPQHTTP"]),
    .library(name: "MPQStore", targets: ["MPQStore"]),
    .library(name: "MPQSQLite", targets: ["MPQSQLite"]),
    .library(name: "MPQClickHouse", targets: ["MPQClickHouse"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // C: plain functions over the system's libraries.
    .target(
      name: "CDigest", cSettings: warnings,
      linkerSettings: [.linkedLibrary("md", .when(platforms: [.linux]))]),
    .target(
      name: "CEditline", cSettings: warnings, linkerSettings: [.linkedLibrary("edit")]),
    .target(name: "CTextWidth", cSettings: warnings),
    .target(
      name: "CTransfer", cSettings: warnings,
      linkerSettings: [
        // Loaded where it is needed.
        .linkedLibrary("dl", .when(platforms: [.linux])),
        .linkedLibrary("curl", .when(platforms: [.macOS])),
        .linkedLibrary("z"),
      ]),
    .target(name: "CDeflate", cSettings: warnings, linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CInflate", cSettings: warnings, linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CProcess", cSettings: warnings),

    // Files, descriptors and folders, over the C library alone.
    .target(name: "MPQFiles", swiftSettings: strict),

    // Pure: no input, no output.
    .target(name: "MPQSyntax", swiftSettings: strict),
    .target(name: "MPQAPI", dependencies: ["CDigest"], swiftSettings: strict),
    .target(name: "MPQCompiler", dependencies: ["MPQSyntax", "MPQAPI"], swiftSettings: strict),

    // The evaluator, which other programs embed.
    .target(
      name: "MPQ", dependencies: ["MPQSyntax", "MPQAPI", "MPQCompiler", "CTextWidth"],
      swiftSettings: strict),

    // The shell: what it does, and the terminal it does it in.
    .target(
      name: "MPQShell",
      dependencies: ["MPQSyntax", "MPQAPI", "MPQCompiler", "MPQ", "MPQFiles", "CEditline"],
      swiftSettings: strict),

    // The doors to the world.
    .target(name: "MPQHTTP", dependencies: ["MPQAPI", "CTransfer"], swiftSettings: strict),
    // A project's events: what the engines share, and one target for each engine.
    .target(
      name: "MPQStore", dependencies: ["MPQAPI", "MPQFiles", "CInflate"], swiftSettings: strict),
    .target(
      name: "MPQSQLite",
      dependencies: [
        "MPQAPI", "MPQFiles", "MPQStore",
        .product(name: "GRDB", package: "GRDB.swift"),
        // SQLite itself, where GRDB would take too long.
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "MPQClickHouse", dependencies: ["MPQAPI", "MPQFiles", "MPQHTTP", "MPQStore"],
      swiftSettings: strict),
    // Where a project is: the one place that knows all engines.
    .target(
      name: "MPQProjects", dependencies: ["MPQFiles", "MPQStore", "MPQSQLite", "MPQClickHouse"],
      swiftSettings: strict),
    .target(
      name: "MPQDemo", dependencies: ["MPQAPI", "MPQStore", "MPQSQLite"], swiftSettings: strict),
    .target(
      name: "MPQServer",
      dependencies: [
        "MPQAPI", "MPQFiles", "CDeflate",
        // Without its router, which would decode what must be checked as it was sent.
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    // What the programs share: streams, colours, exit codes, the start of a process.
    .target(
      name: "MPQConsole", dependencies: ["MPQFiles", "MPQSyntax", "CProcess", argumentParser],
      swiftSettings: strict),

    // The programs.
    .target(
      name: "MPQProgram",
      dependencies: [
        "MPQ", "MPQAPI", "MPQCompiler", "MPQFiles", "MPQSyntax", "MPQShell", "MPQHTTP",
        "MPQStore", "MPQSQLite", "MPQClickHouse", "MPQProjects", "MPQDemo", "MPQConsole",
        "CDeflate", argumentParser,
        .product(name: "TOMLKit", package: "TOMLKit"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "mpq", dependencies: ["MPQProgram"], swiftSettings: strict),
    .executableTarget(
      name: "mpqd",
      dependencies: [
        "MPQAPI", "MPQFiles", "MPQSyntax", "MPQStore", "MPQSQLite", "MPQProjects", "MPQServer",
        "MPQConsole", argumentParser,
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    // The tests; some of them start the programs or Python.
    .testTarget(
      name: "MPQSyntaxTests", dependencies: ["MPQSyntax", "TestSupport"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "MPQFilesTests", dependencies: ["MPQFiles", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "MPQAPITests", dependencies: ["MPQAPI", "TestSupport"], exclude: ["Vectors"],
      swiftSettings: strict),
    .testTarget(
      name: "MPQCompilerTests",
      dependencies: ["MPQCompiler", "MPQAPI", "MPQSyntax", "TestSupport"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "MPQTests", dependencies: ["MPQ", "TestSupport"],
      exclude: ["Golden/Queries", "Golden/Rendering", "Golden/Stages", "Golden/Charts"],
      swiftSettings: strict),
    .testTarget(
      name: "MPQShellTests", dependencies: ["MPQShell", "MPQFiles", "TestSupport"],
      swiftSettings: strict),
    // What the tests in Python type into.
    .executableTarget(
      name: "editor-probe", dependencies: ["MPQShell"], path: "Tests/Terminal/Probe",
      swiftSettings: strict),
    // What the recomputation in Python gives its tables.
    .executableTarget(
      name: "stage-probe", dependencies: ["MPQ", "MPQAPI", "MPQCompiler", "MPQSyntax"],
      path: "Tests/Stages/Probe", swiftSettings: strict),
    .testTarget(
      name: "MPQHTTPTests", dependencies: ["MPQHTTP", "MPQAPI", "TestSupport"], exclude: ["Server"],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["MPQAPI", "MPQSyntax", "MPQStore"],
      path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "MPQStoreTests", dependencies: ["MPQStore", "MPQAPI", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MPQSQLiteTests",
      dependencies: [
        "MPQSQLite", "MPQStore", "MPQAPI", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MPQClickHouseTests",
      dependencies: [
        "MPQClickHouse", "MPQStore", "MPQProjects", "MPQAPI", "MPQHTTP", "TestSupport",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "MPQDemoTests",
      dependencies: ["MPQDemo", "MPQSQLite", "MPQStore", "MPQAPI", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MPQServerTests",
      dependencies: [
        "MPQServer", "MPQAPI", "MPQStore", "MPQSQLite", "MPQConsole", "mpqd", "CInflate",
        "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MPQProgramTests",
      dependencies: ["MPQProgram", "MPQConsole", "MPQFiles", "MPQShell", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "mpq", "mpqd", "MPQ", "MPQAPI", "MPQHTTP", "MPQShell", "MPQStore", "MPQSQLite",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

if hasBenchmarks {
  package.dependencies.append(
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []))
  package.targets.append(
    .executableTarget(
      name: "completion-benchmark",
      dependencies: [
        "MPQShell", "MPQSyntax", .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Tests/Benchmarks/completion", exclude: ["run"], swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]))
}

// Those of the store and of the stages are plain programs, which need no package of their own.
if Context.environment["MPQ_STORE_BENCHMARK"] != nil {
  package.targets.append(
    .executableTarget(
      name: "store-benchmark", dependencies: ["MPQStore", "MPQProjects", "MPQAPI"],
      path: "Tests/Benchmarks/store/Engine", swiftSettings: strict))
}

if Context.environment["MPQ_STAGES_BENCHMARK"] != nil {
  package.targets.append(
    .executableTarget(
      name: "stages-benchmark", dependencies: ["MPQ", "MPQAPI", "MPQCompiler", "MPQSyntax"],
      path: "Tests/Benchmarks/stages/Engine", swiftSettings: strict))
}

if Context.environment["MPQ_COMPILE_BENCHMARK"] != nil {
  package.targets.append(
    .executableTarget(
      name: "compile-benchmark",
      dependencies: [
        "MPQCompiler", "MPQSyntax", .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      path: "Tests/Benchmarks/compile/Engine", swiftSettings: strict,
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]))
}
