use certwright::*; use std::hint::black_box;
fn main(){
 let w=SelfSigned::new("CN=host,OU=Bench,O=Example").unwrap().dns_name("srv1.corp.example").unwrap();
 let id=w.issue(Now::system()).unwrap(); let key=id.private_key().clone();
 for _ in 0..100000 { black_box(w.issue_with_key(key.clone(), Now::system()).unwrap()); }
}
