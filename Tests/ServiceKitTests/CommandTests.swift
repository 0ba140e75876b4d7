import ArgumentParser
import Testing

@testable import ServiceKit

@Suite struct CommandTests {
  private func settings(_ arguments: String...) throws -> ServiceSettings {
    try ServiceCommand<NotesService>.parse(arguments).settings(environment: [:])
  }

  @Test func `flags become settings`() throws {
    let settings = try settings(
      "--listen", "127.0.0.1:1", "--log-level", "debug", "--set", "greeting=a=b", "--set",
      "loops=3")
    #expect(try settings.text("listen") == "127.0.0.1:1")
    #expect(try settings.text("log.level") == "debug")
    #expect(try settings.text("greeting") == "a=b")
    #expect(try settings.integer("loops", in: 1...4) == 3)
  }

  @Test(arguments: [
    (["--set", "loops"], "NAME=VALUE"), (["--set", "lops=1"], "did you mean loops?"),
    (["--config", "/no/such.json"], "/no/such.json"),
  ])
  func `a wrong flag says how to write it`(_ arguments: [String], _ hint: String) throws {
    let error = try #require(throws: ConfigurationError.self) {
      try ServiceCommand<NotesService>.parse(arguments).settings(environment: [:])
    }
    #expect(error.message.contains(hint))
  }

  @Test func `the help names every setting and shows examples`() {
    let help = ServiceCommand<NotesService>.helpMessage()
    for setting in ServiceSettings.declarations(of: NotesService.self) {
      #expect(help.contains(setting.name))
    }
    #expect(help.contains("cameo-survey --certs certs --data data"))
    #expect(help.contains("What every answer begins with."))
  }
}
