// AES-256-GCM (NIST SP 800-38D) with a nonce of 96 bits and a tag of 128, and HMAC-SHA-256: each in
// one call, because the many of EVP would each cost Swift a crossing. All answer 1 when done. What
// fails leaves nothing in the thread's error queue, which belongs to the connections of that thread.
#pragma once
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdint.h>

// `sealed` has room for `count` bytes and 16 of tag.
static inline int cameo_gcm_seal(
    const EVP_CIPHER *_Nonnull cipher, const uint8_t *_Nonnull key, const uint8_t *_Nonnull nonce,
    const uint8_t *_Nonnull associated, int associated_count, const uint8_t *_Nullable plain,
    int count, uint8_t *_Nonnull sealed) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int written = 0, rest = 0;
  int is_done = context && EVP_EncryptInit_ex2(context, cipher, key, nonce, NULL) == 1
      && EVP_EncryptUpdate(context, NULL, &written, associated, associated_count) == 1
      && (count == 0 || EVP_EncryptUpdate(context, sealed, &written, plain, count) == 1)
      && EVP_EncryptFinal_ex(context, sealed + count, &rest) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, sealed + count) == 1;
  EVP_CIPHER_CTX_free(context);
  if (!is_done) ERR_clear_error();
  return is_done;
}

// `sealed` has `count` bytes and 16 of tag; `plain` has room for `count`, and is zeroed where the tag
// does not fit.
static inline int cameo_gcm_open(
    const EVP_CIPHER *_Nonnull cipher, const uint8_t *_Nonnull key, const uint8_t *_Nonnull nonce,
    const uint8_t *_Nonnull associated, int associated_count, const uint8_t *_Nonnull sealed,
    int count, uint8_t *_Nonnull plain) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int written = 0, rest = 0;
  int is_done = context && EVP_DecryptInit_ex2(context, cipher, key, nonce, NULL) == 1
      && EVP_DecryptUpdate(context, NULL, &written, associated, associated_count) == 1
      && (count == 0 || EVP_DecryptUpdate(context, plain, &written, sealed, count) == 1)
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, (void *)(sealed + count)) == 1
      && EVP_DecryptFinal_ex(context, plain + count, &rest) == 1;
  EVP_CIPHER_CTX_free(context);
  if (!is_done) {
    OPENSSL_cleanse(plain, (size_t)count);
    ERR_clear_error();
  }
  return is_done;
}

// HMAC-SHA-256 (RFC 2104) of a message; `hash` has room for 32 bytes.
static inline int cameo_hmac_sha256(
    const EVP_MD *_Nonnull digest, const uint8_t *_Nonnull key, const uint8_t *_Nonnull message,
    size_t count, uint8_t *_Nonnull hash) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  uint8_t pad[64];
  unsigned int length = 0;
  for (int i = 0; i < 64; i++) pad[i] = (i < 32 ? key[i] : 0) ^ 0x36;
  int is_done = context && EVP_DigestInit_ex2(context, digest, NULL) == 1
      && EVP_DigestUpdate(context, pad, 64) == 1
      && EVP_DigestUpdate(context, message, count) == 1
      && EVP_DigestFinal_ex(context, hash, &length) == 1;
  for (int i = 0; i < 64; i++) pad[i] ^= 0x36 ^ 0x5c;
  is_done = is_done && EVP_DigestInit_ex2(context, digest, NULL) == 1
      && EVP_DigestUpdate(context, pad, 64) == 1
      && EVP_DigestUpdate(context, hash, 32) == 1
      && EVP_DigestFinal_ex(context, hash, &length) == 1;
  OPENSSL_cleanse(pad, sizeof pad);
  EVP_MD_CTX_free(context);
  if (!is_done) ERR_clear_error();
  return is_done;
}
