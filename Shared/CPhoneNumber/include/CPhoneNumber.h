// What Cameo needs of libphonenumber, as C: one number in, its E.164 form and country out.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CAMEO_PHONE_OK = 0,
  CAMEO_PHONE_NOT_A_NUMBER = 1,    // not read as a phone number at all
  CAMEO_PHONE_REGION_NEEDED = 2,   // a national number, and no known country to read it in
  CAMEO_PHONE_TOO_SHORT = 3,
  CAMEO_PHONE_TOO_LONG = 4,
  CAMEO_PHONE_NOT_ASSIGNED = 5,    // well-formed, but in no range of its country's numbering plan
  CAMEO_PHONE_HAS_EXTENSION = 6,   // an extension has no place in E.164
  CAMEO_PHONE_UNAVAILABLE = 7,     // the library failed (out of memory)
} cameo_phone_status;

typedef struct {
  cameo_phone_status status;
  uint64_t e164;    // the digits after the +, at most 15; 0 unless status is OK
  uint32_t region;  // ISO 3166-1 alpha-2, or "001" for no single country; first letter in the low byte
} cameo_phone_result;

// Reads `length` bytes of UTF-8 as a phone number. `region` is an ISO 3166-1 alpha-2 code, 0-terminated, or "" when
// only an international number (with +) will do. Thread-safe; throws nothing.
cameo_phone_result cameo_phone_parse(const char *text, size_t length, const char *region);

#ifdef __cplusplus
}
#endif
