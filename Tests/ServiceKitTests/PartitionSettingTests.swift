import Testing

@testable import ServiceKit

@Suite struct PartitionSettingTests {
  @Test func `servers of partitions are names with commas between them`() throws {
    #expect(try ServiceDatabase.names(nil) == [])
    #expect(try ServiceDatabase.names("") == [])
    #expect(try ServiceDatabase.names("east, middle,west") == ["east", "middle", "west"])
  }

  @Test(arguments: ["east,,west", "east,", "east,west,east"])
  func `a list that cannot be meant is refused`(text: String) {
    #expect(throws: ConfigurationError.self) { try ServiceDatabase.names(text) }
  }
}
