/* How a chain is judged: each option has its effect. */
#include "chain.h"

static void where_it_must_lead(void) {
    cw_verify_options *options = NULL;
    OK(cw_verify_options_new(&options, &error));
    OK(cw_verify_options_at(options, WHEN, &error));
    REFUSED("issuer_not_found", leaf, ca, options);
    OK(cw_verify_options_root(options, root, &error));
    CHECK(verify(leaf, ca, options) == 3);
    REFUSED("issuer_not_found", leaf, leaf, options);
    OK(cw_verify_options_intermediate(options, ca, &error));
    CHECK(verify(leaf, leaf, options) == 3);
    FAILS_NULL("out", cw_verify_options_new(NULL, &error));
    FAILS_NULL("options", cw_verify_options_root(NULL, root, &error));
    FAILS_NULL("certificate", cw_verify_options_root(options, NULL, &error));
    FAILS_NULL("options", cw_verify_options_intermediate(NULL, ca, &error));
    FAILS_NULL("certificate", cw_verify_options_intermediate(options, NULL, &error));
    cw_verify_options_free(options);
    cw_verify_options_free(NULL);
}

static void when_it_must_be_right(void) {
    cw_verify_options *options = options_at_that_time();
    OK(cw_verify_options_at(options, INT64_C(2524608000), &error));
    REFUSED("expired", leaf, ca, options);
    OK(cw_verify_options_at(options, 0, &error));
    REFUSED("not_yet_valid", leaf, ca, options);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "at", cw_verify_options_at(options, INT64_MAX, &error));
    FAILS_NULL("options", cw_verify_options_at(NULL, 0, &error));
    cw_verify_options_free(options);

    /* unless it is said, now: what is made now is right */
    cw_identity *identity = test_identity("now");
    const cw_certificate *own = NULL;
    OK(cw_identity_certificate(identity, &own, &error));
    OK(cw_verify_options_new(&options, &error));
    OK(cw_verify_options_root(options, own, &error));
    OK(cw_verify_options_profile(options, CW_PROFILE_RFC5280, &error));
    CHECK(verify(own, own, options) == 1);
    cw_verify_options_free(options);
    cw_identity_free(identity);
}

static void what_and_whom_it_is_for(void) {
    cw_verify_options *options = options_at_that_time();
    OK(cw_verify_options_host(options, TEXT("srv1.example.com"), &error));
    CHECK(verify(leaf, ca, options) == 3);
    OK(cw_verify_options_host(options, TEXT("srv2.example.com"), &error));
    REFUSED("host_mismatch", leaf, ca, options);
    OK(cw_verify_options_host(options, TEXT("no host"), &error));
    const cw_certificate *chain[] = {leaf, ca};
    cw_verified *none = NULL;
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "host", cw_verify_chain(chain, 2, options, &none, &error));
    OK(cw_verify_options_host(options, NULL, 0, &error));
    OK(cw_verify_options_email(options, TEXT("user@example.com"), &error));
    CHECK(verify(leaf, ca, options) == 3);
    OK(cw_verify_options_email(options, TEXT("other@example.com"), &error));
    REFUSED("email_mismatch", leaf, ca, options);
    OK(cw_verify_options_email(options, NULL, 0, &error));

    uint32_t fit[] = {CW_CHAIN_PURPOSE_ANY, CW_CHAIN_PURPOSE_CLIENT, CW_CHAIN_PURPOSE_SERVER};
    uint32_t unfit[] = {CW_CHAIN_PURPOSE_CODE_SIGNING, CW_CHAIN_PURPOSE_EMAIL, CW_CHAIN_PURPOSE_TIME_STAMPING};
    for (size_t i = 0; i < 3; i++) {
        OK(cw_verify_options_purpose(options, fit[i], &error));
        CHECK(verify(leaf, ca, options) == 3);
        OK(cw_verify_options_purpose(options, unfit[i], &error));
        REFUSED("purpose_not_allowed", leaf, ca, options);
    }
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "purpose", cw_verify_options_purpose(options, 0, &error));
    FAILS_NULL("options", cw_verify_options_host(NULL, TEXT("a"), &error));
    FAILS_NULL("host", cw_verify_options_host(options, NULL, 1, &error));
    FAILS_NULL("options", cw_verify_options_email(NULL, TEXT("a"), &error));
    FAILS_NULL("email", cw_verify_options_email(options, NULL, 1, &error));
    FAILS_NULL("options", cw_verify_options_purpose(NULL, 1, &error));
    cw_verify_options_free(options);
}

static void how_strict_it_is(void) {
    cw_verify_options *options = options_at_that_time();
    cw_certificate *mapping = test_certificate("chain/mapping-ca.pem"), *mapped = test_certificate("chain/mapped-leaf.pem");
    REFUSED("authority_key_id_missing", mapped, mapping, options);
    OK(cw_verify_options_profile(options, CW_PROFILE_RFC5280, &error));
    CHECK(verify(mapped, mapping, options) == 3);
    OK(cw_verify_options_profile(options, CW_PROFILE_WEB_PKI, &error));
    REFUSED("authority_key_id_missing", mapped, mapping, options);
    OK(cw_verify_options_max_depth(options, 1, &error));
    CHECK(verify(leaf, ca, options) == 3);
    OK(cw_verify_options_max_depth(options, 0, &error));
    REFUSED("depth_exceeded", leaf, ca, options);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "profile", cw_verify_options_profile(options, 3, &error));
    FAILS_NULL("options", cw_verify_options_profile(NULL, 1, &error));
    FAILS_NULL("options", cw_verify_options_max_depth(NULL, 1, &error));
    cw_certificate_free(mapping);
    cw_certificate_free(mapped);
    cw_verify_options_free(options);
}

static void what_was_revoked(void) {
    cw_verify_options *options = options_at_that_time();
    cw_certificate *revoked = test_certificate("chain/revoked.pem");
    cw_bytes pem = test_read("chain/crls.pem");
    cw_crls *crls = NULL;
    const cw_crl *crl = NULL;
    CHECK(verify(revoked, ca, options) == 3);
    OK(cw_verify_options_revocation(options, CW_REVOCATION_REQUIRED, &error));
    REFUSED("crl_missing", leaf, ca, options);
    OK(cw_verify_options_revocation(options, CW_REVOCATION_WHERE_GIVEN, &error));
    CHECK(verify(leaf, ca, options) == 3);
    OK(cw_verify_options_revocation(options, CW_REVOCATION_REQUIRED, &error));
    OK(cw_crls_read(OCTETS(pem), &crls, &error));
    for (size_t i = 0; i < 2; i++) {
        OK(cw_crls_at(crls, i, &crl, &error));
        OK(cw_verify_options_crl(options, crl, &error));
    }
    FAILS_NULL("options", cw_verify_options_crl(NULL, crl, &error));
    cw_crls_free(crls); /* not consumed, and not needed any more */
    CHECK(verify(leaf, ca, options) == 3);
    REFUSED("revoked", revoked, ca, options);
    FAILS_NULL("crl", cw_verify_options_crl(options, NULL, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "revocation", cw_verify_options_revocation(options, 0, &error));
    FAILS_NULL("options", cw_verify_options_revocation(NULL, 1, &error));
    cw_bytes_free(&pem);
    cw_certificate_free(revoked);
    cw_verify_options_free(options);
}

static void under_which_policy(void) {
    cw_certificate *mapping = test_certificate("chain/mapping-ca.pem"), *mapped = test_certificate("chain/mapped-leaf.pem");
    cw_verify_options *options = options_at_that_time();
    OK(cw_verify_options_policy(options, TEXT("1.2.3.9"), &error));
    CHECK(verify(leaf, ca, options) == 3); /* none is demanded */
    OK(cw_verify_options_require_policy(options, &error));
    REFUSED("policy_not_accepted", leaf, ca, options);
    OK(cw_verify_options_policy(options, TEXT("1.2.3.4"), &error));
    CHECK(verify(leaf, ca, options) == 3);
    OK(cw_verify_options_inhibit_any_policy(options, &error));
    REFUSED("policy_not_accepted", leaf, ca, options);

    OK(cw_verify_options_profile(options, CW_PROFILE_RFC5280, &error));
    CHECK(verify(mapped, mapping, options) == 3);
    OK(cw_verify_options_inhibit_policy_mapping(options, &error));
    REFUSED("policy_not_accepted", mapped, mapping, options);

    OK(cw_verify_options_policy(options, TEXT("policy"), &error));
    const cw_certificate *chain[] = {leaf, ca};
    cw_verified *none = NULL;
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "is not an OID", cw_verify_chain(chain, 2, options, &none, &error));
    FAILS_NULL("options", cw_verify_options_policy(NULL, TEXT("1.2.3.4"), &error));
    FAILS_NULL("policy", cw_verify_options_policy(options, NULL, 1, &error));
    FAILS_NULL("options", cw_verify_options_require_policy(NULL, &error));
    FAILS_NULL("options", cw_verify_options_inhibit_any_policy(NULL, &error));
    FAILS_NULL("options", cw_verify_options_inhibit_policy_mapping(NULL, &error));
    cw_certificate_free(mapping);
    cw_certificate_free(mapped);
    cw_verify_options_free(options);
}

int main(void) {
    open_chain();
    where_it_must_lead();
    when_it_must_be_right();
    what_and_whom_it_is_for();
    how_strict_it_is();
    what_was_revoked();
    under_which_policy();
    close_chain();
    return 0;
}
