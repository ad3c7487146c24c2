/* HTTPS with the certificate that an endpoint has at each new connection: endpoint CERTS.DB PORT; with a THUMBPRINT, sets it */
#include <certwright.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* Gives OpenSSL key, certificate and chain for one connection; those that stand keep theirs. */
static int use(SSL *tls, const cw_identity *identity) {
    cw_bytes pem = {NULL, 0};
    if (cw_identity_to_pem(identity, NULL, 0, &pem, NULL) != CW_STATUS_OK) return 0;
    BIO *text = BIO_new_mem_buf(pem.data, (int)pem.len);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(text, NULL, NULL, NULL);
    X509 *own = PEM_read_bio_X509(text, NULL, NULL, NULL), *above;
    STACK_OF(X509) *chain = sk_X509_new_null();
    while ((above = PEM_read_bio_X509(text, NULL, NULL, NULL)) != NULL) sk_X509_push(chain, above);
    ERR_clear_error(); /* that the text has ended */
    int ok = SSL_use_cert_and_key(tls, own, key, chain, 1) == 1;
    sk_X509_pop_free(chain, X509_free);
    X509_free(own);
    EVP_PKEY_free(key);
    BIO_free(text);
    cw_bytes_free(&pem); /* wiped */
    return ok;
}

/* At each handshake. Where the endpoint is no longer HTTPS nothing is served; where the store cannot be read, what was before. */
static int choose(SSL *tls, void *live) {
    cw_identity *identity = NULL;
    cw_error *error = NULL;
    uint64_t version = 0; /* whoever keeps what was made of an identity gives the version that it had */
    cw_status status = cw_live_identity_get((cw_live_identity *)live, 0, &version, &identity, &error);
    if (error != NULL) fprintf(stderr, "%s\n", cw_error_message(error).data), cw_error_free(error);
    if (status != CW_STATUS_OK && status != CW_STATUS_ENDPOINT_STATE) {
        status = cw_live_identity_last((cw_live_identity *)live, 0, &version, &identity, NULL);
    }
    int ok = status == CW_STATUS_OK && identity != NULL && use(tls, identity);
    cw_identity_free(identity);
    return ok;
}

static void *serve(void *connection) {
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n";
    char request[4096];
    SSL *tls = (SSL *)connection;
    for (int ok = SSL_accept(tls); ok > 0 && SSL_read(tls, request, sizeof request) > 0;) ok = SSL_write(tls, answer, sizeof answer - 1);
    SSL_free(tls);
    return NULL;
}

int main(int argc, char **argv) {
    cw_error *error = NULL;
    cw_store *store = NULL;
    cw_endpoint *api = NULL;
    cw_endpoint_change *change = NULL;
    cw_live_identity *live = NULL;
    int ok = argc >= 3 && cw_store_open(argv[1], CW_ZERO_TERMINATED, NULL, &store, &error) == CW_STATUS_OK &&
             cw_store_endpoint(store, "api", CW_ZERO_TERMINATED, &api, &error) == CW_STATUS_OK &&
             (argc == 3 ? cw_endpoint_https(api, (uint32_t)atoi(argv[2]), &change, &error)
                        : cw_endpoint_https_stored(api, 0, argv[3], CW_ZERO_TERMINATED, &change, &error)) == CW_STATUS_OK &&
             cw_live_identity_new(api, &live, &error) == CW_STATUS_OK;
    if (error != NULL) fprintf(stderr, "%s\n", cw_error_message(error).data);
    if (!ok || argc != 3) return !ok;
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_cert_cb(context, choose, live);
    BIO *listener = BIO_new_accept(argv[2]);
    pthread_t thread;
    signal(SIGPIPE, SIG_IGN);
    if (BIO_do_accept(listener) > 0) printf("serving\n"), fflush(stdout);
    while (BIO_do_accept(listener) > 0) {
        SSL *tls = SSL_new(context);
        BIO *client = BIO_pop(listener);
        SSL_set_bio(tls, client, client);
        if (pthread_create(&thread, NULL, serve, tls) == 0) pthread_detach(thread);
    }
    return 1; /* the port is taken, or there are no descriptors left */
}
