import Messages
package import RPC
import Stubs

/// The three services that the gateway asks.
package struct Upstreams: Sendable {
  package var profile: Channel
  package var consent: Channel
  package var survey: Channel

  package init(profile: Channel, consent: Channel, survey: Channel) {
    self.profile = profile
    self.consent = consent
    self.survey = survey
  }

  /// The way to the service of one part.
  subscript(part: Part) -> Channel {
    switch part {
    case .profile: profile
    case .consent: consent
    case .survey: survey
    }
  }

  /// A part of one customer's view, still encoded.
  func answer(_ part: Part, of customerId: String, _ options: CallOptions) async -> PartAnswer {
    do {
      return .good(try await bytes(part, of: customerId, options))
    } catch let error as RPCError {
      return .failed(error)
    } catch is CancellationError {
      return .failed(RPCError(.cancelled, "The call was cancelled."))
    } catch {
      return .failed(RPCError(.unknown, "\(error)"))
    }
  }

  private func bytes(_ part: Part, of customerId: String, _ options: CallOptions) async throws
    -> [UInt8]
  {
    switch part {
    case .profile:
      try await ProfileServiceClient(profile).getProfileEncoded(
        ProfileV1.GetProfileRequest(customerId: customerId), options
      ).bytes
    case .consent:
      try await ConsentServiceClient(consent).getConsentStateEncoded(
        ConsentV1.GetConsentStateRequest(customerId: customerId), options
      ).bytes
    case .survey:
      try await SurveyServiceClient(survey).getSubjectSummaryEncoded(
        SurveyV1.GetSubjectSummaryRequest(customerId: customerId), options
      ).bytes
    }
  }
}
