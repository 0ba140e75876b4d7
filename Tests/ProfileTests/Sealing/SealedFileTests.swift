import Encryption
import Foundation
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import Testing

@testable import Profile

/// What lies in the files, and what becomes of it when a key does.
@Suite struct SealedFileTests {
  /// What nobody without the key may find.
  private let secrets = [
    "anna.novakova@example.com", "+420601123456", "Novakova", "Annabella", "Dlouha 12",
    "crm-4711-secret", "purple-shoes", "1985-03-07", "import.row@example.com",
    "visitor-cookie-77",
  ]

  /// A customer with every kind of personal data, another by an import, and a visitor.
  private func fill(_ bench: Bench) async throws -> String {
    let customer = try await bench.handlers.identify(
      ProfileV1.IdentifyRequest(
        requestId: "r1",
        identifiers: [
          ProfileV1.Identifier(kind: "email", value: "anna.novakova@example.com"),
          ProfileV1.Identifier(kind: "phone", value: "+420601123456"),
          ProfileV1.Identifier(kind: "crm_id", value: "crm-4711-secret"),
          ProfileV1.Identifier(
            kind: "postal",
            postal: ProfileV1.PostalAddress(
              addressee: "Annabella Novakova", lines: ["Dlouha 12"], locality: "Praha",
              postalCode: "11000", country: "CZ")),
        ],
        attributes: [
          declared("given_name", "Annabella"), declared("family_name", "Novakova"),
          declared("note", "born 1985-03-07"),
        ]), bench.call()
    ).customerId
    var event = purchase("e1", day: 3)
    event.properties = [
      ProfileV1.Property(name: "item", value: ProfileV1.Value(kind: .text("purple-shoes")))
    ]
    _ = try await bench.track(event, customer: customer)
    _ = try await bench.handlers.upsertAttributes(
      ProfileV1.UpsertAttributesRequest(
        requestId: "r2", customerId: customer, attributes: [declared("colour", "purple-shoes")]),
      bench.call())
    _ = try await bench.track(visit("e2", day: 4), [("cookie", "visitor-cookie-77")])
    _ = try await bench.handlers.importBatch(
      ProfileV1.ImportBatchRequest(
        requestId: "r3", kind: .customers, columns: ["email", "given_name"],
        rows: [
          ProfileV1.ImportRow(line: 2, cells: ["import.row@example.com", "Annabella"]),
          ProfileV1.ImportRow(line: 3, cells: ["anna.novakova", "Novakova"]),
        ], source: "crm", provenance: .declared, observedAt: Facts.day(3)), bench.call())
    return customer
  }

  @Test func `no file holds a name, an address or a number as it is`() async throws {
    try await Bench.with(isSealing: false) { bench in
      _ = try await fill(bench)
      // All of them would be there; so the search finds what is.
      #expect(try bench.found(secrets) == secrets)
    }
    try await Bench.with(isSealing: true) { bench in
      let customer = try await fill(bench)
      #expect(try bench.found(secrets) == [])
      #expect(try bench.found([customer]) == [customer])
    }
  }

  @Test func `a customer whose key is destroyed is gone, from an old backup too`() async throws {
    try await Bench.with(isSealing: true) { bench in
      let customer = try await fill(bench)
      let keys = try await bench.keys?.subjects()
      let files = ["", "-wal"].map { bench.folder + "/profile.db" + $0 }
      let backup = files.map { FileManager.default.contents(atPath: $0) }
      try await keys?.destroy(customer)
      let folder = bench.folder + "/restored"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for (bytes, end) in zip(backup, ["", "-wal"]) {
        try bytes?.write(to: URL(fileURLWithPath: folder + "/profile.db" + end))
      }
      let restored = try SQLiteDatabase(path: folder + "/profile.db")
      let vault = try #require(try await bench.keys?.vault())
      let handlers = ProfileHandlers(store: ProfileStore(database: restored, vault: vault))
      let erased = Status(.notFound, "customer_id", "erased")
      for body in [
        { _ = try await handlers.getProfile(.init(customerId: customer), bench.call()) },
        { _ = try await handlers.getTimeline(.init(customerId: customer), bench.call()) },
        { _ = try await handlers.listAttributeValues(.init(customerId: customer), bench.call()) },
        {
          _ = try await handlers.track(
            .init(customerId: customer, event: visit("e9", day: 9)), bench.call())
        },
        {
          _ = try await handlers.upsertAttributes(
            ProfileV1.UpsertAttributesRequest(
              requestId: "r2", customerId: customer,
              attributes: [declared("colour", "purple-shoes")]), bench.call())
        },
      ] as [() async throws -> Void] {
        #expect(try await status(body) == erased)
      }
      // An import says so of their rows alone.
      let imported = try await handlers.importBatch(
        ProfileV1.ImportBatchRequest(
          requestId: "r9", kind: .customers, columns: ["email", "given_name"],
          rows: [
            ProfileV1.ImportRow(line: 2, cells: [secrets[0], "Anna"]),
            ProfileV1.ImportRow(line: 3, cells: ["berta@example.com", "Berta"]),
          ], source: "crm", provenance: .declared, observedAt: Facts.day(3)), bench.call())
      #expect(imported.rows.map(\.status) == [.refused, .created])
      #expect(imported.rows.first?.problems.map(\.rule) == ["erased"])
      // Others are there as before.
      let other = try await handlers.resolveIdentifier(
        ProfileV1.ResolveIdentifierRequest(
          identifier: ProfileV1.Identifier(kind: "email", value: "import.row@example.com")),
        bench.call())
      let profile = try await handlers.getProfile(
        .init(customerId: other.customerId), bench.call()
      ).decoded()
      #expect(profile.displayName == "Annabella")
      await restored.close()
    }
  }

  @Test func `a row that was moved to another customer does not open`() async throws {
    try await Bench.with(isSealing: true) { bench in
      let customer = try await fill(bench)
      try await bench.database.write(customer: customer) { writer in
        try await writer.execute(
          """
          UPDATE profiles SET body = (SELECT body FROM profiles WHERE customer_id <> $1 LIMIT 1)
          WHERE customer_id = $1
          """, [.text(customer)])
      }
      let error = try await #require(throws: RPCError.self) { try await bench.profile(customer) }
      #expect(error.code == .dataLoss && error.message.contains("profiles.body of \(customer)"))
    }
  }

  @Test func `facts of one time are listed with the right winner`() async throws {
    try await Bench.with { bench in
      let customer = try await bench.identify(
        "r", [("email", "a@example.com")],
        attributes: (0..<8).map { declared("colour", "shade \($0)", day: 5) }
      ).customerId
      let records = try await bench.handlers.listAttributeValues(
        .init(customerId: customer, name: "colour", pageSize: 3), bench.call())
      var all = records.records
      var token = records.nextPageToken
      while !token.isEmpty {
        let next = try await bench.handlers.listAttributeValues(
          .init(customerId: customer, name: "colour", pageSize: 3, pageToken: token),
          bench.call())
        all += next.records
        token = next.nextPageToken
      }
      let texts = all.map { record -> String in
        guard case .text(let text) = record.attribute?.value?.kind else { return "" }
        return text
      }
      #expect(texts.sorted() == (0..<8).map { "shade \($0)" })
      #expect(zip(texts, all).filter { $1.wins }.map(\.0) == ["shade 7"])
    }
  }
}
