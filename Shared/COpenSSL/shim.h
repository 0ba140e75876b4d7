// OpenSSL 3 where Swift cannot reach the C form itself: macros, unions, variadic functions, and the
// socket BIO. Every function is a static inline.
#pragma once
#include "seal.h"
#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

// Contexts and connections

static inline int cameo_ssl_ctx_only_tls13(SSL_CTX *_Nonnull context) {
  return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION)
      && SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION);
}

// Lets a test be a peer of yesterday.
static inline int cameo_ssl_ctx_only_tls12(SSL_CTX *_Nonnull context) {
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION)
      && SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
}

static inline int cameo_ssl_ctx_set_groups(SSL_CTX *_Nonnull context, const char *_Nonnull groups) {
  return SSL_CTX_set1_groups_list(context, groups);
}

static inline void cameo_ssl_ctx_set_modes(SSL_CTX *_Nonnull context) {
  SSL_CTX_set_mode(
      context,
      SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
          | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_read_ahead(context, 1);
}

// Session tickets, which are off until asked for. A server keeps nothing; a client's sessions go to
// its callback and nowhere else.
static inline int cameo_ssl_ctx_resume_server(SSL_CTX *_Nonnull context) {
  SSL_CTX_clear_options(context, SSL_OP_NO_TICKET);
  return SSL_CTX_set_num_tickets(context, 1);
}

static inline void cameo_ssl_ctx_resume_client(SSL_CTX *_Nonnull context) {
  SSL_CTX_clear_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
}

// A ticket's key: 16 bytes of name, 32 for AES-256-CBC, 32 for HMAC-SHA-256.
static inline int cameo_ticket_mac(const uint8_t *_Nonnull key, EVP_MAC_CTX *_Nonnull mac) {
  char digest[] = "SHA256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string("key", (void *)(key + 48), 32),
      OSSL_PARAM_construct_utf8_string("digest", digest, 0), OSSL_PARAM_construct_end()};
  return EVP_MAC_CTX_set_params(mac, parameters);
}

static inline int cameo_ticket_seal(
    const uint8_t *_Nonnull key, uint8_t *_Nonnull vector, EVP_CIPHER_CTX *_Nonnull cipher,
    EVP_MAC_CTX *_Nonnull mac) {
  int isSealed = RAND_bytes(vector, 16) == 1
      && EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), NULL, key + 16, vector) == 1
      && cameo_ticket_mac(key, mac) == 1;
  return isSealed ? 1 : -1;
}

static inline int cameo_ticket_open(
    const uint8_t *_Nonnull key, const uint8_t *_Nonnull vector, EVP_CIPHER_CTX *_Nonnull cipher,
    EVP_MAC_CTX *_Nonnull mac) {
  int isOpen = EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), NULL, key + 16, vector) == 1
      && cameo_ticket_mac(key, mac) == 1;
  return isOpen ? 1 : -1;
}

static inline void cameo_ssl_set_owner(SSL *_Nonnull ssl, void *_Nullable owner) {
  SSL_set_app_data(ssl, owner);
}
static inline void *_Nullable cameo_ssl_owner(const SSL *_Nonnull ssl) {
  return SSL_get_app_data(ssl);
}

// ERR_GET_REASON, and which of those stand for an alert that the peer sent: 1000 + the alert's
// number.
static inline int cameo_error_reason(unsigned long error) { return ERR_GET_REASON(error); }
static inline int cameo_error_is_ssl(unsigned long error) {
  return ERR_GET_LIB(error) == ERR_LIB_SSL;
}
// Whether a PEM reader stopped where no further object begins.
static inline int cameo_error_is_pem_end(unsigned long error) {
  return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}
static const int cameo_alert_offset = SSL_AD_REASON_OFFSET;

// A BIO over a non-blocking socket. Where a read brought less than was asked for, the socket is
// empty: the next read says "retry" without asking the kernel, until cameo_bio_rearm. Needs a
// level-triggered watch. The state lives in the BIO's data pointer: the descriptor in the low 32
// bits, flags above.

static const uintptr_t cameo_bio_drained = (uintptr_t)1 << 32;
static const uintptr_t cameo_bio_ended = (uintptr_t)1 << 33;

static inline void cameo_bio_flag(BIO *_Nonnull bio, uintptr_t flag) {
  BIO_set_data(bio, (void *)((uintptr_t)BIO_get_data(bio) | flag));
}

static inline void cameo_bio_rearm(BIO *_Nonnull bio) {
  BIO_set_data(bio, (void *)((uintptr_t)BIO_get_data(bio) & ~cameo_bio_drained));
}

static inline int cameo_bio_read(BIO *_Nonnull bio, char *_Nonnull bytes, int count) {
  uintptr_t state = (uintptr_t)BIO_get_data(bio);
  BIO_clear_retry_flags(bio);
  if (state & cameo_bio_drained) {
    BIO_set_retry_read(bio);
    return -1;
  }
  int result = (int)recv((int)(uint32_t)state, bytes, count, 0);
  if (result == 0) {
    cameo_bio_flag(bio, cameo_bio_ended);
  } else if (result > 0) {
    if (result < count) cameo_bio_flag(bio, cameo_bio_drained);
  } else if (errno == EAGAIN || errno == EINTR) {
    BIO_set_retry_read(bio);
  }
  return result;
}

static inline int cameo_bio_write(BIO *_Nonnull bio, const char *_Nonnull bytes, int count) {
  BIO_clear_retry_flags(bio);
  int fd = (int)(uint32_t)(uintptr_t)BIO_get_data(bio);
  int result = (int)send(fd, bytes, count, MSG_NOSIGNAL);
  if (result < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return result;
}

static inline long cameo_bio_control(
    BIO *_Nonnull bio, int command, long number, void *_Nullable pointer) {
  (void)number, (void)pointer;
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return ((uintptr_t)BIO_get_data(bio) & cameo_bio_ended) != 0;
  return 0;
}

static inline BIO_METHOD *_Nullable cameo_bio_method(void) {
  BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "cameo socket");
  if (!method) return NULL;
  BIO_meth_set_read(method, cameo_bio_read);
  BIO_meth_set_write(method, cameo_bio_write);
  BIO_meth_set_ctrl(method, cameo_bio_control);
  return method;
}

static inline BIO *_Nullable cameo_bio_new(const BIO_METHOD *_Nonnull method, int fd) {
  BIO *bio = BIO_new(method);
  if (!bio) return NULL;
  BIO_set_data(bio, (void *)(uintptr_t)(uint32_t)fd);
  BIO_set_init(bio, 1);
  return bio;
}

// Certificates

// How many URIs the certificate's SAN holds; the first is copied to `text` (zero-terminated). -1:
// it does not fit, or has a zero byte in it.
static inline int cameo_x509_uris(
    const X509 *_Nonnull certificate, char *_Nonnull text, int capacity) {
  GENERAL_NAMES *names =
      (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
  if (!names) return 0;
  int count = 0;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
    if (name->type != GEN_URI || count++ > 0) continue;
    int length = ASN1_STRING_length(name->d.uniformResourceIdentifier);
    const unsigned char *bytes = ASN1_STRING_get0_data(name->d.uniformResourceIdentifier);
    if (length >= capacity || memchr(bytes, 0, length)) {
      count = -1;
      break;
    }
    memcpy(text, bytes, length);
    text[length] = 0;
  }
  GENERAL_NAMES_free(names);
  return count;
}

static inline void cameo_free(void *_Nullable pointer) { OPENSSL_free(pointer); }

// Seconds since 1970; 0 where it is no time.
static inline int64_t cameo_time_seconds(const ASN1_TIME *_Nullable time) {
  struct tm parts;
  if (!time || !ASN1_TIME_to_tm(time, &parts)) return 0;
  return (int64_t)timegm(&parts);
}

// The first end of a certificate of the chain that is being verified, or was.
static inline int64_t cameo_chain_expiry(X509_STORE_CTX *_Nonnull store) {
  STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(store);
  int64_t first = INT64_MAX;
  for (int i = 0; i < sk_X509_num(chain); i++) {
    int64_t end = cameo_time_seconds(X509_get0_notAfter(sk_X509_value(chain, i)));
    if (end < first) first = end;
  }
  return first;
}

// Whether another context accepts the peer of a connection: X509_V_OK, or why not.
static inline int cameo_ssl_peer_fault(SSL *_Nonnull ssl, SSL_CTX *_Nonnull context, int is_server) {
  X509 *leaf = SSL_get0_peer_certificate(ssl);
  X509_STORE_CTX *store = X509_STORE_CTX_new();
  int fault = X509_V_ERR_UNSPECIFIED;
  if (leaf && store
      && X509_STORE_CTX_init(
          store, SSL_CTX_get_cert_store(context), leaf, SSL_get_peer_cert_chain(ssl))
      && X509_STORE_CTX_set_default(store, is_server ? "ssl_client" : "ssl_server")) {
    fault = X509_verify_cert(store) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(store);
    if (fault == X509_V_OK) fault = X509_STORE_CTX_get_error(store);
  }
  X509_STORE_CTX_free(store);
  return fault;
}

// Revocation lists

// The extension `nid` with this value, for a certificate or a list of `issuer`'s.
static inline X509_EXTENSION *_Nullable cameo_extension(
    X509 *_Nonnull issuer, X509 *_Nullable certificate, X509_CRL *_Nullable list, int nid,
    const char *_Nonnull value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, NULL, list, 0);
  return X509V3_EXT_nconf_nid(NULL, &context, nid, value);
}

static inline int cameo_crl_add_extension(
    X509_CRL *_Nonnull list, X509 *_Nonnull issuer, int nid, const char *_Nonnull value) {
  X509_EXTENSION *extension = cameo_extension(issuer, NULL, list, nid, value);
  int result = extension && X509_CRL_add_ext(list, extension, -1);
  X509_EXTENSION_free(extension);
  return result;
}

// Sets the list's time, and its number to one more than it was (RFC 5280, 5.2.3).
static inline int cameo_crl_renew(X509_CRL *_Nonnull list, int64_t from, int64_t until) {
  ASN1_INTEGER *old = (ASN1_INTEGER *)X509_CRL_get_ext_d2i(list, NID_crl_number, NULL, NULL);
  ASN1_INTEGER *number = ASN1_INTEGER_new();
  ASN1_TIME *begin = ASN1_TIME_set(NULL, (time_t)from);
  ASN1_TIME *end = ASN1_TIME_set(NULL, (time_t)until);
  int result = number && begin && end
      && ASN1_INTEGER_set(number, (old ? ASN1_INTEGER_get(old) : 0) + 1)
      && X509_CRL_set1_lastUpdate(list, begin) && X509_CRL_set1_nextUpdate(list, end)
      && X509_CRL_add1_ext_i2d(list, NID_crl_number, number, 0, X509V3_ADD_REPLACE) == 1;
  ASN1_INTEGER_free(old);
  ASN1_INTEGER_free(number);
  ASN1_TIME_free(begin);
  ASN1_TIME_free(end);
  return result;
}

// Adds a certificate to the list unless it is there.
static inline int cameo_crl_revoke(
    X509_CRL *_Nonnull list, const X509 *_Nonnull certificate, int64_t at) {
  X509_REVOKED *there = NULL;
  ASN1_INTEGER *serial = (ASN1_INTEGER *)X509_get0_serialNumber(certificate);
  if (X509_CRL_get0_by_serial(list, &there, serial) == 1) return 1;
  X509_REVOKED *entry = X509_REVOKED_new();
  ASN1_TIME *time = ASN1_TIME_set(NULL, (time_t)at);
  int result = entry && time && X509_REVOKED_set_serialNumber(entry, serial)
      && X509_REVOKED_set_revocationDate(entry, time) && X509_CRL_add0_revoked(list, entry);
  if (!result) X509_REVOKED_free(entry);
  ASN1_TIME_free(time);
  return result && X509_CRL_sort(list);
}

static inline EVP_PKEY *_Nullable cameo_key_p256(void) { return EVP_EC_gen("P-256"); }

static inline int cameo_x509_add(
    X509 *_Nonnull certificate, X509 *_Nonnull issuer, int nid, const char *_Nonnull value) {
  X509_EXTENSION *extension = cameo_extension(issuer, certificate, NULL, nid, value);
  int result = extension && X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  return result;
}

static inline int cameo_x509_random_serial(X509 *_Nonnull certificate) {
  BIGNUM *number = BN_new();
  int result = number && BN_rand(number, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY)
      && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
  BN_free(number);
  return result;
}

static inline int cameo_x509_validity(
    X509 *_Nonnull certificate, int64_t from_seconds, int64_t until_seconds) {
  return ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)from_seconds)
      && ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)until_seconds);
}

static inline int cameo_x509_name(X509 *_Nonnull certificate, const char *_Nonnull common) {
  X509_NAME *name = X509_get_subject_name(certificate);
  const unsigned char *organisation = (const unsigned char *)"Cameo";
  return X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, organisation, -1, -1, 0)
      && X509_NAME_add_entry_by_txt(
          name, "CN", MBSTRING_UTF8, (const unsigned char *)common, -1, -1, 0);
}

static inline long cameo_bio_bytes(BIO *_Nonnull bio, char *_Nullable *_Nonnull bytes) {
  return BIO_get_mem_data(bio, bytes);
}
