import Logging
import Synchronization
import Testing

@testable import ServiceKit

@Suite struct LoggingTests {
  private func logged(_ format: LogFormat, _ body: (Logger) -> Void) -> String {
    let written = Written()
    let output = LogOutput { written.add($0) }
    body(
      Logger(label: "test") { _ in
        ServiceLogHandler(
          service: "profile", format: format, output: output, clock: { 1_772_357_400_123_456 },
          logLevel: .info)
      })
    output.flush()
    return written.text
  }

  @Test func `a text line has time, level, service, message and metadata in order`() {
    let text = logged(.text) { logger in
      logger.info("serving", metadata: ["b": "two words", "a": "1"])
      logger.debug("not at this level")
    }
    #expect(
      text == "2026-03-01T09:30:00.123456Z info profile: serving a=1 b=\"two words\"\n")
  }

  @Test func `a JSON line escapes what must be`() {
    let text = logged(.json) { $0.error("say \"no\"\n\u{1}", metadata: ["path": "C:\\"]) }
    #expect(
      text == #"{"time":"2026-03-01T09:30:00.123456Z","level":"error","service":"profile","#
        + #""message":"say \"no\"\n\u0001","path":"C:\\"}"# + "\n")
  }

  @Test func `nobody can forge a line of the log`() {
    let forged = "x\n2026-03-01T09:30:00.000000Z info profile: all is well"
    let text = logged(.text) { $0.info("\(forged)", metadata: ["key": "\(forged)"]) }
    #expect(text.filter { $0 == "\n" }.count == 1)
  }

  @Test func `an error is part of the line`() {
    let text = logged(.text) { $0.error("failed", error: ConfigurationError("no good")) }
    #expect(text.hasSuffix("failed error=\"no good\"\n"))
  }

  @Test func `lines beyond the bound are dropped and counted`() {
    let written = Written()
    let gate = Mutex(())
    let output = LogOutput(limit: 100) { lines in gate.withLock { _ in written.add(lines) } }
    gate.withLock { _ in
      for _ in 0..<100 { output.add("0123456789") }
    }
    output.flush()
    output.add("after")
    output.flush()
    let lines = written.text.split(separator: "\n")
    let kept = lines.count { $0 == "0123456789" }
    #expect((9...30).contains(kept))
    #expect(lines.suffix(2) == ["(\(100 - kept) lines were dropped: nobody read them)", "after"])
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
    (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
    (4_107_542_399_999_999, "2100-02-28T23:59:59.999999Z"),
    (1_709_251_199_000_001, "2024-02-29T23:59:59.000001Z"),
  ])
  func `instants are dates of the Gregorian calendar`(_ microseconds: Int64, _ text: String) {
    #expect(Instant.text(microseconds: microseconds) == text)
  }
}
