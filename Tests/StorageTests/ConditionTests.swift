import Foundation
import Testing

@testable import Storage

@Suite struct ConditionTests {
  private static let full = StorageError(.full, "no room")

  @Test func `what is told last is how it is, whoever reports at once`() async throws {
    let condition = DatabaseCondition()
    let (recovered, told) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    // Another comes in between two observers. Where that is not possible it waits, and so do we, a little.
    condition.observe { event in
      guard case .failing = event else { return }
      Thread.detachNewThread {
        condition.recover()
        recovered.signal()
        told.signal()
      }
      _ = recovered.wait(timeout: .now() + 0.2)
    }
    let events = Events(condition)
    condition.fail(Self.full)
    await Task.detached { told.wait() }.value
    #expect(!condition.isFailing)
    #expect(events.all == [.failing(Self.full), .recovered])
  }

  @Test func `a damaged file is left alone, also by who tries whether a disk is well again`()
    async throws
  {
    let condition = DatabaseCondition()
    let writer = try StorageThread.start(name: "test") { $0.runJobs() }
    defer { writer.stop() }
    let recovery = Recovery(writer, condition, every: .seconds(3_600))
    condition.fail(Self.full)
    #expect(recovery.isTrying)
    condition.fail(StorageError(.corrupt, "page 7 is damaged"))
    #expect(!recovery.isTrying)
    recovery.end()
  }
}
