import TestKit
import Testing

extension EndToEnd {
  /// What a person may get wrong at each command: the exit code tells a script, the text a person what to
  /// do next.
  @Suite struct WrongInput {
    /// Nobody listens at port 9; the folder of each case holds a few files to trip over.
    private static let files = [
      "empty.csv": "", "colours.csv": "colour,size\nred,1\n", "twice.csv": "email,email\na,b\n",
      "short.csv": "email,given_name\nanna@example.com\n", "good.csv": "email\nanna@example.com\n",
    ]

    @Test(arguments: cases)
    func `is refused with what to do instead`(wrong: Case) async throws {
      let folder = try Folder()
      for (name, text) in Self.files { _ = try folder.write(name, text) }
      _ = try folder.write("bytes.csv", [0xFF, 0xFE, 0x00])
      var environment = ["CAMEO_CERTS": TestCertificates.directory]
      for part in Part.allCases {
        environment["CAMEO_\(part.rawValue.uppercased())"] = "127.0.0.1:9"
      }
      let arguments = wrong.arguments.map { argument in
        Self.files[argument] == nil && argument != "bytes.csv"
          ? argument.replacing("FOLDER", with: folder.path) : "\(folder.path)/\(argument)"
      }
      let outcome = try await Outcome.of("cameo", arguments, environment: environment, input: "")
      #expect(!outcome.wasKilled && outcome.status == wrong.status, "\(outcome.testDescription)")
      let said = outcome.error + outcome.output
      for word in wrong.words.map({ $0.replacing("FOLDER", with: folder.path) }) {
        #expect(said.contains(word), "\(outcome.testDescription)")
      }
    }

    /// What only the services can see.
    @Test func `is refused by the services with the field and the rule`() async throws {
      try await Cluster.with { cluster in
        _ = try await cluster.importSample()
        for wrong in Self.refusedByServices {
          let outcome = try await cluster.cameo(wrong.arguments)
          #expect(
            !outcome.wasKilled && outcome.status == wrong.status, "\(outcome.testDescription)")
          for word in wrong.words {
            #expect(outcome.error.contains(word), "\(outcome.testDescription)")
          }
        }
        #expect(try await cluster.cameo("health").status == 0)
      }
    }

    private static let refusedByServices = [
      Case("view nobody@example.com", 1, "no customer has the email nobody@example.com"),
      Case("view 01ARZ3NDEKTSV4RRFFQ69G5FAV", 1, "there is no customer 01ARZ3NDEKTSV4RRFFQ69G5FAV"),
      Case("view email:x", 65, "has no @"),
      Case("may-contact nobody@example.com --purpose research --channel sms", 1, "no customer has"),
      Case(
        "may-contact anna@example.com --purpose spam --channel sms", 65, "\"spam\" is not known",
        "marketing, research"),
      Case(
        "may-contact anna@example.com --purpose research --channel fax", 65, "email, sms, phone"),
      Case("\(ask) --at yesterday", 65, "2026-12-01T20:30:00Z"),
      Case("\(ask) --at 2099-01-01T00:00:00Z", 65, "366 days"),
      Case("call cameo.profile.v1.ProfileService/Nothing", 65, "ProfileService/Identify("),
      Case("call \(get) {", 65, "line 1"),
      Case("call \(get) {\"customer\":\"x\"}", 65, "did you mean customerId?"),
      Case("call \(get) {\"customerId\":1}", 65, "a string should be here"),
      Case("call \(get) {}", 65, "26 characters"),
    ]

    struct Case: Sendable, CustomTestStringConvertible {
      let arguments: [String]
      let status: Int32
      let words: [String]

      init(_ command: String, _ status: Int32, _ words: String...) {
        arguments = command.split(separator: " ").map(String.init)
        self.status = status
        self.words = words
      }

      var testDescription: String { "cameo " + arguments.joined(separator: " ") }
    }

    static let cases = view + mayContact + imports + call + health + certs + db + testServer + bench

    private static let view = [
      Case("view", 64, "Missing expected argument '<CUSTOMER>'"),
      Case("view nobody", 64, "'nobody' is invalid", "KIND:VALUE as in crm_id:4711"),
      Case("view anna@example.com --timeout 0", 64, "up to a day"),
      Case("view anna@example.com --target nonsense", 65, "write HOST:PORT"),
      Case("view anna@example.com", 69, "127.0.0.1:9 cannot be reached", "`cameo health`"),
      Case(
        "view anna@example.com --certs /nowhere", 66, "/nowhere/ca.pem", "`cameo certs init DIR`"),
      Case("view anna@example.com --as mallory", 66, "mallory.pem"),
    ]

    private static let ask = "may-contact anna@example.com --purpose marketing --channel email"
    private static let mayContact = [
      Case("may-contact anna@example.com", 64, "--purpose <NAME>", "marketing, research"),
      Case("may-contact anna@example.com --purpose marketing", 64, "--channel <NAME>"),
      Case("may-contact anna --purpose marketing --channel email", 64, "KIND:VALUE"),
      Case(
        "may-contact 01ARZ3NDEKTSV4RRFFQ69G5FAV --purpose a --channel b --at now", 65, "2026-12-01T"
      ),
      Case(ask, 69, "127.0.0.1:9 cannot be reached"),
    ]

    private static let imports = [
      Case("import", 64, "Missing expected argument '<FILE.csv>'"),
      Case("import /nowhere.csv", 66, "/nowhere.csv cannot be read"),
      Case("import empty.csv", 65, "its first line names the columns"),
      Case("import colours.csv", 65, "no column that names a customer", "--kind"),
      Case("import twice.csv", 65, "two columns \"email\""),
      Case("import bytes.csv", 65, "Save it as UTF-8"),
      Case("import short.csv", 1, ":2: 1 cells, but the header names 2 columns", "1 refused"),
      Case("import FOLDER", 66, "FOLDER is a folder, not a CSV file"),
      Case("import -", 65, "standard input is empty"),
      Case("import good.csv --report FOLDER", 66, "FOLDER is a folder, not a file"),
      Case("import good.csv --report FOLDER/none/r", 66, "FOLDER/none/r cannot be written"),
      Case("import FOLDER/good.csv --ids FOLDER/good.csv", 65, "is the file to import"),
      Case("import good.csv --kind people", 64, "'customers', 'events', 'consents' or 'responses'"),
      Case("import good.csv --observed-at never", 65, "2026-11-21T20:00:00Z"),
      Case("import good.csv", 69, "cannot be reached"),
    ]

    private static let db = [
      Case("db backup", 64, "--admin HOST:PORT for a service that runs"),
      Case("db backup FOLDER/no.db b.db", 66, "there is no FOLDER/no.db"),
      Case("db backup FOLDER FOLDER/b.db", 66, "FOLDER is a folder"),
      Case("db backup --admin 127.0.0.1:9", 69, "127.0.0.1:9 cannot be reached", "100 above"),
      Case("db backup --admin nonsense", 65, "write HOST:PORT"),
      Case("db verify bytes.csv", 65, "bytes.csv"),
      Case("db verify FOLDER/no.db", 66, "there is no FOLDER/no.db"),
      Case("db restore good.csv FOLDER/new.db", 65, "good.csv"),
      Case("db restore good.csv FOLDER/empty.csv", 66, "empty.csv is there already"),
      Case("db migrate good.csv", 65, "no service's", "profile.db, consent.db, survey.db"),
      Case("db migrate FOLDER/profile.db", 66, "there is no FOLDER/profile.db"),
    ]

    private static let get = "cameo.profile.v1.ProfileService/GetProfile"
    private static let call = [
      Case("call", 64, "Missing expected argument '<METHOD>'"),
      Case("call nonsense", 64, "--target HOST:PORT"),
      Case("call cameo.nothing.v1.X/Y", 64, "--target HOST:PORT"),
      Case("call \(get) {}", 69, "127.0.0.1:9 cannot be reached"),
      Case("call \(get) {} --target nonsense", 65, "write HOST:PORT"),
      Case("call \(get) {} --as mallory", 66, "mallory.pem"),
    ]

    private static let health = [
      Case("health", 69, "gateway", "127.0.0.1:9", "UNREACHABLE"),
      Case("health nonsense", 69, "nonsense", "write HOST:PORT"),
      Case("health --wait soon", 64, "'soon' is invalid", "--wait <SECONDS>"),
      Case("health 127.0.0.1:9 --wait 0.1 --timeout 0.1", 69, "UNREACHABLE"),
      Case("health --timeout nan", 64, "up to a day"),
      Case("health --certs /nowhere", 66, "`cameo certs init DIR`"),
    ]

    private static let certs = [
      Case("certs init", 64, "Missing expected argument '<DIR>'"),
      Case("certs init /proc/nowhere", 65, "cannot make directory /proc/nowhere"),
      Case("certs init FOLDER/new --trust-domain NO", 65, "may hold only a-z"),
      Case("certs issue FOLDER mailer", 66, "no ca.pem", "`cameo certs init FOLDER`"),
      Case("certs issue FOLDER mailer --kind robot", 64, "service or client, not robot"),
      Case("certs issue FOLDER", 64, "Missing expected argument '<NAME>'"),
      Case("certs renew FOLDER mailer", 66, "no ca.pem"),
      Case("certs revoke FOLDER mailer", 66, "no ca.pem"),
      Case("certs revoke FOLDER --days 0", 64, "--days is from 1 to 36500"),
      Case("certs policy /nowhere", 65, "cannot write /nowhere/policy.json"),
    ]

    private static let testServer = [
      Case("test-server --listen nonsense", 65, "write HOST:PORT"),
      Case("test-server --listen 127.0.0.1:70000", 65, "write HOST:PORT"),
      Case("test-server --listen 192.0.2.1:80", 69, "cannot listen at 192.0.2.1:80"),
      Case("test-server --loops 0", 64, "--loops is from 1 to 256"),
      Case("test-server --max-streams 0", 64, "--max-streams is from 1"),
      Case("test-server --max-frame 1000", 64, "--max-frame is from 16368 to"),
      Case("test-server --stream-window 1", 64, "--stream-window is from 262144"),
      Case("test-server --max-age 0", 64, "--max-age is from 0.001 to 86400"),
      Case("test-server --keepalive soon", 64, "'soon' is invalid for '--keepalive"),
      Case("test-server --certs /nowhere", 66, "/nowhere/ca.pem"),
      Case("test-server --as nobody", 66, "nobody.pem"),
    ]

    private static let bench = [
      Case("bench echo --payload 5000000", 64, "from 0 to 4000000"),
      Case("bench echo --in-flight 0", 64, "--in-flight is from 1"),
      Case("bench echo --rate 0", 64, "--rate is from 0.001"),
      Case("bench echo --target 127.0.0.1:9 --seconds 0.1 --warm-up 0", 69, "cannot be reached"),
      Case("bench view", 64, "--ids <FILE>", "`cameo bench populate`"),
      Case("bench view --ids /nowhere", 66, "/nowhere cannot be read", "`cameo bench populate"),
      Case("bench view --ids empty.csv", 65, "holds no customer ids"),
      Case("bench write --ids empty.csv --kind erase", 64, "track", "grant"),
      Case("bench populate --customers 1 --ids FOLDER/ids", 69, "cannot be reached"),
    ]
  }
}
