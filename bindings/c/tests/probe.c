/* What a server presents is looked at: openssl's, also behind STARTTLS, and those that speak no TLS. */
#define _POSIX_C_SOURCE 200809L
#include "store.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
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

/* openssl s_server with this identity and two more arguments; its place goes to `server`. */
static struct served { pid_t child; int input; FILE *output; } serve(const cw_identity *identity, const char *first, const char *second) {
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
            secret, first, second, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    struct served served = {child, in[1], fdopen(out[0], "r")};
    while (port == 0 && fgets(line, sizeof line, served.output) != NULL) {
        if (sscanf(line, "ACCEPT 127.0.0.1:%u", &port) != 1) {
            port = 0;
        }
    }
    CHECK(port != 0);
    snprintf(server, sizeof server, "127.0.0.1:%u", port);
    return served;
}

static void end(struct served served) {
    kill(served.child, SIGKILL);
    CHECK(waitpid(served.child, NULL, 0) == served.child);
    close(served.input);
    fclose(served.output);
}

static void whether_it_asks_for_a_client_certificate_is_told(const cw_identity *identity) {
    static const struct {
        const char *first, *second;
        uint32_t asks;
    } each[] = {
        {"-tls1_3", NULL, CW_CLIENT_CERTIFICATE_NOT_ASKED},
        {"-verify", "1", CW_CLIENT_CERTIFICATE_ASKED},
        {"-Verify", "1", CW_CLIENT_CERTIFICATE_REQUIRED},
    };
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
        cw_probed *probed = NULL;
        uint32_t asks = 0;
        struct served served = serve(identity, each[i].first, each[i].second);
        OK(cw_probe(TEXT(server), 0, &probed, &error));
        end(served);
        OK(cw_probed_client_certificate(probed, &asks, &error));
        CHECK(asks == each[i].asks);
        cw_probed_free(probed);
    }
}

/* What is said before TLS: these octets must come, then these are sent. */
struct turn {
    const char *hears;
    size_t len;
    const char *says;
};
#define HEARS(text) (text), sizeof(text) - 1
#define SSL_REQUEST HEARS("\0\0\0\x08\x04\xd2\x16\x2f")

/* A server that has so much to say to one client, and then stands before the one on the port `onward`, unless that is 0. */
struct speaker {
    const struct turn *turns;
    size_t count;
    unsigned onward;
    int listening;
    pthread_t thread;
};

/* Passes on what either of two says to the other, until one has gone. */
static void pass_on(int one, int other) {
    struct pollfd ends[] = {{one, POLLIN, 0}, {other, POLLIN, 0}};
    char octets[4096];
    while (poll(ends, 2, -1) > 0) {
        for (int i = 0; i < 2; i++) {
            ssize_t len = ends[i].revents == 0 ? 0 : recv(ends[i].fd, octets, sizeof octets, 0);
            if (ends[i].revents != 0 && (len <= 0 || send(ends[1 - i].fd, octets, (size_t)len, MSG_NOSIGNAL) != len)) {
                return;
            }
        }
    }
}

/* NULL if all went as its turns say. */
static void *speak(void *user) {
    struct speaker *speaker = user;
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((uint16_t)speaker->onward), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    int client = accept(speaker->listening, NULL, NULL), behind = socket(AF_INET, SOCK_STREAM, 0);
    char heard[64];
    bool ok = true;
    for (const struct turn *turn = speaker->turns; ok && turn < speaker->turns + speaker->count; turn++) {
        ssize_t len = (ssize_t)strlen(turn->says);
        ok = turn->len == 0 || (recv(client, heard, turn->len, MSG_WAITALL) == (ssize_t)turn->len && memcmp(heard, turn->hears, turn->len) == 0);
        ok = ok && send(client, turn->says, (size_t)len, MSG_NOSIGNAL) == len;
    }
    if (ok && speaker->onward != 0) {
        ok = connect(behind, (struct sockaddr *)&place, sizeof place) == 0;
        pass_on(client, behind);
    }
    close(client);
    close(behind);
    return ok ? NULL : user;
}

/* Its place goes to `server`. */
static void begin(struct speaker *speaker) {
    speaker->listening = bound();
    CHECK(listen(speaker->listening, 8) == 0 && pthread_create(&speaker->thread, NULL, speak, speaker) == 0);
}

static void finish(struct speaker *speaker) {
    void *wrong = speaker;
    CHECK(pthread_join(speaker->thread, &wrong) == 0 && wrong == NULL);
    close(speaker->listening);
}

static const char *url(const char *form) {
    static char text[128];
    snprintf(text, sizeof text, form, server);
    return text;
}

#define EHLO HEARS("EHLO certwright.invalid\r\n")
#define STARTTLS HEARS("STARTTLS\r\n")

static void starttls_is_gone_through(const cw_identity *identity) {
    static const struct turn smtp[] = {{HEARS(""), "220 srv1 ESMTP\r\n"}, {EHLO, "250-srv1\r\n250 STARTTLS\r\n"}, {STARTTLS, "220 Go on\r\n"}};
    static const struct turn postgres[] = {{SSL_REQUEST, "S"}};
    const cw_certificate *own = NULL, *found = NULL;
    struct served served = serve(identity, "-tls1_3", NULL);
    unsigned port = (unsigned)atoi(strchr(server, ':') + 1);
    OK(cw_identity_certificate(identity, &own, &error));
    for (int i = 0; i < 2; i++) {
        struct speaker speaker = {.turns = i == 0 ? smtp : postgres, .count = i == 0 ? 3 : 1, .onward = port};
        cw_probed *probed = NULL;
        bool same = false;
        begin(&speaker);
        OK(cw_probe(TEXT(url(i == 0 ? "smtp://%s" : "postgresql://user@%s/name?sslmode=require")), 0, &probed, &error));
        OK(cw_probed_chain_at(probed, 0, &found, &error));
        OK(cw_certificate_equal(found, own, &same, &error));
        CHECK(same);
        finish(&speaker);
        cw_probed_free(probed);
    }
    end(served);
}

static void who_does_not_go_over_to_tls_is_told(void) {
    static const struct turn none[] = {{HEARS(""), "220 srv1\r\n"}, {EHLO, "250 srv1\r\n"}},
                             not_now[] = {{HEARS(""), "220 srv1\r\n"}, {EHLO, "250 STARTTLS\r\n"}, {STARTTLS, "454 Not now\r\n"}},
                             refuses[] = {{HEARS(""), "554 Go away\r\n"}}, babbles[] = {{HEARS(""), "good morning\r\n"}},
                             goes[] = {{HEARS(""), "220 srv1\r\n"}, {EHLO, ""}}, without[] = {{SSL_REQUEST, "N"}}, odd[] = {{SSL_REQUEST, "?"}};
    static const struct {
        const char *url;
        const struct turn *turns;
        size_t count;
        const char *says;
    } each[] = {
        {"smtp://%s", none, 2, ": it speaks SMTP and offers no STARTTLS"},
        {"smtp://%s", not_now, 3, ": it answers 454 Not now"},
        {"smtp://%s", refuses, 1, ": it answers 554 Go away"},
        {"smtp://%s", babbles, 1, ": it does not answer as SMTP does"},
        {"smtp://%s", goes, 2, ": it closed the connection while it was asked for TLS as SMTP does"},
        {"postgresql://%s", without, 1, ": it speaks PostgreSQL without TLS"},
        {"postgres://%s/name", odd, 1, ": it does not answer as PostgreSQL does"},
    };
    cw_probed *probed = NULL;
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
        struct speaker speaker = {.turns = each[i].turns, .count = each[i].count};
        begin(&speaker);
        FAILS_SAYING(CW_STATUS_HANDSHAKE_FAILED, each[i].says, cw_probe(TEXT(url(each[i].url)), 0, &probed, &error));
        finish(&speaker);
    }
    static const struct {
        const char *url, *says;
    } no_server[] = {
        {"smtp://", "host: it is neither"},
        {"smtp://:25", "host: it is neither"},
        {"smtp://s r v/", "host: it is neither"},
        {"smtp://srv1:0", "server: its port is a number from 1 to 65535"},
        {"smtp://srv1:65536", "server: its port is a number from 1 to 65535"},
        {"smtp:srv1", "server: its port is a number from 1 to 65535"},
        {"postgresql://user@/name", "host: it is neither"},
        {"postgresql://srv1:x/name", "server: its port is a number from 1 to 65535"},
        {"mysql://srv1", "server: \"mysql\" is not among"},
        {"tls://srv1", "server: it lacks a port"},
    };
    for (size_t i = 0; i < sizeof no_server / sizeof no_server[0]; i++) {
        FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, no_server[i].says, cw_probe(TEXT(no_server[i].url), 0, &probed, &error));
    }
    CHECK(probed == NULL);
}

static void what_it_presents_is_looked_at_and_can_be_decided_upon(const cw_identity *identity) {
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
    struct served served = serve(identity, "-verify", "1");
    OK(cw_identity_certificate(identity, &own, &error));
    OK(cw_probe(TEXT(server), 0, &probed, &error));
    end(served);
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
    cw_store_free(store);
}

int main(void) {
    what_speaks_no_tls_is_said_to();
    cw_identity *identity = test_identity("srv1"); /* after the fork, whose child would leak it */
    what_it_presents_is_looked_at_and_can_be_decided_upon(identity);
    whether_it_asks_for_a_client_certificate_is_told(identity);
    starttls_is_gone_through(identity);
    who_does_not_go_over_to_tls_is_told();
    cw_identity_free(identity);
    return 0;
}
