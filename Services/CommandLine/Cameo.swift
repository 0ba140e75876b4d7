import ArgumentParser

/// The tool for people: whoever looks up a customer, imports a file, runs the services, or measures them.
@main
struct Cameo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cameo",
    abstract: "Look at customers, import them, and look after the services that keep them.",
    discussion: """
      Services are found at their default ports on this machine, and spoken to with the \
      certificates in ./certs, unless options or CAMEO_... environment variables say otherwise.

      Exit codes: 0 done; 1 the answer is no, or part of the work was refused; 64 the command line \
      is wrong; 65 the input is wrong; 66 a file is missing; 69 a service cannot be reached; \
      70 a service failed; 77 not permitted.

      First steps:
        cameo certs init certs
        cameo health
        cameo view anna@example.com
      """,
    version: Version.text,
    subcommands: [
      View.self, MayContact.self, Import.self, Erase.self, Call.self, Health.self, Consumers.self,
      Certs.self, Db.self, TestServer.self, Bench.self,
    ])
}

/// What `--version` prints, and what HELLO says of this software.
enum Version {
  static let text = "0.1.0"
  static let software = "cameo/\(text)"
}
