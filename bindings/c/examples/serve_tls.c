/* Serves one connection with the identity of a certificate in a store, to a client that verifies it: serve_tls CERTS.DB THUMBPRINT */
#include <certwright.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Gives OpenSSL the certificate and its key, both in DER. */
static int use(SSL_CTX *context, const cw_identity *identity, cw_octets *der, cw_error **error) {
    const cw_certificate *certificate = NULL;
    const cw_private_key *key = NULL;
    cw_bytes pkcs8 = {NULL, 0};
    if (cw_identity_certificate(identity, &certificate, error) != CW_STATUS_OK ||
        cw_certificate_der(certificate, der, error) != CW_STATUS_OK || cw_identity_private_key(identity, &key, error) != CW_STATUS_OK ||
        cw_private_key_to_pkcs8_der(key, NULL, 0, &pkcs8, error) != CW_STATUS_OK) {
        return 0;
    }
    const unsigned char *at = pkcs8.data;
    EVP_PKEY *pkey = d2i_AutoPrivateKey(NULL, &at, (long)pkcs8.len);
    int ok = SSL_CTX_use_certificate_ASN1(context, (int)der->len, der->data) == 1 && SSL_CTX_use_PrivateKey(context, pkey) == 1;
    EVP_PKEY_free(pkey);
    cw_bytes_free(&pkcs8); /* wiped */
    return ok;
}

static int serve(SSL_CTX *context, int socket) {
    SSL *tls = SSL_new(context);
    int ok = SSL_set_fd(tls, socket) == 1 && SSL_accept(tls) == 1 && SSL_write(tls, "hello", 5) == 5;
    SSL_shutdown(tls);
    SSL_free(tls);
    return ok;
}

/* Trusts exactly this certificate, and wants the name to be in it. */
static int call(cw_octets der, int socket) {
    char text[6] = "";
    const unsigned char *at = der.data;
    X509 *trusted = d2i_X509(NULL, &at, (long)der.len);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), trusted);
    X509_free(trusted);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL *tls = SSL_new(context);
    int ok = SSL_set1_host(tls, "localhost") == 1 && SSL_set_fd(tls, socket) == 1 && SSL_connect(tls) == 1 && SSL_read(tls, text, 5) == 5;
    printf("%s, verified: %s\n", text, ok ? SSL_get_version(tls) : "no");
    SSL_free(tls);
    SSL_CTX_free(context);
    return ok;
}

int main(int argc, char **argv) {
    cw_error *error = NULL;
    cw_store *store = NULL;
    cw_entry *entry = NULL;
    cw_identity *identity = NULL;
    cw_octets der;
    int sockets[2], ok = 0;
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (argc == 3 && cw_store_open(argv[1], strlen(argv[1]), NULL, &store, &error) == CW_STATUS_OK &&
        cw_store_get(store, argv[2], strlen(argv[2]), NULL, &entry, &error) == CW_STATUS_OK &&
        cw_entry_identity(entry, &identity, &error) == CW_STATUS_OK && use(context, identity, &der, &error) &&
        socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0) {
        pid_t server = fork();
        ok = server == 0 ? serve(context, sockets[0]) : call(der, sockets[1]);
        ok = ok && (server == 0 || waitpid(server, NULL, 0) == server);
    }
    if (error != NULL) fprintf(stderr, "%s\n", cw_error_message(error).data);
    cw_error_free(error);
    cw_identity_free(identity);
    cw_entry_free(entry);
    cw_store_free(store);
    SSL_CTX_free(context);
    return !ok;
}
