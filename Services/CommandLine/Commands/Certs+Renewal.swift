import ArgumentParser
import TLS

extension Certs {
  struct Renew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Replace certificates by new ones with new keys, for the same identities.",
      discussion: """
        Services take the new files in while they run. To make the old key worthless, revoke it first.

        Example:
          cameo certs renew certs gateway profile
        """)

    @Argument(help: ArgumentHelp("Where the authority is.", valueName: "DIR"))
    var directory: String

    @Argument(help: ArgumentHelp("Whose: of NAME.pem in DIR.", valueName: "NAME"))
    var names: [String]

    @Option(help: ArgumentHelp("How long they hold.", valueName: "N"))
    var days = 365

    func validate() throws { try Certs.check(days: days) }

    func run() async throws {
      try await exiting {
        let authority = try Certs.authority(in: directory)
        for name in names {
          let made = try Certs.writing {
            try authority.renew(name, validity: .days(days, from: Certs.now))
          }
          print("Made \(made.certificate) and \(made.key)")
        }
      }
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put certificates on the revocation list: nobody accepts them any more.",
      discussion: """
        Writes DIR/crl.pem, which services take in while they run: they end the connections of whoever \
        is on it. Without names the list gets a new date: when its time is over, services refuse \
        everybody.

        Examples:
          cameo certs revoke certs mailer
          cameo certs revoke certs old/anna.pem
          cameo certs revoke certs --days 30
        """)

    @Argument(help: ArgumentHelp("Where the authority is.", valueName: "DIR"))
    var directory: String

    @Argument(help: ArgumentHelp("NAME.pem in DIR, or a certificate's path.", valueName: "NAME"))
    var names: [String] = []

    @Option(help: ArgumentHelp("How long the list holds.", valueName: "N"))
    var days = 365

    func validate() throws { try Certs.check(days: days) }

    func run() async throws {
      try await exiting {
        let authority = try Certs.authority(in: directory)
        try Certs.writing { try authority.revoke(names, validity: .days(days, from: Certs.now)) }
        print("Made \(directory)/crl.pem, good for \(days) days")
      }
    }
  }

  private static func check(days: Int) throws {
    guard (1...36_500).contains(days) else {
      throw ValidationError("--days is from 1 to 36500, not \(days)")
    }
  }
}
