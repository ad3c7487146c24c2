use certwright::*;
use std::hint::black_box;
use std::time::Instant;
fn t(name: &str, mut f: impl FnMut()) {
    let n = 20000;
    for _ in 0..1000 {
        f();
    }
    let mut v = vec![];
    for _ in 0..n {
        let s = Instant::now();
        f();
        v.push(s.elapsed().as_nanos());
    }
    v.sort();
    println!("{name}: {} ns", v[n / 2]);
}
fn main() {
    let w = SelfSigned::new("CN=host,OU=Bench,O=Example").unwrap().dns_name("srv1.corp.example").unwrap();
    let id = w.issue(Now::system()).unwrap();
    let der = id.certificate().der().to_vec();
    t("parse", || {
        black_box(Certificate::from_der(&der).unwrap());
    });
    t("x509parser", || {
        use x509_parser::prelude::FromDer;
        black_box(x509_parser::certificate::X509Certificate::from_der(&der).unwrap());
    });
    t("x509parser shallow", || {
        use x509_parser::nom::Parser;
        black_box(x509_parser::certificate::X509CertificateParser::new().with_deep_parse_extensions(false).parse(&der).unwrap());
    });
    t("now", || {
        black_box(Now::system());
    });
    let key = id.private_key().clone();
    t("issue_with_key", || {
        black_box(w.issue_with_key(key.clone(), Now::system()).unwrap());
    });
    t("generate", || {
        black_box(PrivateKey::generate(KeyAlgorithm::EcP256).unwrap());
    });
    t("sign", || {
        black_box(key.sign(&[7; 400]).unwrap());
    });
}
