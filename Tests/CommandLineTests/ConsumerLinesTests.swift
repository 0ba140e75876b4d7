import Messages
import Testing

@testable import cameo

@Suite struct ConsumerLinesTests {
  @Test func `a log shows what it keeps, and each consumer how far it is`() {
    let reply = RPCV1.ListConsumersReply(
      consumers: [
        .init(consumer: "consent", owner: "spiffe://c/service/consent", cursor: 12),
        .init(
          consumer: "mail", owner: "spiffe://c/client/mail", cursor: 10, entriesBehind: 2,
          behind: .init(microseconds: 3_500_000)),
        .init(
          consumer: "old", owner: "spiffe://c/client/old\u{1B}", cursor: 1, entriesBehind: 11,
          droppedAt: .init(microseconds: 60_000_000),
          droppedBecause: "11 entries behind, 10 allowed"),
      ], newestCursor: 12, compactedCursor: 4)
    #expect(
      ConsumerLines("profile", reply).lines == [
        "profile   cursors 5 to 12",
        "  consent  up to date, at 12, spiffe://c/service/consent",
        "  mail     2 entries, 3 s behind, at 10, spiffe://c/client/mail",
        "  old      DROPPED 1970-01-01 00:01: 11 entries behind, 10 allowed, at 1,"
          + " spiffe://c/client/old\u{FFFD}",
      ])
  }

  @Test func `a log without entries or consumers says so`() {
    let reply = RPCV1.ListConsumersReply(newestCursor: 7, compactedCursor: 7)
    #expect(
      ConsumerLines("survey", reply).lines == ["survey    nothing kept, up to 7", "  no consumers"])
  }
}
