// c-ares 1.18 where Swift cannot reach the C form itself: an options struct that must be zeroed, unions
// and sockaddr casts, timeval. Every function is a static inline.
#pragma once
#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>

static const int cameo_ares_type_srv = 33;
static const int cameo_ares_class_in = 1;

// Names are looked up in /etc/hosts first ("f"), then by DNS ("b"). Answers may be 1232 bytes long, which
// passes any network unfragmented (DNS flag day 2020); beyond that c-ares asks again over TCP.
static inline int cameo_ares_open(
    ares_channel _Nullable *_Nonnull channel, int timeout_ms, int tries,
    ares_sock_state_cb _Nonnull changed, void *_Nonnull context) {
  char lookups[] = "fb";
  struct ares_options options;
  memset(&options, 0, sizeof options);
  options.flags = ARES_FLAG_EDNS;
  options.ednspsz = 1232;
  options.timeout = timeout_ms;
  options.tries = tries;
  options.lookups = lookups;
  options.sock_state_cb = changed;
  options.sock_state_cb_data = context;
  return ares_init_options(
      channel, &options,
      ARES_OPT_FLAGS | ARES_OPT_EDNSPSZ | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS
          | ARES_OPT_SOCK_STATE_CB);
}

// A and AAAA; unsorted, because every address is a replica and none is better than another.
static inline void cameo_ares_addresses(
    ares_channel _Nonnull channel, const char *_Nonnull host, ares_addrinfo_callback _Nonnull done,
    void *_Nonnull context) {
  struct ares_addrinfo_hints hints;
  memset(&hints, 0, sizeof hints);
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = ARES_AI_NOSORT;
  ares_getaddrinfo(channel, host, NULL, &hints, done, context);
}

// Milliseconds until c-ares wants to be called again, rounded up; -1: never.
static inline int64_t cameo_ares_timeout_ms(ares_channel _Nonnull channel) {
  struct timeval left;
  if (!ares_timeout(channel, NULL, &left)) return -1;
  return (int64_t)left.tv_sec * 1000 + (left.tv_usec + 999) / 1000;
}

// The address of a node as text; 0 if it is neither IPv4 nor IPv6.
static inline int cameo_ares_node_text(
    const struct ares_addrinfo_node *_Nonnull node, char *_Nonnull text, int capacity) {
  const void *bytes = NULL;
  if (node->ai_family == AF_INET) {
    bytes = &((const struct sockaddr_in *)node->ai_addr)->sin_addr;
  } else if (node->ai_family == AF_INET6) {
    bytes = &((const struct sockaddr_in6 *)node->ai_addr)->sin6_addr;
  }
  return bytes && inet_ntop(node->ai_family, bytes, text, capacity) != NULL;
}
