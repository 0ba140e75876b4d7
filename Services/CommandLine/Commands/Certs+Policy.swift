import ArgumentParser
import Foundation
import TLS

extension Certs {
  /// Who may call what, for development: deploy/policy.json in the words of a trust domain.
  struct Policy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the policy of development: who may call what.",
      discussion: """
        Writes DIR/policy.json, where services look for it: the gateway may call profile, consent \
        and survey, and speak for its callers; clients may call the gateway; operator may call \
        everything; everybody may ask for health.

        Example:
          cameo certs policy certs
        """)

    @Argument(help: ArgumentHelp("Where the certificates are.", valueName: "DIR"))
    var directory: String

    @Option(help: ArgumentHelp("The trust domain in the names.", valueName: "NAME"))
    var trustDomain = CertificateAuthority.defaultTrustDomain

    @Flag(help: "Replace a policy that is there already.")
    var overwrite = false

    func run() async throws {
      try await exiting {
        print("Made \(try Self.write(in: directory, trustDomain: trustDomain, overwrite))")
      }
    }

    /// Returns the path.
    static func write(in directory: String, trustDomain: String, _ overwrite: Bool) throws -> String
    {
      let path = "\(directory)/policy.json"
      guard overwrite || !FileManager.default.fileExists(atPath: path) else {
        throw ExitError(
          code: .dataError, message: "\(path) exists already",
          hint: "To replace what is there, give --overwrite.")
      }
      do {
        try Data(text(trustDomain: trustDomain).utf8).write(
          to: URL(fileURLWithPath: path), options: .atomic)
      } catch {
        throw ExitError(code: .dataError, message: "cannot write \(path): \(error.why)")
      }
      return path
    }

    /// The same as deploy/policy.json, which is for the default trust domain.
    static func text(trustDomain: String) -> String {
      """
      {
        "rules": [
          {
            "comment": "Everybody with a certificate may ask what there is, and how it is.",
            "peers": ["*"],
            "allow": ["cameo.rpc.v1.Health/*", "cameo.rpc.v1.Reflection/*"]
          },
          {
            "comment": "The gateway asks the three services for its callers; it erases nobody.",
            "peers": ["spiffe://\(trustDomain)/service/gateway"],
            "allow": [
              "cameo.profile.v1.ProfileService/*",
              "cameo.consent.v1.ConsentService/*",
              "cameo.survey.v1.SurveyService/*"
            ],
            "deny": [
              "cameo.profile.v1.ProfileService/EraseSubject",
              "cameo.consent.v1.ConsentService/EraseSubject",
              "cameo.survey.v1.SurveyService/EraseSubject"
            ]
          },
          {
            "comment": "Desktops, preference centres and senders of mail ask the gateway.",
            "peers": ["spiffe://\(trustDomain)/client/*"],
            "allow": ["cameo.gateway.v1.GatewayService/*"]
          },
          {
            "comment": "Operators import, repair and erase.",
            "peers": ["spiffe://\(trustDomain)/client/operator"],
            "allow": ["*"]
          }
        ],
        "delegates": ["spiffe://\(trustDomain)/service/gateway"]
      }

      """
    }
  }
}
