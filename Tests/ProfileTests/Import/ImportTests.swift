import Messages
import RPC
import Testing

@testable import Profile

@Suite struct ImportTests {
  private static let header = [
    "crm_id", "email", "phone[home]", "given_name", "family_name", "birth_date", "time_zone",
    "postal.line1", "postal.locality", "postal.postal_code", "postal.country",
    "descriptive:pets:integer",
  ]

  private func customers(
    _ rows: [[String]], columns: [String] = header, id: String = "i1"
  ) -> ProfileV1.ImportBatchRequest {
    ProfileV1.ImportBatchRequest(
      requestId: id, kind: .customers, columns: columns,
      rows: rows.enumerated().map { ProfileV1.ImportRow(line: UInt32($0) + 2, cells: $1) },
      source: "customers.csv", provenance: .declared, observedAt: Facts.day(100), region: "CZ")
  }

  private func events(
    _ rows: [[String]], columns: [String], id: String = "e1"
  ) -> ProfileV1.ImportBatchRequest {
    ProfileV1.ImportBatchRequest(
      requestId: id, kind: .events, columns: columns,
      rows: rows.enumerated().map { ProfileV1.ImportRow(line: UInt32($0) + 2, cells: $1) },
      source: "events.csv", currency: "USD", eventType: "purchase")
  }

  private func row(_ number: Int) -> [String] {
    [
      "C\(number)", "p\(number)@example.com", "601 123 \(400 + number)", "Anna", "Nováková",
      "1980-02-29", "Europe/Prague", "Dlouhá \(number)", "Praha", "110 00", "CZ", "2",
    ]
  }

  @Test func `of ten rows three are refused, the rest goes in, and again changes nothing`()
    async throws
  {
    var rows = (0..<10).map { row($0) }
    rows[2][1] = "not an address"
    rows[5][6] = "Europe/Atlantis"
    rows[5][5] = "1980-02-30"
    rows[7] = ["C7"]
    try await Bench.with { [rows] bench in
      let reply = try await bench.handlers.importBatch(customers(rows), bench.call())
      #expect((reply.created, reply.changed, reply.unchanged, reply.refused) == (7, 0, 0, 3))
      #expect(reply.rows.map(\.line) == Array(2...11))
      #expect(reply.rows[2].problems.map(\.column) == ["email"])
      #expect(reply.rows[2].problems.map(\.columnNumber) == [2])
      #expect(reply.rows[2].problems.map(\.rule) == ["email.at"])
      #expect(reply.rows[5].problems.map(\.rule) == ["date", "time_zone"])
      #expect(reply.rows[7].problems.map(\.rule) == ["cells.count"])
      let again = try await bench.handlers.importBatch(
        customers(rows, id: "i2"), bench.call(day: 2))
      #expect((again.created, again.changed, again.unchanged, again.refused) == (0, 0, 7, 3))
      #expect(again.rows.map(\.customerId) == reply.rows.map(\.customerId))
      let replayed = try await bench.handlers.importBatch(customers(rows), bench.call(day: 3))
      #expect(replayed == reply)
      let profile = try await bench.profile(reply.rows[0].customerId)
      #expect(profile.displayName == "Anna Nováková")
      #expect(profile.timeZone == "Europe/Prague")
      #expect(profile.birthDate == RPCV1.Date(year: 1980, month: 2, day: 29))
      #expect(profile.identifiers.map(\.kind) == ["crm_id", "email", "phone", "postal"])
      #expect(profile.identifiers[2].label == "home")
      #expect(profile.identifiers[3].postal?.addressee == "Anna Nováková")
      #expect(profile.version == 1)
      #expect(try await bench.changes().count == 7)
    }
  }

  @Test func `a batch under a used id is refused`() async throws {
    try await Bench.with { bench in
      _ = try await bench.handlers.importBatch(customers([row(1)]), bench.call())
      let other = try await status {
        _ = try await bench.handlers.importBatch(customers([row(2)]), bench.call())
      }
      #expect(other == Status(.alreadyExists, "request_id", "other_content"))
    }
  }

  @Test func `rows of one customer meet, rows of two are never merged`() async throws {
    let columns = ["crm_id", "email", "given_name"]
    try await Bench.with { bench in
      let reply = try await bench.handlers.importBatch(
        customers(
          [
            ["1", "", "Anna"], ["", "a@example.com", "Anne"], ["1", "a@example.com", ""],
            ["1", "b@example.com", ""], ["", "", "Nobody"],
          ], columns: columns),
        bench.call())
      #expect(reply.rows.map(\.status) == [.created, .created, .refused, .changed, .refused])
      #expect(reply.rows[2].problems.map(\.rule) == ["identifier.one_owner"])
      #expect(reply.rows[2].problems.map(\.column) == ["email"])
      #expect(reply.rows[3].customerId == reply.rows[0].customerId)
      #expect(reply.rows[4].problems.map(\.rule) == ["identifier.required"])
    }
  }

  @Test func `a row may say how and when it is known`() async throws {
    try await Bench.with { bench in
      let reply = try await bench.handlers.importBatch(
        customers(
          [["1", "x", "inferred", "2001-02-03", "list"], ["2", "x", "guessed", "", ""]],
          columns: ["crm_id", "qualitative:mood", "provenance", "observed_at", "source"]),
        bench.call())
      #expect(reply.rows.map(\.status) == [.created, .refused])
      #expect(reply.rows[1].problems.map(\.column) == ["provenance"])
      let attribute = try await bench.profile(reply.rows[0].customerId).attributes[0]
      #expect(attribute.provenance == .inferred)
      #expect(attribute.category == .qualitative)
      #expect(attribute.source == "list")
      #expect(attribute.observedAt?.seconds == 981_158_400)
    }
  }

  @Test func `events find their customers and add up`() async throws {
    let columns = [
      "event_id", "crm_id", "occurred_at", "amount", "quantity", "property:cds:integer",
    ]
    try await Bench.with { bench in
      _ = try await bench.handlers.importBatch(customers([row(1), row(2)]), bench.call())
      let rows = [
        ["e1", "C1", "19970101", "29.33", "2", "2"], ["e2", "C1", "1997-01-18", "29.73", "2", "2"],
        ["e3", "C2", "1997-01-18T10:00:00Z", "5", "1", ""],
        ["e4", "C9", "1997-01-18", "1", "", ""],
        ["e5", "C1", "1997-01-18", "1.234", "", ""], ["e6", "C1", "1997-01-18", "-1", "", ""],
        ["e7", "C1", "tomorrow", "1", "", ""], ["", "C1", "1997-01-18", "1", "", ""],
        ["e1", "C1", "19970101", "29.34", "2", "2"], ["e8", "C1", "1997-01-18", "1", "few", "x"],
      ]
      let request = events(rows, columns: columns)
      let reply = try await bench.handlers.importBatch(request, bench.call())
      #expect((reply.created, reply.unchanged, reply.refused) == (3, 0, 7))
      #expect(
        reply.rows.dropFirst(3).map { $0.problems.map { "\($0.column) \($0.rule)" } } == [
          ["crm_id identifier.unknown"], ["amount amount.digits"], ["amount negative"],
          ["occurred_at time.format"], ["event_id required"], ["event_id other_content"],
          ["quantity quantity", "property:cds:integer value.integer"],
        ])
      let profile = try await bench.profile(reply.rows[0].customerId)
      #expect(profile.purchases?.orders == 2)
      #expect(profile.purchases?.totals.map(\.netMinorUnits) == [5906])
      var second = request
      second.requestId = "e2"
      let again = try await bench.handlers.importBatch(second, bench.call())
      #expect((again.created, again.unchanged, again.refused) == (0, 3, 7))
    }
  }

  @Test func `a header that cannot be is refused whole`() async throws {
    let wrong: [([String], Status)] = [
      (["crm_id", "shoe size"], Status(.invalidArgument, "columns[1]", "column.unknown")),
      (["crm_id", "crm_id"], Status(.invalidArgument, "columns[1]", "unique")),
      (["given_name"], Status(.invalidArgument, "columns", "identifier.required")),
      ([], Status(.invalidArgument, "columns", "count")),
      (["crm_id", "phone[HOME]"], Status(.invalidArgument, "columns[1]", "name")),
      (["crm_id", "descriptive:x:blob"], Status(.invalidArgument, "columns[1]", "column.type")),
      (["crm_id", "postal"], Status(.invalidArgument, "columns[1]", "column.unknown")),
      (["crm_id", "postal.planet"], Status(.invalidArgument, "columns[1]", "column.unknown")),
    ]
    try await Bench.with { bench in
      for (columns, expected) in wrong {
        let request = customers([columns.map { _ in "1" }], columns: columns)
        let refused = try await status {
          _ = try await bench.handlers.importBatch(request, bench.call())
        }
        #expect(refused == expected)
      }
      let noEventID = try await status {
        _ = try await bench.handlers.importBatch(
          events([["1"]], columns: ["crm_id"]), bench.call())
      }
      #expect(noEventID == Status(.invalidArgument, "columns", "required"))
      var many = customers([])
      let none = try await status { [many] in
        _ = try await bench.handlers.importBatch(many, bench.call())
      }
      #expect(none == Status(.invalidArgument, "rows", "count"))
      many.rows = (0..<1001).map { ProfileV1.ImportRow(line: $0, cells: row(Int($0))) }
      let tooMany = try await status { [many] in
        _ = try await bench.handlers.importBatch(many, bench.call())
      }
      #expect(tooMany == Status(.invalidArgument, "rows", "count"))
    }
  }
}

@Suite struct ImportRuleTests {
  @Test(arguments: [
    ("29.33", 2, 2933), ("29.3", 2, 2930), ("29", 2, 2900), ("0", 2, 0), ("-1.50", 2, -150),
    ("100", 0, 100), ("1.234", 3, 1234), ("9999999999999.99", 2, 999_999_999_999_999),
  ])
  func `amounts are read exactly`(text: String, digits: Int, units: Int64) throws {
    #expect(try DecimalAmount.minorUnits(text, digits: digits) == units)
  }

  @Test(arguments: [
    ("", 2), ("1,50", 2), ("1.", 2), (".5", 2), ("1.2.3", 2), ("--1", 2), ("1e3", 2), ("٣", 2),
    ("1 000", 2), ("1.5", 0), ("99999999999999999999", 2),
  ])
  func `what is no amount is refused`(text: String, digits: Int) {
    #expect(refusal { _ = try DecimalAmount.minorUnits(text, digits: digits) } != nil)
  }

  @Test func `rows that share an identifier are one group, whatever lies between`() {
    let facts = { (keys: [String]) in
      var facts = FactSet()
      facts.identifiers = keys.map { ProfileV1.Identifier(kind: "crm_id", value: $0) }
      return facts
    }
    let rows = [["a"], ["b"], ["c"], ["b", "d"], ["e"], ["d", "a"]].map(facts)
    #expect(ImportGroups.group(rows) == [[0, 1, 3, 5], [2], [4]])
    #expect(ImportGroups.group([]).isEmpty)
  }
}
