//! Lists, and what they say of the certificates of a chain.

use super::*;

/// A CRL to be.
pub(super) struct CrlSpec {
    pub(super) version: Option<u64>,
    pub(super) this: &'static str,
    pub(super) next: &'static str,
    pub(super) revoked: Vec<Vec<u8>>,
    pub(super) entry_extensions: Vec<Extension>,
    pub(super) extensions: Vec<Extension>,
    pub(super) algorithm: Vec<u8>,
}

pub(super) fn crl(issuer: &Spec, change: impl FnOnce(&mut CrlSpec)) -> Crl {
    let mut spec = CrlSpec {
        version: Some(1),
        this: "261101000000Z",
        next: "261201000000Z",
        revoked: vec![vec![0x77]],
        entry_extensions: Vec::new(),
        extensions: vec![(ce(20), false, unsigned(7))],
        algorithm: sequence(&[&oid(ECDSA_SHA256)]),
    };
    change(&mut spec);
    let time = |text: &str| tlv(asn1::UTC_TIME, &[text.as_bytes()]);
    let extensions = if spec.entry_extensions.is_empty() { Vec::new() } else { extension_list(&spec.entry_extensions) };
    let entries: Vec<Vec<u8>> =
        spec.revoked.iter().map(|serial| sequence(&[&tlv(asn1::INTEGER, &[serial]), &time("261110000000Z"), &extensions])).collect();
    let entries = sequence(&entries.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let tbs = sequence(&[
        &spec.version.map(unsigned).unwrap_or_default(),
        &spec.algorithm,
        &issuer.subject,
        &time(spec.this),
        &if spec.next.is_empty() { Vec::new() } else { time(spec.next) },
        &entries,
        &tlv(0xa0, &[&extension_list(&spec.extensions)]),
    ]);
    Crl::from_der(&signed(&tbs, &spec.algorithm, &issuer.key)).expect("a CRL")
}

/// IssuingDistributionPoint.
fn issuing_point(fields: &[(u8, &[u8])]) -> Extension {
    (ce(28), true, general_names(fields))
}

#[test]
fn a_crl_that_cannot_be_relied_on_says_why() {
    type Change = fn(&mut CrlSpec);
    let changes: &[(&str, Change)] = &[
        ("it was made only on 2026-11-25T00:00:00Z", |crl| crl.this = "261125000000Z"),
        ("it is stale: the next one was due on 2026-11-23T00:00:00Z", |crl| crl.next = "261123000000Z"),
        ("it does not say when the next one is due", |crl| crl.next = ""),
        ("it is not of version 2", |crl| crl.version = None),
        ("it has no number, which RFC 5280 section 5.2.3 demands", |crl| crl.extensions.clear()),
        ("its number is marked critical, which RFC 5280 section 5.2.3 forbids", |crl| crl.extensions[0].1 = true),
        ("it has a critical extension that is not understood", |crl| crl.extensions.push((vec![0x2a, 3], true, vec![5, 0]))),
        ("an entry has a critical extension that is not understood", |crl| crl.entry_extensions.push((vec![0x2a, 3], true, vec![5, 0]))),
        ("its signature algorithm is not supported or no longer protects", |crl| crl.algorithm = sequence(&[&oid(ECDSA_SHA1)])),
    ];
    for (why, change) in changes {
        let mut chain = Chain::new();
        chain.crls.push(crl(&chain.ca, change));
        let Err(Error::Untrusted { reasons, .. }) = chain.verify() else { panic!("{why}") };
        let wanted = Fault::CrlUnusable { issuer: "CN=CA".to_owned(), why: (*why).to_owned() };
        assert_eq!(reasons.iter().map(|reason| &reason.fault).collect::<Vec<_>>(), [&wanted]);
    }
    let stranger = with(|chain| {
        let mut other = Spec::new("CN=CA");
        other.subject = chain.ca.subject.clone();
        chain.crls.push(crl(&other, |_| ()));
    });
    assert_eq!(stranger, ["crl_unusable"], "signed by another key");
    let no_crl_sign = with(|chain| {
        chain.ca.set(arc::KEY_USAGE, true, key_usage(0x04));
        chain.crls.push(crl(&chain.ca, |_| ()));
    });
    assert_eq!(no_crl_sign, ["crl_unusable"]);
}

#[test]
fn a_crl_speaks_only_for_those_in_its_scope() {
    let required = |change: &dyn Fn(&mut CrlSpec)| {
        with(|chain| {
            chain.ask.revocation = Revocation::Required;
            chain.crls.push(crl(&chain.root, |_| ()));
            chain.crls.push(crl(&chain.ca, |spec| change(spec)));
        })
    };
    assert!(required(&|_| ()).is_empty());
    assert!(required(&|crl| crl.extensions.push(issuing_point(&[(0x81, &[0xff])]))).is_empty(), "users only");
    assert_eq!(required(&|crl| crl.extensions.push(issuing_point(&[(0x82, &[0xff])]))), ["crl_missing"], "CAs only");
    assert_eq!(required(&|crl| crl.extensions.push(issuing_point(&[(0x85, &[0xff])]))), ["crl_missing"], "attributes only");
    assert_eq!(required(&|crl| crl.extensions.push(issuing_point(&[(0x83, &[5, 0x60])]))), ["crl_missing"], "some reasons");
    assert_eq!(required(&|crl| crl.extensions.push(issuing_point(&[(0x84, &[0xff])]))), ["crl_unsupported"], "indirect");
    let indirect_entry = |crl: &mut CrlSpec| crl.entry_extensions.push((ce(29), true, general_names(&[])));
    assert_eq!(required(&indirect_entry), ["crl_unsupported"]);
    let halves = with(|chain| {
        chain.ask.revocation = Revocation::Required;
        chain.crls.push(crl(&chain.root, |_| ()));
        for flags in [[5, 0x60, 0], [7, 0x1f, 0x80]] {
            chain.crls.push(crl(&chain.ca, |crl| crl.extensions.push(issuing_point(&[(0x83, &flags)]))));
        }
    });
    assert!(halves.is_empty(), "{halves:?}: two lists cover all reasons together");
}

#[test]
fn a_crl_of_a_distribution_point_is_for_certificates_that_name_it() {
    let uri = tlv(0x86, &[b"http://ca.example/1.crl"]);
    let point = tlv(0xa0, &[&tlv(0xa0, &[&uri])]);
    let with_point = |named: bool| {
        with(|chain| {
            chain.ask.revocation = Revocation::Required;
            chain.crls.push(crl(&chain.root, |_| ()));
            chain.crls.push(crl(&chain.ca, |crl| {
                crl.revoked.push(vec![0x10, 1]);
                crl.extensions.push((ce(28), true, sequence(&[&point])));
            }));
            if named {
                chain.leaf.set(arc::CRL_DISTRIBUTION_POINTS, true, sequence(&[&sequence(&[&point])]));
            }
        })
    };
    assert_eq!(with_point(true), ["revoked"]);
    assert_eq!(with_point(false), ["revoked"], "what is listed is revoked, whomever the list is for");
}

#[test]
fn distribution_points_and_their_names_are_bounded() {
    let uri = tlv(0x86, &[b"http://ca.example/1.crl"]);
    let read = |points: usize, names: usize| {
        let point = sequence(&[&tlv(0xa0, &[&tlv(0xa0, &vec![uri.as_slice(); names])])]);
        crate::crl::points(&sequence(&vec![point.as_slice(); points])).map(|points| points.len())
    };
    assert_eq!(read(100, 100), Ok(100));
    assert!(read(1, 101).is_err());
    assert!(read(101, 1).is_err());
}

#[test]
fn a_serial_number_that_is_listed_is_revoked_whatever_else_is_not_understood() {
    let revoked = |extension: Extension| {
        with(|chain| {
            chain.crls.push(crl(&chain.ca, |crl| {
                crl.revoked.push(vec![0x10, 1]);
                crl.entry_extensions.push(extension);
            }))
        })
    };
    assert_eq!(revoked((vec![0x2a, 3], false, vec![5, 0])), ["revoked"]);
    assert_eq!(revoked((vec![0x2a, 3], true, vec![5, 0])), ["revoked"]);
    assert_eq!(revoked((ce(29), true, general_names(&[]))), ["crl_unsupported"], "the entry is of another issuer");
}

#[test]
fn another_list_makes_up_for_one_of_another_time_or_key_alone() {
    let beside = |change: &dyn Fn(&mut CrlSpec)| {
        with(|chain| {
            chain.crls.push(crl(&chain.ca, |crl| change(crl)));
            chain.crls.push(crl(&chain.ca, |_| ()));
        })
    };
    assert!(beside(&|crl| crl.next = "261123000000Z").is_empty());
    assert!(beside(&|crl| crl.extensions.push((ce(35), false, sequence(&[&tlv(0x80, &[b"other"])])))).is_empty());
    assert_eq!(beside(&|crl| crl.extensions.push((vec![0x2a, 3], true, vec![5, 0]))), ["crl_unusable"]);
    assert_eq!(beside(&|crl| crl.extensions.push(issuing_point(&[(0x84, &[0xff])]))), ["crl_unsupported"]);
    let other_key = with(|chain| {
        chain.ca.set(arc::SUBJECT_KEY_ID, false, tlv(asn1::OCTET_STRING, &[b"own"]));
        chain.leaf.set(arc::AUTHORITY_KEY_ID, false, sequence(&[&tlv(0x80, &[b"own"])]));
        chain.crls.push(crl(&chain.ca, |crl| crl.extensions.push((ce(35), false, sequence(&[&tlv(0x80, &[b"other"])])))));
    });
    assert_eq!(other_key, ["crl_unusable"]);
}

#[test]
fn an_indirect_crl_that_is_at_hand_is_not_passed_over() {
    let codes = |given: bool| {
        with(|chain| {
            let issuer = tlv(0xa2, &[&tlv(0xa4, &[&chain.root.subject])]);
            let uri = tlv(0xa0, &[&tlv(0xa0, &[&tlv(0x86, &[b"http://root.example/1.crl"])])]);
            chain.leaf.set(arc::CRL_DISTRIBUTION_POINTS, false, sequence(&[&sequence(&[&uri, &issuer])]));
            if given {
                chain.crls.push(crl(&chain.root, |_| ()));
            }
        })
    };
    assert_eq!(codes(true), ["crl_unsupported"]);
    assert!(codes(false).is_empty());
}

#[test]
fn an_intermediate_can_be_revoked_by_the_root() {
    let codes = with(|chain| chain.crls.push(crl(&chain.root, |crl| crl.revoked.push(vec![0x10, 1]))));
    assert_eq!(codes, ["revoked"]);
    assert!(with(|chain| chain.crls.push(crl(&chain.ca, |_| ()))).is_empty());
}

/// A list proves nothing where the key that signed it is nobody's; a leaf with a bad signature of its own is still looked up.
#[test]
fn only_a_key_that_is_proven_tells_of_revocation() {
    let mut chain = Chain::new();
    chain.crls.push(crl(&chain.ca, |crl| crl.revoked.push(vec![0x10, 1])));
    let (leaf, root) = (chain.leaf.sign(&chain.ca), chain.root.sign(&chain.root));
    let ask = VerifyOptions::new([root], chain.ask.at).crls(chain.crls.clone());
    let unproven = chain.ca.sign_with(&key(), &chain.root.subject);
    assert_eq!(codes(verify_chain(&[leaf.clone(), unproven], &ask)), ["bad_signature"]);
    assert_eq!(codes(verify_chain(&[leaf, chain.ca.sign(&chain.root)], &ask)), ["revoked"]);
    let nowhere = VerifyOptions::new(Vec::<Certificate>::new(), chain.ask.at).crls(chain.crls.clone());
    let both = [chain.leaf.sign(&chain.ca), chain.ca.sign(&chain.root)];
    assert_eq!(codes(verify_chain(&both, &nowhere)), ["issuer_not_found"], "under no root nobody is proven");
    chain.other_signer = Some(key());
    assert_eq!(chain.codes(), ["bad_signature", "revoked"]);
}

#[test]
fn lists_of_other_parts_of_a_ca_cost_no_look_ups() {
    let point = |number: usize| tlv(0xa0, &[&tlv(0xa0, &[&tlv(0x86, &[format!("http://ca.example/{number}.crl").as_bytes()])])]);
    let of_200 = |revoked: Option<usize>| {
        with(|chain| {
            chain.ask.revocation = Revocation::Required;
            chain.leaf.set(arc::CRL_DISTRIBUTION_POINTS, false, sequence(&[&sequence(&[&point(7)])]));
            chain.crls.push(crl(&chain.root, |_| ()));
            for number in 0..200 {
                chain.crls.push(crl(&chain.ca, |crl| {
                    crl.extensions.push((ce(28), true, sequence(&[&point(number)])));
                    if revoked == Some(number) {
                        crl.revoked.push(vec![0x10, 1]);
                    }
                }));
            }
        })
    };
    assert!(of_200(None).is_empty());
    assert_eq!(of_200(Some(7)), ["revoked"]);
    assert_eq!(of_200(Some(150)), ["revoked"], "an entry revokes, whatever the scope says");
}

#[test]
fn a_rare_form_of_distribution_point_is_never_passed_over() {
    let list = |point: &[(u8, &[u8])]| with(|chain| chain.crls.push(crl(&chain.ca, |crl| crl.extensions.push(issuing_point(point)))));
    const UNSUPPORTED: [&str; 1] = ["crl_unsupported"];
    let relative = tlv(0xa1, &[&sequence(&[&oid(&[0x55, 4, 3]), &tlv(asn1::UTF8_STRING, &[b"1"])])]);
    assert_eq!(list(&[(0xa0, &relative)]), UNSUPPORTED, "relative to the issuer");
    assert_eq!(list(&[(0xa0, &tlv(0xa0, &[]))]), UNSUPPORTED, "no name at all");
    assert_eq!(list(&[(0x81, &[0xff]), (0x82, &[0xff])]), UNSUPPORTED, "for users alone and for CAs alone");
    let named = tlv(0xa0, &[&tlv(0x86, &[b"http://ca.example/1.crl"])]);
    let asked = with(|chain| {
        chain.leaf.set(arc::CRL_DISTRIBUTION_POINTS, false, sequence(&[&sequence(&[&tlv(0xa0, &[&relative])])]));
        chain.crls.push(crl(&chain.ca, |crl| crl.extensions.push(issuing_point(&[(0xa0, &named)]))));
    });
    assert_eq!(asked, UNSUPPORTED, "the certificate's point is relative to the issuer");
}

/// 6.3.3 (b) (2) (i): a point without a name of its own has those of its cRLIssuer.
#[test]
fn a_point_whose_crl_issuer_is_the_issuer_itself_is_covered() {
    let uri = tlv(0xa0, &[&tlv(0xa0, &[&tlv(0x86, &[b"http://ca.example/1.crl"])])]);
    let codes = |named: bool| {
        with(|chain| {
            chain.ask.revocation = Revocation::Required;
            let directory = tlv(0xa4, &[&chain.ca.subject]);
            let issuer = tlv(0xa2, &[&directory]);
            let points = if named { sequence(&[&sequence(&[&uri, &issuer])]) } else { sequence(&[&sequence(&[&issuer])]) };
            let of_list = if named { uri.clone() } else { tlv(0xa0, &[&tlv(0xa0, &[&directory])]) };
            chain.leaf.set(arc::CRL_DISTRIBUTION_POINTS, false, points);
            chain.crls.push(crl(&chain.root, |_| ()));
            chain.crls.push(crl(&chain.ca, |crl| crl.extensions.push((ce(28), true, sequence(&[&of_list])))));
        })
    };
    assert!(codes(true).is_empty(), "{:?}", codes(true));
    assert!(codes(false).is_empty(), "{:?}", codes(false));
}

#[test]
fn a_list_of_attribute_certificates_revokes_no_other() {
    let listed = |flag: u8| {
        with(|chain| {
            chain.crls.push(crl(&chain.ca, |crl| {
                crl.revoked.push(vec![0x10, 1]);
                crl.extensions.push(issuing_point(&[(flag, &[0xff])]));
            }));
        })
    };
    assert!(listed(0x85).is_empty());
    assert_eq!(listed(0x82), ["revoked"], "CAs have their numbers from where users have theirs");
}
