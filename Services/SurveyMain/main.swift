import ServiceKit
import Survey

await ServiceMain.run(SurveyService.self)
