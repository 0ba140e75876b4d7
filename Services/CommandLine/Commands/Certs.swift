import ArgumentParser
import Foundation
import TLS

/// Certificates for development: an authority, and one certificate for each part and person.
struct Certs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make certificates for development.",
    subcommands: [Init.self, Issue.self, Renew.self, Revoke.self, Policy.self])

  struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an authority and the certificates of the four services and two clients.",
      discussion: """
        Writes DIR/ca.pem with ca.key, and NAME.pem with NAME.key for profile, consent, survey, \
        gateway, operator and client, and policy.json, which says who may call what. Keys are \
        readable by you alone. For development: a company has an authority of its own.

        Example:
          cameo certs init certs
        """)

    @Argument(help: ArgumentHelp("Where to write; made if it is not there.", valueName: "DIR"))
    var directory: String

    @Option(help: ArgumentHelp("The trust domain in the names.", valueName: "NAME"))
    var trustDomain = CertificateAuthority.defaultTrustDomain

    @Flag(help: "Replace certificates that are there already.")
    var overwrite = false

    func run() async throws {
      try await exiting {
        let made = try Certs.writing {
          try CertificateAuthority.createDevelopment(
            in: directory, trustDomain: trustDomain, overwrite: overwrite)
        }
        let policy = try Policy.write(in: directory, trustDomain: trustDomain, true)
        print("Made an authority and \(made.count) certificates in \(directory):")
        for configuration in made { print("  \(configuration.certificate)") }
        print("and \(policy), which says who may call what.")
        print("Tell every service and tool of them with --certs \(directory)")
      }
    }
  }

  struct Issue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make one more certificate with an authority made by `cameo certs init`.",
      discussion: """
        Example:
          cameo certs issue certs mailer --kind client
        """)

    @Argument(help: ArgumentHelp("Where the authority is.", valueName: "DIR"))
    var directory: String

    @Argument(
      help: ArgumentHelp("Letters, digits, dots, dashes and underscores.", valueName: "NAME"))
    var name: String

    @Option(help: ArgumentHelp("service or client.", valueName: "KIND"))
    var kind = "client"

    @Flag(help: "Replace a certificate that is there already.")
    var overwrite = false

    func validate() throws {
      guard PeerIdentity.Kind(rawValue: kind) != nil else {
        throw ValidationError("--kind is service or client, not \(kind)")
      }
    }

    func run() async throws {
      try await exiting {
        guard let kind = PeerIdentity.Kind(rawValue: kind) else { return }
        let authority = try Certs.authority(in: directory)
        let made = try Certs.writing {
          try authority.issue(name, kind, overwrite: overwrite)
        }
        print("Made \(made.certificate) and \(made.key)")
      }
    }
  }

  /// Seconds since 1970.
  static var now: Int64 { Int64(Date().timeIntervalSince1970) }

  /// The authority that `init` has made.
  static func authority(in directory: String) throws -> CertificateAuthority {
    guard FileManager.default.fileExists(atPath: "\(directory)/ca.pem") else {
      throw ExitError(
        code: .noInput, message: "there is no authority in \(directory): no ca.pem",
        hint: "Make one with `cameo certs init \(directory)`.")
    }
    return try writing { try CertificateAuthority.open(in: directory) }
  }

  /// An error here is not that certificates are missing, as elsewhere, but that they cannot be made.
  static func writing<Made: ~Copyable>(_ body: () throws -> Made) throws -> Made {
    do {
      return try body()
    } catch {
      let exists = "\(error)".contains("exists already")
      throw ExitError(
        code: .dataError, message: "\(error)",
        hint: exists ? "To replace what is there, give --overwrite." : "")
    }
  }
}
