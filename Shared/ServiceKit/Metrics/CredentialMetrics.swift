import CoreMetrics
import TLS

/// Gauges of a service's certificates and handshakes, brought up to date when somebody asks.
struct CredentialMetrics: Sendable {
  private let credentials: ServiceCredentials
  private let certificate: Meter
  private let revocations: Meter
  private let handshakes: [(count: HandshakeCount, full: Meter, resumed: Meter)]

  init(_ credentials: ServiceCredentials, _ factory: any MetricsFactory) {
    self.credentials = credentials
    certificate = Meter(label: "cameo_certificate_expires_seconds", factory: factory)
    revocations = Meter(label: "cameo_revocations_expire_seconds", factory: factory)
    handshakes = [("server", credentials.server), ("client", credentials.client)].map {
      side, credentials in
      func meter(_ kind: String) -> Meter {
        Meter(
          label: "cameo_tls_handshakes", dimensions: [("side", side), ("kind", kind)],
          factory: factory)
      }
      return (credentials.current.handshakes, meter("full"), meter("resumed"))
    }
  }

  func collect() {
    let context = credentials.server.current
    certificate.set(context.certificateExpires)
    // A list that is not in use any more has no end either.
    revocations.set(context.revocationsExpire.map { Double($0) } ?? .nan)
    for (count, full, resumed) in handshakes {
      full.set(count.full)
      resumed.set(count.resumed)
    }
  }
}
