extension CertificateAuthority {
  /// Whom `cameo certs init` makes certificates for.
  public static let developmentIdentities: [(name: String, kind: PeerIdentity.Kind)] = [
    ("profile", .service), ("consent", .service), ("survey", .service), ("gateway", .service),
    ("operator", .client), ("client", .client),
  ]

  /// An authority with a certificate for each of `developmentIdentities`. Without `overwrite`
  /// nothing is written where any of the files exists.
  public static func createDevelopment(
    in directory: String, trustDomain: String = defaultTrustDomain, overwrite: Bool = false
  ) throws(TLSError) -> [TLSConfiguration] {
    let names = ["ca"] + developmentIdentities.map(\.name)
    for path in names.flatMap({ ["\(directory)/\($0).pem", "\(directory)/\($0).key"] })
    where !overwrite && PEMFile.exists(path) {
      throw TLSError(
        .file, "\(path) exists already: ask to overwrite it, or choose another directory")
    }
    let authority = try create(in: directory, trustDomain: trustDomain, overwrite: overwrite)
    var made: [TLSConfiguration] = []
    for (name, kind) in developmentIdentities {
      made.append(try authority.issue(name, kind, overwrite: overwrite))
    }
    return made
  }
}
