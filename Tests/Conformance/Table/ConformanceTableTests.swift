import TestKit
import Testing

/// The table tells the truth.
@Suite struct ConformanceTableTests {
  @Test func `a case that throws is a failure, with its reason, and the others are counted`()
    async throws
  {
    let table = ConformanceTable()
    try await Subject.with { subject in
      let good = ConformanceCase("area/good", "what it shows") { _ in }
      let bad = ConformanceCase("area/bad", "what it shows") { _ in throw HarnessError("because") }
      try await good.run(with: subject, noting: table)
      await #expect(throws: HarnessError.self) {
        try await bad.run(with: subject, noting: table)
      }
    }
    let lines = table.text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first == "FAIL  area/bad   because")
    #expect(lines.dropFirst().first == "pass  area/good  what it shows")
    #expect(lines.last == "2 conformance cases: 1 passed, 1 failed")
  }

  @Test func `a selection that names no case is an error, and says so`() throws {
    for prefix in ["", "wire", "wire/drain/", "wire/survival"] {
      try Selection.check(prefix, of: Conformance.cases)
    }
    let error = #expect(throws: HarnessError.self) {
      try Selection.check("wire/windoow", of: Conformance.cases)
    }
    #expect(error?.description.contains("wire/windoow") == true)
  }

  @Test func `no two cases have the same name, and each says its area and what it shows`() {
    let names = Conformance.cases.map(\.name)
    #expect(Set(names).count == names.count)
    for one in Conformance.cases {
      #expect(!one.area.isEmpty && !one.checks.isEmpty, "\(one.name)")
      #expect(
        one.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/_".contains($0)) })
    }
  }
}
