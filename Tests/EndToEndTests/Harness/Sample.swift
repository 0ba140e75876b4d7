import TestKit

/// A few customers with all that can be known of them, as files for `cameo import`.
enum Sample {
  static let survey = """
    {"requestId": "sample", "surveyId": "srv_sample", "title": "How was it?", "questions": [
      {"id": "recommend", "kind": "QUESTION_KIND_NPS", "text": "Would you recommend us?"}]}
    """

  static let customers = """
    crm_id,email,phone,given_name,family_name,birth_date,time_zone,observed_at
    c-1,anna@example.com,+61 491 570 006,Anna,Smith,1976-11-29,Australia/Perth,2024-01-01
    c-2,berta@example.com,+61 491 570 156,Berta,Stone,1980-02-03,Australia/Perth,2024-01-01
    c-3,not an address,,Carl,Sand,1990-01-01,,2024-01-01

    """

  static let events = """
    event_id,crm_id,type,occurred_at,amount,currency,quantity,channel
    p-1,c-1,purchase,1997-01-01,29.33,USD,2,web
    p-2,c-1,purchase,1997-01-18,29.73,USD,2,web
    p-3,c-9,purchase,1997-01-18,29.73,USD,2,web

    """

  static let consents = """
    event_id,crm_id,purpose,channel,action,effective_at,valid_until,collection_method,source
    g-1,c-1,marketing,email,grant,2024-01-01T01:46:57Z,,web_form,sign-up
    g-2,c-1,marketing,sms,withdraw,2024-01-02T03:44:57Z,,web_form,sign-up
    g-3,c-2,marketing,fax,grant,2024-01-02T03:44:57Z,,web_form,sign-up

    """

  static let responses = """
    response_id,crm_id,survey_id,question_id,score,verbatim,submitted_at
    r-1,c-1,srv_sample,recommend,9,"Fast, and friendly.",2025-07-01T08:00:57Z
    r-2,c-2,srv_sample,recommend,11,,2025-07-01T08:00:57Z

    """
}

extension Cluster {
  /// Imports the sample with the tool, and returns what each file's import said, in order.
  func importSample() async throws -> [Outcome] {
    let made = try await cameo("call", "cameo.survey.v1.SurveyService/CreateSurvey", Sample.survey)
    guard made.status == 0 else { throw HarnessError(made.testDescription) }
    var outcomes: [Outcome] = []
    for (name, rows) in [
      ("customers.csv", Sample.customers), ("events.csv", Sample.events),
      ("consents.csv", Sample.consents), ("responses.csv", Sample.responses),
    ] {
      outcomes.append(try await cameo("import", try folder.write(name, rows)))
    }
    return outcomes
  }
}
