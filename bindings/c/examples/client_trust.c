/* Speaks TLS with a server that a store believes, and with no other: client_trust CERTS.DB HOST PORT */
#include <arpa/inet.h>
#include <certwright.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

#define MOST 32 /* certificates of one server; those beyond are not looked at */
typedef struct { cw_store *store; const char *host; unsigned port; } peer;

static void print_reasons(const cw_error *why) {
    const cw_refused_path *path = NULL;
    const cw_reason *reason = NULL;
    cw_str code, advice;
    fprintf(stderr, "%s\n", cw_error_message(why).data);
    for (size_t i = 0; cw_error_refused_path_at(why, i, &path, NULL) == CW_STATUS_OK; i++) {
        for (size_t j = 0; cw_refused_path_reason_at(path, j, &reason, NULL) == CW_STATUS_OK; j++) {
            if (cw_reason_code(reason, &code, NULL) == CW_STATUS_OK && cw_reason_advice(reason, &advice, NULL) == CW_STATUS_OK)
                fprintf(stderr, "  %s: %s\n", code.data, advice.data);
        }
    }
}

/* Takes the place of OpenSSL's own verification, which then is not done: the store alone says whether the server is believed. */
static int believe(X509_STORE_CTX *presented, void *user) {
    const peer *server = (const peer *)user;
    X509 *leaf = X509_STORE_CTX_get0_cert(presented);
    STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(presented); /* the leaf is among them */
    cw_octets ders[MOST];
    size_t count = 0;
    cw_trusted *trusted = NULL;
    cw_error *error = NULL;
    for (int i = -1; i < sk_X509_num(sent) && count < MOST; i++) {
        X509 *one = i < 0 ? leaf : sk_X509_value(sent, i);
        unsigned char *der = NULL;
        if (i >= 0 && one == leaf) continue;
        int len = i2d_X509(one, &der);
        ders[count].data = der;
        ders[count++].len = len > 0 ? (size_t)len : 0; /* an empty leaf is refused, and another one left out */
    }
    int ok = cw_store_verify_server_der(server->store, ders, count, server->host, strlen(server->host), server->port, NULL, &trusted,
                                        &error) == CW_STATUS_OK;
    if (!ok) print_reasons(error);
    X509_STORE_CTX_set_error(presented, ok ? X509_V_OK : X509_V_ERR_APPLICATION_VERIFICATION);
    while (count > 0) OPENSSL_free((void *)ders[--count].data);
    cw_trusted_free(trusted);
    cw_error_free(error);
    return ok;
}

int main(int argc, char **argv) {
    cw_error *error = NULL;
    peer server = {NULL, argc == 4 ? argv[2] : "", 0};
    struct in_addr address;
    char place[300], rest;
    SSL *tls = NULL;
    int usable = argc == 4 && sscanf(argv[3], "%5u%c", &server.port, &rest) == 1 && server.port >= 1 && server.port <= 65535;
    if (!usable || cw_store_open(argv[1], strlen(argv[1]), NULL, &server.store, &error) != CW_STATUS_OK) {
        fprintf(stderr, "%s\n", usable ? cw_error_message(error).data : "usage: client_trust CERTS.DB HOST PORT, a port being 1 to 65535");
        cw_error_free(error);
        return 2;
    }
    snprintf(place, sizeof place, strchr(server.host, ':') ? "[%s]:%u" : "%s:%u", server.host, server.port);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL); /* without it the callback's answer counts for nothing */
    SSL_CTX_set_cert_verify_callback(context, believe, &server);
    BIO *wire = BIO_new_ssl_connect(context);
    BIO_get_ssl(wire, &tls);
    if (strchr(server.host, ':') == NULL && inet_pton(AF_INET, server.host, &address) != 1) SSL_set_tlsext_host_name(tls, server.host);
    int ok = BIO_set_conn_hostname(wire, place) == 1 && BIO_do_connect(wire) == 1;
    long wrong = SSL_get_verify_result(tls); /* nothing is, too, where it did not come to that */
    printf("%s%s%s\n", ok ? SSL_get_version(tls) : "no TLS", wrong ? ": " : "", wrong ? X509_verify_cert_error_string(wrong) : "");
    if (!ok) ERR_print_errors_fp(stderr);
    BIO_free_all(wire);
    SSL_CTX_free(context);
    cw_store_free(server.store);
    return !ok;
}
