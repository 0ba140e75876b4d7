#include "CPhoneNumber.h"

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

cameo_phone_status status_of(PhoneNumberUtil::ErrorType error) {
  switch (error) {
    case PhoneNumberUtil::NO_PARSING_ERROR: return CAMEO_PHONE_OK;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return CAMEO_PHONE_REGION_NEEDED;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN: return CAMEO_PHONE_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN: return CAMEO_PHONE_TOO_LONG;
    default: return CAMEO_PHONE_NOT_A_NUMBER;
  }
}

cameo_phone_status status_of(PhoneNumberUtil::ValidationResult result) {
  switch (result) {
    case PhoneNumberUtil::TOO_SHORT: return CAMEO_PHONE_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG: return CAMEO_PHONE_TOO_LONG;
    default: return CAMEO_PHONE_NOT_ASSIGNED;
  }
}

// False when it is no + and 1 to 15 digits, which the numbering plans rule out.
bool digits_of(const std::string &e164, uint64_t &digits) {
  if (e164.size() < 2 || e164.size() > 16 || e164[0] != '+') return false;
  digits = 0;
  for (size_t i = 1; i < e164.size(); i++) {
    if (e164[i] < '0' || e164[i] > '9') return false;
    digits = digits * 10 + static_cast<uint64_t>(e164[i] - '0');
  }
  return true;
}

uint32_t packed(const std::string &region) {
  uint32_t bytes = 0;
  for (size_t i = 0; i < region.size() && i < 3; i++) {
    bytes |= static_cast<uint32_t>(static_cast<unsigned char>(region[i])) << (8 * i);
  }
  return bytes;
}

cameo_phone_status parse(const std::string &text, const std::string &region,
                         cameo_phone_result &result) {
  const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  const auto error = util.Parse(text, region.empty() ? "ZZ" : region, &number);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) return status_of(error);
  if (number.has_extension()) return CAMEO_PHONE_HAS_EXTENSION;
  if (!util.IsValidNumber(number)) return status_of(util.IsPossibleNumberWithReason(number));
  std::string e164, country;
  util.Format(number, PhoneNumberUtil::E164, &e164);
  util.GetRegionCodeForNumber(number, &country);
  result.region = packed(country);
  return digits_of(e164, result.e164) ? CAMEO_PHONE_OK : CAMEO_PHONE_UNAVAILABLE;
}

}  // namespace

extern "C" cameo_phone_result cameo_phone_parse(const char *text, size_t length,
                                                const char *region) {
  cameo_phone_result result = {};
  try {
    result.status = parse(std::string(text, length), region, result);
  } catch (...) {
    result.status = CAMEO_PHONE_UNAVAILABLE;
  }
  if (result.status != CAMEO_PHONE_OK) result.e164 = result.region = 0;
  return result;
}
