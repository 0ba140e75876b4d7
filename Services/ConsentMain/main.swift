import Consent
import ServiceKit

await ServiceMain.run(ConsentService.self)
