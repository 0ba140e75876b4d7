import ArgumentParser
import Foundation
import RPC
import Runtime
import Storage
import TLS

/// Why a command could not do what it was asked: one line for the person, and what to do next.
struct ExitError: Error, CustomStringConvertible {
  /// Codes of sysexits.h, where one fits.
  enum Code: Int32 {
    case refused = 1
    case dataError = 65
    case noInput = 66
    case unavailable = 69
    case software = 70
    case notPermitted = 77
  }

  let code: Code
  let message: String
  var hint = ""

  var description: String { hint.isEmpty ? message : "\(message)\n  \(hint)" }
}

extension ExitError {
  /// What an error of the layers below means to somebody at a terminal.
  init(_ error: any Error, talkingTo target: String) {
    switch error {
    case let error as ExitError: self = error
    case let error as RPCError: self.init(status: error, target: target)
    case let error as StorageError: self.init(error)
    case let error as TLSError:
      self.init(
        code: .noInput, message: "\(error)",
        hint: "--certs DIR says where they are, --as NAME whose certificate is shown.")
    case let error as RuntimeError:
      self.init(code: error.code == .address ? .dataError : .unavailable, message: "\(error)")
    default: self.init(code: .software, message: "\(error)")
    }
  }

  private init(status: RPCError, target: String) {
    switch status.code {
    case .unavailable:
      self.init(
        code: .unavailable, message: status.message,
        hint: "Is the service running? `cameo health` asks all four; --help names the options.")
    case .deadlineExceeded:
      self.init(
        code: .unavailable, message: "\(target) did not answer in time: \(status.message)",
        hint: "Give it longer with --timeout SECONDS.")
    case .permissionDenied, .unauthenticated:
      self.init(
        code: .notPermitted, message: status.description,
        hint: "Choose another certificate with --as NAME.")
    case .invalidArgument, .outOfRange, .alreadyExists, .failedPrecondition, .aborted:
      self.init(code: .dataError, message: status.description)
    case .notFound: self.init(code: .refused, message: status.message)
    default: self.init(code: .software, message: status.description)
    }
  }
}

/// Runs a command's body; an error ends the process with its code, its text on standard error.
func exiting(talkingTo target: String = "the service", _ body: () async throws -> Void) async throws
{
  do {
    try await body()
  } catch let error as ExitCode {
    throw error
  } catch let error as CleanExit {
    throw error
  } catch {
    let error = ExitError(error, talkingTo: target)
    FileHandle.standardError.write(Data("cameo: \(error)\n".utf8))
    throw ExitCode(error.code.rawValue)
  }
}

extension Error {
  /// The system's own words, where an error of Foundation has them.
  var why: String {
    let error = self as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    return cause.domain == NSPOSIXErrorDomain
      ? RuntimeError.text(Int32(clamping: cause.code))
      : error.localizedFailureReason ?? error.localizedDescription
  }
}
