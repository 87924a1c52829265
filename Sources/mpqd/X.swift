import ArgumentParser
@main struct X: AsyncParsableCommand { func run() async throws { print("x") } }
