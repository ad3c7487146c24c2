//! Policies of CAs and leaves, and what is asked about them.

use super::*;

#[test]
fn what_an_anchor_says_critically_of_policies_is_not_passed_over() {
    let anchor = |extension: u8, value: &dyn Fn() -> Vec<u8>| with(|chain| chain.root.set(extension, true, value()));
    const REFUSED: [&str; 1] = ["unknown_critical_extension"];
    assert_eq!(anchor(arc::INHIBIT_ANY_POLICY, &|| unsigned(0)), REFUSED);
    assert_eq!(anchor(arc::POLICY_CONSTRAINTS, &|| sequence(&[&tlv(0x80, &[&[0]])])), REFUSED);
}

fn policies(arcs: &[u8]) -> Vec<u8> {
    let each: Vec<Vec<u8>> = arcs.iter().map(|arc| sequence(&[&oid(&if *arc == 0 { vec![0x55, 0x1d, 32, 0] } else { vec![0x2a, *arc] })])).collect();
    sequence(&each.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// CA with policies and mappings, leaf with policies; 0 is anyPolicy.
fn under(ca: &[u8], mappings: &[(u8, u8)], leaf: &[u8], change: impl FnOnce(&mut Chain)) -> Vec<&'static str> {
    with(|chain| {
        chain.ask.policies.require_explicit = true;
        chain.ca.set(arc::CERTIFICATE_POLICIES, false, policies(ca));
        if !mappings.is_empty() {
            let each: Vec<Vec<u8>> = mappings.iter().map(|(from, to)| sequence(&[&oid(&[0x2a, *from]), &oid(&[0x2a, *to])])).collect();
            chain.ca.set(arc::POLICY_MAPPINGS, true, sequence(&each.iter().map(Vec::as_slice).collect::<Vec<_>>()));
        }
        chain.leaf.set(arc::CERTIFICATE_POLICIES, false, policies(leaf));
        change(chain);
    })
}

#[test]
fn a_policy_must_stand_in_every_certificate() {
    const REFUSED: [&str; 1] = ["policy_not_accepted"];
    assert!(under(&[3], &[], &[3], |_| ()).is_empty());
    assert_eq!(under(&[3], &[], &[4], |_| ()), REFUSED);
    assert!(under(&[0], &[], &[4], |_| ()).is_empty());
    assert!(under(&[3], &[], &[0], |_| ()).is_empty());
    assert_eq!(under(&[3], &[], &[0], |chain| chain.ask.policies.inhibit_any = true), REFUSED);
    assert_eq!(under(&[0], &[], &[4], |chain| chain.ask.policies.inhibit_any = true), REFUSED);
    assert_eq!(under(&[3], &[], &[0], |chain| chain.ca.set(arc::INHIBIT_ANY_POLICY, true, unsigned(0))), REFUSED);
    let accepted = |policy: &'static str| move |chain: &mut Chain| chain.ask.policies.accepted = vec![policy.to_owned()];
    assert!(under(&[3, 4], &[], &[3], accepted("1.2.3")).is_empty());
    assert_eq!(under(&[3, 4], &[], &[3], accepted("1.2.4")), REFUSED);
    assert!(under(&[0], &[], &[0], accepted("1.2.4")).is_empty());
}

#[test]
fn policies_are_mapped_unless_that_is_inhibited() {
    const REFUSED: [&str; 1] = ["policy_not_accepted"];
    assert!(under(&[3], &[(3, 5)], &[5], |_| ()).is_empty());
    assert_eq!(under(&[3], &[(3, 5)], &[3], |_| ()), REFUSED);
    assert_eq!(under(&[3], &[(3, 5)], &[5], |chain| chain.ask.policies.inhibit_mapping = true), REFUSED);
    let accepted = |policy: &'static str| move |chain: &mut Chain| chain.ask.policies.accepted = vec![policy.to_owned()];
    assert!(under(&[3], &[(3, 5)], &[5], accepted("1.2.3")).is_empty());
    assert_eq!(under(&[3], &[(3, 5)], &[5], accepted("1.2.5")), REFUSED);
    assert!(under(&[0], &[(3, 5)], &[5], accepted("1.2.3")).is_empty());
}

#[test]
fn a_ca_can_demand_a_policy() {
    let demand = |skip: u8| with(|chain| chain.ca.set(arc::POLICY_CONSTRAINTS, true, sequence(&[&tlv(0x80, &[&[skip]])])));
    assert_eq!(demand(0), ["policy_not_accepted"]);
    assert_eq!(demand(1), ["policy_not_accepted"], "the leaf is the one certificate");
    assert!(demand(2).is_empty());
    assert_eq!(with(|chain| chain.ca.set(arc::POLICY_CONSTRAINTS, true, sequence(&[]))), ["malformed_extension"]);
}
