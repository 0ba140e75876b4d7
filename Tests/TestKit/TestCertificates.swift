import Foundation
public import TLS

/// Certificates of a development authority, made once per test process and removed with it.
public enum TestCertificates {
  /// A folder as `cameo certs init` makes it. Made when first asked for.
  public static let directory: String = {
    let path = Folder.unused("certs")
    do {
      _ = try CertificateAuthority.createDevelopment(in: path)
      try Data(policy.utf8).write(to: URL(fileURLWithPath: "\(path)/policy.json"))
    } catch {
      fatalError("no test certificates at \(path): \(error)")
    }
    return path
  }()

  /// Where services look for their policy: everybody may call everything, and the gateway may speak for
  /// its callers. Tests of policies write their own.
  private static let policy = """
    {
      "rules": [{ "peers": ["*"], "allow": ["*"] }],
      "delegates": ["spiffe://cameo.local/service/gateway"]
    }
    """

  /// The files of one of the development identities: profile, consent, survey, gateway, operator, client.
  public static func configuration(_ name: String) -> TLSConfiguration {
    TLSConfiguration(directory: directory, name: name)
  }

  public static func context(_ role: TLSContext.Role, _ name: String) throws -> TLSContext {
    try TLSContext(role: role, configuration(name))
  }
}
