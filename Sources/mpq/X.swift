import ArgumentParser
import TOMLKit
import Subprocess
@main struct X: AsyncParsableCommand { @Option var e = "1"
 func run() async throws { print(e, try TOMLTable(string: "a=1")) } }
