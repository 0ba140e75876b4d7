import ArgumentParser
import Foundation
import Messages
import RPC
import Runtime

/// What a connection costs a server that has nothing to do.
struct BenchIdle: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "idle",
    abstract: "Measure a server's memory for each idle connection.",
    discussion: """
      Opens connections, makes one health check on each, and leaves them be. The server's resident \
      memory is compared with that at a tenth of the connections, so that what it needs once is not \
      counted.

      Example:
        cameo bench idle --target 127.0.0.1:7101 --connections 2000 --pid 4711
      """)

  @Option(help: ArgumentHelp("Any of the services, or the test server.", valueName: "HOST:PORT"))
  var target = KnownService.profile.target

  @Option(help: ArgumentHelp("How many to open.", valueName: "N"))
  var connections = 1000

  @OptionGroup var servers: ServerOptions
  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    guard (20...100_000).contains(connections) else {
      throw ValidationError("--connections is from 20 to 100000")
    }
    guard servers.pids.count == 1 else {
      throw ValidationError("--pid names the one process whose memory is measured")
    }
  }

  func run() async throws {
    try await exiting(talkingTo: target) {
      try allowFiles(connections + 64)
      let session = try Session(connection)
      let first = connections / 10
      var open = try await Self.open(first, session, target, connection.callOptions)
      let before = try resident()
      open += try await Self.open(
        connections - first, session, target, connection.callOptions)
      let after = try resident()
      let report = Report(
        connections: open.count, measured: connections - first, before: before, after: after)
      print(servers.json ? encodedJSON(report) : report.text)
      // Until here all of them must stand.
      for channel in open { await channel.close() }
    }
  }

  /// Channels with an open connection each; so many at a time as a listening socket's queue takes.
  private static func open(
    _ count: Int, _ session: Session, _ target: String, _ options: CallOptions
  ) async throws -> [Channel] {
    var channels: [Channel] = []
    while channels.count < count {
      let batch = (0..<min(32, count - channels.count)).map { _ in session.channel(to: target) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for channel in batch {
          group.addTask(executorPreference: session.group.loops[0]) {
            _ = try await HealthClient(channel).check(RPCV1.HealthRequest(), options)
          }
        }
        try await group.waitForAll()
      }
      channels += batch
    }
    return channels
  }

  private func resident() throws -> Int {
    guard let usage = ProcessUsage(of: servers.pids[0]) else {
      throw ExitError(code: .unavailable, message: "process \(servers.pids[0]) has ended")
    }
    return usage.residentBytes
  }

  /// Every connection is an open file here; the limit a shell gives is often lower than it may be.
  private func allowFiles(_ count: Int) throws {
    let limit = OpenFileLimit.raise(to: count)
    guard limit >= count else {
      throw ExitError(
        code: .dataError,
        message: "\(connections) connections need \(count) open files, the limit is \(limit)",
        hint: "Ask for fewer, or raise it with `ulimit -Hn`.")
    }
  }

  private struct Report: Encodable {
    let connections: Int
    let residentMiBBefore: Double
    let residentMiBAfter: Double
    let kibibytesPerConnection: Double

    init(connections: Int, measured: Int, before: Int, after: Int) {
      self.connections = connections
      residentMiBBefore = Double(before) / 1_048_576
      residentMiBAfter = Double(after) / 1_048_576
      kibibytesPerConnection = Double(after - before) / 1024 / Double(measured)
    }

    var text: String {
      "\(connections) idle connections: \(number(kibibytesPerConnection)) KiB each"
        + " (server from \(number(residentMiBBefore)) to \(number(residentMiBAfter)) MiB)"
    }
  }
}
