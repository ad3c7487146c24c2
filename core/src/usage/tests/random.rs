//! Whatever is done in whatever order: no role that had a certificate is without one, and nothing that is required is deleted.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::store::Archived;

/// A small generator (Marsaglia, xorshift64), so that what fails can be run again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

const PLACES: [(&str, Option<&str>); 5] =
    [("database", Some("db1")), ("database", Some("db2")), ("client", None), ("ssl-connection", None), ("master-key", None)];

/// What must be true after each step, by a model that knows nothing of the store: who is current, who is retained.
#[derive(Default)]
struct Model {
    current: BTreeMap<(&'static str, Option<&'static str>), String>,
    retained: BTreeSet<((&'static str, Option<&'static str>), String)>,
}

impl Model {
    fn assign(&mut self, place: (&'static str, Option<&'static str>), thumbprint: String) {
        let former = self.current.insert(place, thumbprint.clone());
        if let Some(former) = former.filter(|former| *former != thumbprint && !["client", "ssl-connection"].contains(&place.0)) {
            self.retained.insert((place, former));
        }
    }

    fn is_required(&self, thumbprint: &str) -> bool {
        self.current.values().any(|one| one == thumbprint) || self.retained.iter().any(|(_, one)| one == thumbprint)
    }
}

#[test]
fn no_sequence_leaves_a_role_without_its_certificate() {
    for seed in 1..=12 {
        let (here, mut dice, mut model) = (here(), Dice(seed * 0x9e37_79b9), Model::default());
        let wanted = |number: usize| SelfSigned::new(&format!("n{number}")).expect("a subject").key(KeyAlgorithm::Rsa(2048));
        let key = Arc::new(crate::PrivateKey::generate(KeyAlgorithm::Rsa(2048)).expect("a key"));
        let now = Now { utc: NOW, local_date: NOW.date() };
        let mut all: Vec<Thumbprint> = (0..4)
            .map(|number| {
                let identity = wanted(number).issue_with_key(key.clone(), now).expect("made");
                here.store.add_identity(&identity, &AddOptions::default()).expect("added").entry.thumbprint()
            })
            .collect();
        for step in 0..60 {
            let (place, own) = (PLACES[dice.roll(PLACES.len())], all[dice.roll(all.len())]);
            let about = format!("seed {seed}, step {step}");
            match dice.roll(5) {
                0 | 1 => match here.store.assign(own, place.0, place.1, &AssignOptions::default()) {
                    Ok(_) => model.assign(place, own.to_string()),
                    Err(error) => assert_eq!(error.status(), Status::NotFound, "{about}"),
                },
                2 => match here.store.renew(own, &RenewOptions::default().same_key()) {
                    Ok(Renewed { entry, changed: true, .. }) => {
                        let served: Vec<_> = model.current.iter().filter(|(_, one)| **one == own.to_string()).map(|(place, _)| *place).collect();
                        served.into_iter().for_each(|place| model.assign(place, entry.thumbprint().to_string()));
                        all.push(entry.thumbprint());
                    }
                    Ok(_) => {}
                    Err(error) => assert_eq!(error.status(), Status::NotFound, "{about}"),
                },
                3 => drop(here.store.archive(own)),
                _ => match here.store.delete(own) {
                    Ok(_) => assert!(!model.is_required(&own.to_string()), "{about}"),
                    Err(Error::Required { .. }) => assert!(model.is_required(&own.to_string()), "{about}"),
                    Err(error) => assert_eq!(error.status(), Status::NotFound, "{about}"),
                },
            }
            for ((role, scope), thumbprint) in &model.current {
                let entry = here.store.provide(role, *scope, &ProvideOptions::default()).expect("there").entry;
                assert_eq!(entry.thumbprint().to_string(), *thumbprint, "{about}: {role}");
                entry.identity().expect("with its key");
            }
            let retained: BTreeSet<_> =
                here.held().into_iter().filter(|one| one.3).map(|(role, scope, thumbprint, _)| (role, scope, thumbprint.to_string())).collect();
            let expected =
                model.retained.iter().map(|((role, scope), one)| ((*role).to_owned(), scope.unwrap_or_default().to_owned(), one.clone())).collect();
            assert_eq!(retained, expected, "{about}");
            for (_, _, thumbprint) in &retained {
                here.store
                    .get_with(Thumbprint::parse(thumbprint).expect("one"), &Get::any())
                    .and_then(|entry| entry.identity())
                    .expect("kept with its key");
            }
        }
        assert!(here.store.check(&mut |_, _| ControlFlow::Continue(())).expect("checked").ok());
        let overview = here.store.overview(&OverviewOptions::default().all()).expect("read");
        let total = here.store.find(&Query { archived: Archived::Also, ..Query::default() }).expect("found").count();
        let required: BTreeSet<_> = overview.assignments.iter().map(|line| line.assignment.thumbprint.to_string()).collect();
        assert_eq!(total, required.len() + overview.not_required.len());
        assert_eq!(overview.others as usize, overview.not_required.len());
    }
}
