import Profile
import ServiceKit

await ServiceMain.run(ProfileService.self)
