use certwright::*;
use std::hint::black_box;
use std::time::Instant;
fn main() {
    let d = tempfile::tempdir().unwrap();
    let s = Store::create(d.path().join("a.db")).unwrap();
    let key = std::sync::Arc::new(PrivateKey::generate(KeyAlgorithm::EcP256).unwrap());
    let v: Vec<Certificate> = (0..20000)
        .map(|i| {
            SelfSigned::new(&format!("CN=host {i},O=x"))
                .unwrap()
                .dns_name(&format!("h{i}.example"))
                .unwrap()
                .issue_with_key(key.clone(), Now::system())
                .unwrap()
                .certificate()
                .clone()
        })
        .collect();
    let t = Instant::now();
    s.add_all(&v, &AddOptions::default()).unwrap();
    println!("add {:?}", t.elapsed());
    let ts: Vec<Thumbprint> = v.iter().map(|c| c.thumbprint()).collect();
    let t = Instant::now();
    for _ in 0..10 {
        for t in &ts {
            black_box(s.get(*t).unwrap());
        }
    }
    println!("get {:?}", t.elapsed() / 200000);
}
