/* What a server presents is looked at: openssl's, and those that speak no TLS. */
#define _POSIX_C_SOURCE 200809L
#include "store.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static char server[64];

/* A socket on loopback; its place goes to `server`. */
static int bound(void) {
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof place;
    int made = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(made >= 0 && bind(made, (struct sockaddr *)&place, len) == 0 && getsockname(made, (struct sockaddr *)&place, &len) == 0);
    snprintf(server, sizeof server, "127.0.0.1:%u", (unsigned)ntohs(place.sin_port));
    return made;
}

static void what_speaks_no_tls_is_said_to(void) {
    cw_probed *none = NULL;
    int silent = bound();
    FAILS(CW_STATUS_UNREACHABLE, cw_probe(TEXT(server), 0, &none, &error));
    CHECK(listen(silent, 8) == 0);
    FAILS(CW_STATUS_TIMED_OUT, cw_probe(TEXT(server), 200, &none, &error));
    close(silent);

    int plain = bound();
    CHECK(listen(plain, 8) == 0);
    pid_t child = fork();
    if (child == 0) {
        int client = accept(plain, NULL, NULL);
        const char answer[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
        char rest[4096];
        ssize_t wrote = write(client, answer, sizeof answer - 1);
        while (read(client, rest, sizeof rest) > 0) {
        }
        _exit(wrote <= 0);
    }
    FAILS(CW_STATUS_HANDSHAKE_FAILED, cw_probe(TEXT(server), 0, &none, &error));
    int status = 1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    close(plain);

    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_probe(TEXT("srv1"), 0, &none, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_probe(NULL, 0, 0, &none, &error));
    FAILS_NULL("server", cw_probe(NULL, 1, 0, &none, &error));
    FAILS_NULL("out", cw_probe(TEXT("srv1:1"), 0, NULL, &error));
    CHECK(none == NULL);
}

static void keep(const char *name, char *path, size_t size, const uint8_t *data, size_t len) {
    snprintf(path, size, "%s", test_path(name));
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(data, 1, len, file) == len && fclose(file) == 0);
}

/* openssl s_server with this identity; its place goes to `server`, and its input and output are the caller's to close. */
static pid_t serve(const cw_identity *identity, int *input, FILE **output) {
    const cw_certificate *certificate = NULL;
    const cw_private_key *key = NULL;
    cw_octets der;
    cw_bytes pkcs8 = {NULL, 0};
    char own[4096], secret[4096], line[256];
    int in[2], out[2];
    unsigned port = 0;
    OK(cw_identity_certificate(identity, &certificate, &error));
    OK(cw_certificate_der(certificate, &der, &error));
    OK(cw_identity_private_key(identity, &key, &error));
    OK(cw_private_key_to_pkcs8_der(key, NULL, 0, &pkcs8, &error));
    keep("own.der", own, sizeof own, der.data, der.len);
    keep("key.der", secret, sizeof secret, pkcs8.data, pkcs8.len);
    cw_bytes_free(&pkcs8);
    CHECK(pipe(in) == 0 && pipe(out) == 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[1]);
        execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-certform", "DER", "-cert", own, "-keyform", "DER", "-key",
            secret, "-verify", "1", (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    *input = in[1];
    *output = fdopen(out[0], "r");
    while (port == 0 && fgets(line, sizeof line, *output) != NULL) {
        if (sscanf(line, "ACCEPT 127.0.0.1:%u", &port) != 1) {
            port = 0;
        }
    }
    CHECK(port != 0);
    snprintf(server, sizeof server, "127.0.0.1:%u", port);
    return child;
}

static void what_it_presents_is_looked_at_and_can_be_decided_upon(void) {
    cw_identity *identity = test_identity("srv1");
    const cw_certificate *own = NULL, *found = NULL;
    cw_probed *probed = NULL;
    cw_trust_request *request = NULL;
    cw_trust_decision *decision = NULL;
    cw_store *store = create_store("certs.db");
    cw_bytes picture = {NULL, 0};
    cw_str text, shown;
    size_t count = 0;
    uint32_t number = 0;
    bool same = false;
    int input = -1;
    FILE *output = NULL;
    pid_t child = serve(identity, &input, &output);
    OK(cw_identity_certificate(identity, &own, &error));
    OK(cw_probe(TEXT(server), 0, &probed, &error));
    kill(child, SIGKILL);
    CHECK(waitpid(child, NULL, 0) == child);
    close(input);
    fclose(output);
    OK(cw_probed_host(probed, &text, &error));
    TEXT_IS(text, "127.0.0.1");
    OK(cw_probed_port(probed, &number, &error));
    CHECK(number == (uint32_t)atoi(strchr(server, ':') + 1));
    OK(cw_probed_address(probed, &text, &error));
    TEXT_IS(text, server);
    OK(cw_probed_chain_count(probed, &count, &error));
    CHECK(count == 1);
    OK(cw_probed_chain_at(probed, 0, &found, &error));
    OK(cw_certificate_equal(found, own, &same, &error));
    CHECK(same);
    OK(cw_probed_protocol(probed, &text, &error));
    TEXT_IS(text, "TLSv1.3");
    OK(cw_probed_cipher(probed, &text, &error));
    CHECK(strncmp(text.data, "TLS", 3) == 0);
    OK(cw_probed_client_certificate(probed, &number, &error));
    CHECK(number == CW_CLIENT_CERTIFICATE_ASKED);
    OK(cw_probed_note_count(probed, &count, &error));
    NULLS_OF(cw_probed_host, probed, "probed", cw_str);
    NULLS_OF(cw_probed_port, probed, "probed", uint32_t);
    NULLS_OF(cw_probed_address, probed, "probed", cw_str);
    NULLS_OF(cw_probed_chain_count, probed, "probed", size_t);
    NULLS_AT(cw_probed_chain_at, probed, "probed", 1, const cw_certificate *);
    NULLS_OF(cw_probed_protocol, probed, "probed", cw_str);
    NULLS_OF(cw_probed_cipher, probed, "probed", cw_str);
    NULLS_OF(cw_probed_client_certificate, probed, "probed", uint32_t);
    NULLS_OF(cw_probed_note_count, probed, "probed", size_t);
    NULLS_AT(cw_probed_note_at, probed, "probed", count, cw_str);

    OK(cw_certificate_sha256(own, &shown, &error));
    OK(cw_picture(&found, 1, 0, &picture, &error));
    CHECK(strstr((char *)picture.data, "CN=srv1  [self-signed]") != NULL && strstr((char *)picture.data, shown.data) != NULL);
    cw_bytes_free(&picture);
    OK(cw_picture(NULL, 0, 0, &picture, &error));
    CHECK(picture.len == 0);
    cw_bytes_free(&picture);
    FAILS_NULL("chain", cw_picture(NULL, 1, 0, &picture, &error));
    FAILS_NULL("out", cw_picture(&found, 1, 0, NULL, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "at", cw_picture(&found, 1, INT64_MAX, &picture, &error));

    OK(cw_trust_request_of_probed(probed, shown.data, shown.len, &request, &error));
    OK(cw_store_trust(store, request, &decision, NULL, &error));
    OK(cw_trust_decision_host(decision, &text, &error));
    TEXT_IS(text, "127.0.0.1");
    cw_trust_decision_free(decision);
    cw_trust_request_free(request);
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_trust_request_of_probed(probed, TEXT("x"), &request, &error));
    FAILS_NULL("probed", cw_trust_request_of_probed(NULL, TEXT("x"), &request, &error));
    FAILS_NULL("thumbprint", cw_trust_request_of_probed(probed, NULL, 1, &request, &error));
    FAILS_NULL("out", cw_trust_request_of_probed(probed, shown.data, shown.len, NULL, &error));
    cw_probed_free(probed);
    cw_probed_free(NULL);
    cw_identity_free(identity);
    cw_store_free(store);
}

int main(void) {
    what_speaks_no_tls_is_said_to();
    what_it_presents_is_looked_at_and_can_be_decided_upon();
    return 0;
}
