import Foundation
import Testing

/// The fuzz targets without a fuzzer: what the corpus holds, and what it began with.
struct CorpusTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..")

  @Test(arguments: FuzzTarget.allCases)
  func `no input of the corpus breaks a promise`(_ target: FuzzTarget) throws {
    let inputs = corpus(try Self.text("Tests/Fuzz/Corpus/\(target.rawValue).hex"))
    #expect(inputs.count >= 10)
    for (index, input) in inputs.enumerated() { check(target, input, "line \(index + 1)") }
  }

  @Test(arguments: FuzzTarget.allCases)
  func `no seed breaks a promise`(_ target: FuzzTarget) throws {
    let seeds = Seeds(protocolPage: try Self.text("proto/PROTOCOL.md")).inputs(target)
    #expect(!seeds.isEmpty)
    for (index, seed) in seeds.enumerated() { check(target, seed, "seed \(index)") }
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private func check(_ target: FuzzTarget, _ input: [UInt8], _ name: String) {
    do throws(Finding) {
      try target.check(input)
    } catch {
      Issue.record("\(target.rawValue), \(name): \(error.description)")
    }
  }
}
