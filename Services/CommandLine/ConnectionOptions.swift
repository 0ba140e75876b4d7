import ArgumentParser
import Foundation
import RPC
import Runtime
import TLS

/// How to reach the services, and as whom.
struct ConnectionOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Folder with ca.pem and NAME.pem, NAME.key. [default: $CAMEO_CERTS, else certs]",
      valueName: "DIR"))
  var certs: String?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Whose certificate to show.", valueName: "NAME"))
  var identity = "operator"

  @Option(help: ArgumentHelp("The trust domain of the services' names.", valueName: "NAME"))
  var trustDomain = CertificateAuthority.defaultTrustDomain

  @Option(
    name: .customLong("timeout"),
    help: ArgumentHelp(
      "How long to wait for an answer; 10 if left out, and for ever where answers are a stream.",
      valueName: "SECONDS"))
  var statedTimeout: Double?

  /// Seconds.
  var timeout: Double { statedTimeout ?? 10 }

  func validate() throws {
    guard timeout >= 0.001, timeout <= 86_400 else {
      throw ValidationError(
        "--timeout takes seconds above 0 and up to a day (0.001 at least), not \(timeout)")
    }
  }

  var directory: String {
    certs ?? ProcessInfo.processInfo.environment["CAMEO_CERTS"] ?? "certs"
  }

  /// The key log that was asked for, here or by the environment, for reading captures.
  static func keyLog(_ path: String? = nil) throws -> TLSKeyLog? {
    let path = path ?? ProcessInfo.processInfo.environment[TLSKeyLog.environmentVariable]
    guard let path, !path.isEmpty else { return nil }
    return try TLSKeyLog(path: path)
  }

  var callOptions: CallOptions { CallOptions(timeout: .milliseconds(Int64(timeout * 1000))) }

  /// For a streamed answer, which has no natural end.
  var streamOptions: CallOptions { statedTimeout == nil ? CallOptions() : callOptions }
}

/// The four services: where they are by default, and what their certificates say.
enum KnownService: String, CaseIterable {
  case gateway, profile, consent, survey

  private var defaultPort: Int {
    switch self {
    case .gateway: 7100
    case .profile: 7101
    case .consent: 7102
    case .survey: 7103
    }
  }

  /// `CAMEO_GATEWAY=HOST:PORT` and the like, else the default port of this machine.
  var target: String {
    ProcessInfo.processInfo.environment["CAMEO_\(rawValue.uppercased())"]
      ?? "127.0.0.1:\(defaultPort)"
  }

  /// The service that a method, or a full service name, belongs to: `cameo.profile.v1...`.
  init?(owning name: String) {
    let parts = name.split(separator: ".")
    guard parts.count > 2, parts[0] == "cameo" else { return nil }
    self.init(rawValue: String(parts[1]))
  }
}

/// One loop, and the channels of one run of a command.
final class Session: Sendable {
  let group: EventLoopGroup
  private let options: ConnectionOptions
  private let context: TLSContext

  init(_ options: ConnectionOptions) throws {
    self.options = options
    context = try TLSContext(
      role: .client, TLSConfiguration(directory: options.directory, name: options.identity),
      keyLog: try ConnectionOptions.keyLog())
    group = try EventLoopGroup(count: 1, name: "cameo")
  }

  /// A channel to one of the four, which must prove to be that one.
  func channel(to service: KnownService, at target: String? = nil) -> Channel {
    channel(
      to: target ?? service.target,
      expecting: "spiffe://\(options.trustDomain)/service/\(service.rawValue)")
  }

  /// A channel to anything whose certificate our authority signed.
  func channel(to target: String, expecting peer: String? = nil) -> Channel {
    var settings = ConnectionSettings()
    settings.limits.software = Version.software
    return Channel(
      target: target, tls: context, expecting: peer, group: group, settings: settings)
  }
}
