// libcurl's setopt and getinfo are variadic, which Swift cannot call: one wrapper per type of argument.
#ifndef ESS_CCURL_SHIM_H
#define ESS_CCURL_SHIM_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

typedef size_t (*ess_curl_bytes)(char *bytes, size_t size, size_t count, void *user);
typedef curl_socket_t (*ess_curl_open)(void *user, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode ess_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ess_curl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}
/* libcurl copies the text. */
static inline CURLcode ess_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}
/* libcurl keeps the pointer: a list or user data must outlive the transfer. */
static inline CURLcode ess_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ess_curl_set_bytes(CURL *easy, CURLoption option, ess_curl_bytes value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ess_curl_set_open(CURL *easy, ess_curl_open value) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode ess_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode ess_curl_get_text(CURL *easy, CURLINFO info, char **value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode ess_curl_get_pointer(CURL *easy, void **value) {
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, value);
}

static inline CURLcode ess_curl_get_socket(CURL *easy, curl_socket_t *value) {
    return curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, value);
}

/* The result of a finished transfer stands in a union, read here. */
static inline CURLcode ess_curl_message_result(const CURLMsg *message) { return message->data.result; }

static inline CURLMcode ess_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/* Constants that are macros with casts in curl.h. */
static inline size_t ess_curl_abort_read(void) { return CURL_READFUNC_ABORT; }
static inline CURLcode ess_curl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#endif
