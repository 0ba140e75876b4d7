#pragma once
#include <protobuf-c/protobuf-c.h>
#include "cameo/consent/v1/consent.pb-c.h"
#include "cameo/consent/v1/consent_service.pb-c.h"
#include "cameo/gateway/v1/gateway.pb-c.h"
#include "cameo/gateway/v1/gateway_service.pb-c.h"
#include "cameo/profile/v1/profile.pb-c.h"
#include "cameo/profile/v1/profile_service.pb-c.h"
#include "cameo/rpc/v1/changes.pb-c.h"
#include "cameo/rpc/v1/envelope.pb-c.h"
#include "cameo/rpc/v1/errors.pb-c.h"
#include "cameo/rpc/v1/health.pb-c.h"
#include "cameo/rpc/v1/options.pb-c.h"
#include "cameo/rpc/v1/reflection.pb-c.h"
#include "cameo/rpc/v1/test_messages.pb-c.h"
#include "cameo/rpc/v1/test_service.pb-c.h"
#include "cameo/rpc/v1/types.pb-c.h"
#include "cameo/survey/v1/survey.pb-c.h"
#include "cameo/survey/v1/survey_service.pb-c.h"
#include "google/protobuf/descriptor.pb-c.h"
#include "google/protobuf/duration.pb-c.h"
#include "google/protobuf/field_mask.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "google/protobuf/wrappers.pb-c.h"

/* A google.protobuf.FileDescriptorSet of all these files. */
extern const uint8_t *const cameo_descriptors;
extern const size_t cameo_descriptors_length;
