internal import DNS
internal import Runtime

/// Looks up what a target names. It remembers each host's last addresses: a look-up that fails takes
/// none away.
struct TargetResolver {
  struct Resolution {
    let groups: ReplicaGroups
    let timeToLive: Duration
    /// A look-up that failed, so that something is as old as it is missing.
    var failure: RPCError?
  }

  /// How long a numeric address may be believed; finite, so that it can be reckoned with.
  private static let forEver = Duration.seconds(Int64.max >> 32)

  let target: Target
  let client: DNSClient
  private var known: [Endpoint: [SocketAddress]] = [:]
  private var records: [ServiceRecord] = []

  init(_ target: Target, _ client: DNSClient) {
    self.target = target
    self.client = client
  }

  /// Throws UNAVAILABLE where nothing is known of the target.
  mutating func resolve() async throws(RPCError) -> Resolution {
    switch target.kind {
    case .hosts(let endpoints): try await resolve(endpoints)
    case .service(let name): try await resolve(service: name)
    }
  }

  private mutating func resolve(_ endpoints: [Endpoint]) async throws(RPCError) -> Resolution {
    let (found, time, failure) = await lookUp(endpoints)
    var addresses: [SocketAddress] = []
    for endpoint in endpoints {
      for address in found[endpoint] ?? [] where !addresses.contains(address) {
        addresses.append(address)
      }
    }
    guard !addresses.isEmpty else { throw failure ?? Self.nothing(target) }
    return Resolution(
      groups: [addresses.map { Replica(address: $0) }], timeToLive: time, failure: failure)
  }

  private mutating func resolve(service name: String) async throws(RPCError) -> Resolution {
    var time = Self.forEver
    var failure: RPCError?
    do {
      let answer = try await client.services(of: name)
      records = answer.value
      time = answer.timeToLive
    } catch {
      failure = RPCError(.unavailable, "\(error)")
      guard !records.isEmpty else { throw RPCError(.unavailable, "\(error)") }
    }
    let usable = ServicePriorities.usable(records)
    // Nobody offers the service, says who must know: an answer like any other.
    guard !usable.isEmpty else { return Resolution(groups: [], timeToLive: time) }
    let endpoints = usable.map { Endpoint(host: $0.host, port: $0.port) }
    let (found, shorter, lost) = await lookUp(endpoints)
    let groups = ServicePriorities.groups(
      zip(usable, endpoints).map { ($0, found[$1] ?? []) })
    guard !groups.isEmpty else { throw lost ?? Self.nothing(target) }
    return Resolution(groups: groups, timeToLive: min(time, shorter), failure: failure ?? lost)
  }

  /// The addresses of each, the shortest time to live, and a failure, if there was one.
  private mutating func lookUp(
    _ endpoints: [Endpoint]
  ) async -> ([Endpoint: [SocketAddress]], Duration, RPCError?) {
    var found: [Endpoint: [SocketAddress]] = [:]
    var time = Self.forEver
    var failure: RPCError?
    let client = client
    await withTaskGroup { group in
      for endpoint in Set(endpoints) {
        if let address = endpoint.address {
          found[endpoint] = [address]
        } else {
          group.addTask { (endpoint, await Self.addresses(of: endpoint, by: client)) }
        }
      }
      for await (endpoint, result) in group {
        switch result {
        case .success(let answer):
          found[endpoint] = answer.value
          time = min(time, answer.timeToLive)
        case .failure(let error):
          found[endpoint] = known[endpoint]
          failure = RPCError(.unavailable, "\(error)")
        }
      }
    }
    known = found
    return (found, time, failure)
  }

  private static func addresses(
    of endpoint: Endpoint, by client: DNSClient
  ) async -> Result<DNSAnswer<[SocketAddress]>, DNSError> {
    do {
      return .success(try await client.addresses(of: endpoint.host, port: endpoint.port))
    } catch {
      return .failure(error)
    }
  }

  private static func nothing(_ target: Target) -> RPCError {
    RPCError(.unavailable, "\(target) has no address")
  }
}
