import Testing

@testable import Storage

@Suite struct PostgreSQLPipelineTests {
  private static let command = PostgreSQLCommand(sql: "SELECT 1")

  /// A batch of one statement that is prepared first.
  private static func owe(_ batch: PostgreSQLBatch, to pipeline: inout PostgreSQLPipeline) {
    pipeline.owe(.preparation(.init(command), sql: command.sql, batch))
    pipeline.owe(.statement(sql: command.sql, batch))
    pipeline.owe(.sync(batch, isLast: true))
  }

  private static func isOutOfTurn() { Issue.record("something else is answered next") }

  @Test func `answers are taken in the order of what was sent`() {
    var pipeline = PostgreSQLPipeline()
    let batch = PostgreSQLBatch([[Self.command]])
    Self.owe(batch, to: &pipeline)
    guard case .preparation = pipeline.next() else { return Self.isOutOfTurn() }
    // The first is the end of what came before it.
    var ends = [pipeline.ended()]
    pipeline.answered()
    ends.append(pipeline.ended())
    guard case .statement = pipeline.next() else { return Self.isOutOfTurn() }
    pipeline.answered()
    pipeline.answered()
    ends.append(pipeline.ended())
    guard case .sync = pipeline.next() else { return Self.isOutOfTurn() }
    // A sync has one answer and no end.
    pipeline.answered()
    if pipeline.next() != nil { Issue.record("something is owed still") }
    ends.append(pipeline.ended())
    #expect(ends == [false, true, true, false])
  }

  @Test func `whoever is owed anything is told once when the connection is lost`() {
    var pipeline = PostgreSQLPipeline()
    let batches = (0..<3).map { _ in PostgreSQLBatch([[Self.command]]) }
    for batch in batches.dropLast() { Self.owe(batch, to: &pipeline) }
    // libpq did not take more of the last than its preparation.
    pipeline.owe(.preparation(.init(Self.command), sql: Self.command.sql, batches[2]))
    _ = pipeline.next()
    let abandoned = pipeline.abandon()
    #expect(abandoned.map(ObjectIdentifier.init) == batches.map(ObjectIdentifier.init))
    let left = pipeline.abandon()
    #expect(left.isEmpty)
  }
}
