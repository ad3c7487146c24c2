//! What is looked for without end, and what is told where looking ends.

use super::*;

/// Twenty CAs, each certified by every other one.
fn mesh() -> (Vec<Spec>, Vec<Certificate>) {
    let authorities: Vec<Spec> = (0..20)
        .map(|number| {
            let mut spec = Chain::new().ca;
            spec.subject = name(&format!("CN=CA {number}"));
            spec.remove(arc::AUTHORITY_KEY_ID);
            spec
        })
        .collect();
    let mut mesh = Vec::new();
    for (one, below) in authorities.iter().enumerate() {
        mesh.extend(authorities.iter().enumerate().filter(|(other, _)| *other != one).map(|(_, above)| below.sign(above)));
    }
    (authorities, mesh)
}

/// A leaf below the mesh, and what is asked: every CA is also certified by the root, and the root excludes the leaf's name.
fn mesh_below_a_root_that_excludes() -> (Certificate, VerifyOptions) {
    let (authorities, mesh) = mesh();
    let mut root = Chain::new().root;
    root.set(arc::NAME_CONSTRAINTS, true, name_constraints(EXCLUDED, DNS, b"example.com"));
    let above = authorities.iter().map(|authority| authority.sign(&root));
    let ask = VerifyOptions::new([root.sign(&root)], datetime!(2026-11-24 12:00 UTC)).intermediates(mesh).intermediates(above);
    (Chain::new().leaf.sign(&authorities[0]), ask.profile(Profile::Rfc5280))
}

#[test]
fn cycles_and_meshes_end_at_once() {
    let (authorities, mesh) = mesh();
    let leaf = Chain::new().leaf.sign(&authorities[0]);
    let root = Chain::new().root;
    let ask =
        |roots: Vec<Certificate>| VerifyOptions::new(roots, datetime!(2026-11-24 12:00 UTC)).intermediates(mesh.clone()).profile(Profile::Rfc5280);
    assert_eq!(codes(verify_chain(std::slice::from_ref(&leaf), &ask(vec![root.sign(&root)]))), ["issuer_not_found"]);
    let above = authorities[19].sign(&root);
    let mut trusted = ask(vec![root.sign(&root)]);
    trusted.intermediates.push(above);
    assert!(codes(verify_chain(std::slice::from_ref(&leaf), &trusted)).is_empty());
    let (leaf, hopeless) = mesh_below_a_root_that_excludes();
    assert_eq!(codes(verify_chain(&[leaf], &hopeless)), ["work_limit"]);
}

#[test]
fn a_chain_of_more_certificates_than_a_path_may_have_is_too_deep() {
    let base = Chain::new();
    let codes_of = |count: usize| {
        let mut above = Chain::new().root;
        let root = above.sign(&above);
        let mut intermediates = Vec::new();
        for number in 0..count {
            let mut ca = Chain::new().ca;
            ca.subject = name(&format!("CN=CA {number}"));
            ca.remove(arc::AUTHORITY_KEY_ID);
            intermediates.push(ca.sign(&above));
            above = ca;
        }
        let leaf = base.leaf.sign(&above);
        let ask = VerifyOptions::new([root], base.ask.at).intermediates(intermediates).profile(Profile::Rfc5280);
        codes(verify_chain(&[leaf], &ask))
    };
    assert!(codes_of(30).is_empty());
    assert_eq!(codes_of(31), ["depth_exceeded"]);
    assert_eq!(codes_of(40), ["depth_exceeded"]);
}

/// Nothing above makes an expired leaf right, so that the reasons are a verdict.
#[test]
fn a_mesh_above_a_leaf_that_is_refused_anyway_still_tells_the_reasons() {
    let (leaf, mut ask) = mesh_below_a_root_that_excludes();
    ask.at = datetime!(2027-11-24 12:00 UTC);
    let Err(Error::Untrusted { reasons, others, .. }) = verify_chain(&[leaf], &ask) else { panic!("no verdict") };
    assert!(reasons.iter().any(|reason| reason.place == 0 && reason.code() == "expired"));
    assert!(!others.is_empty());
}

#[test]
fn many_issuers_of_one_name_bring_about_no_untrue_reason() {
    let codes = with(|chain| {
        chain.ask.host = Some("another.example".to_owned());
        for _ in 0..150 {
            let ca = Spec { key: key(), ..Chain::new().ca };
            chain.ask.intermediates.push(ca.sign(&chain.root));
        }
    });
    assert_eq!(codes, ["host_mismatch"], "the issuer is at hand, whichever it is");
}
