import ArgumentParser

/// Measures the services under load.
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure calls: latency, throughput, and what they cost the servers.",
    discussion: """
      view, profile, may-contact and write ask about the customers of a file of ids, one a line; \
      `cameo bench populate` makes such customers, and the file.

      A closed loop keeps so many calls in flight and measures what the servers can do; --rate sends \
      at a fixed rate and measures what callers would see. --pid names a server's process on this \
      machine, whose CPU time and memory are then told.

      Exits with 0, with 1 where some calls failed, with 69 where all did.

      Examples:
        cameo bench populate --customers 10000 --ids ids.txt
        cameo bench view --ids ids.txt --in-flight 64 --pid 4711 --pid 4712
        cameo bench view --ids ids.txt --rate 2000
        cameo bench echo --target 127.0.0.1:7190 --in-flight 64 --seconds 10 --pid 4711
      """,
    subcommands: [
      BenchEcho.self, BenchView.self, BenchProfile.self, BenchMayContact.self, BenchWrite.self,
      BenchIdle.self, BenchPopulate.self,
    ])
}
