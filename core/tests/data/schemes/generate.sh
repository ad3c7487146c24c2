#!/bin/sh
# Makes the files of this folder with OpenSSL 3 and pyca/cryptography: the key and the certificate of ../pkcs12, encrypted in
# every way that programs have. Salts and vectors are random, so the bytes differ from run to run; what is expected does not.
# usage: generate.sh [PYTHON], which has the package cryptography
set -eu
python=${1:-python3}
cd "$(dirname "$0")"
rm -f ./*.p12 ./*.pem ./*.der
key=../pkcs12/key.pem
certificate=../pkcs12/certificate.pem

pfx() {
    out=$1
    shift
    openssl pkcs12 -export -inkey $key -in $certificate -name fixture -passout pass:password -iter 20 -out "$out.p12" "$@"
}
for pbe in SHA1-3DES SHA1-2DES SHA1-RC2-128 SHA1-RC2-40 SHA1-RC4-128 SHA1-RC4-40 MD5-DES SHA1-DES MD5-RC2-64 SHA1-RC2-64; do
    pfx "pbe-$pbe" -provider legacy -provider default -keypbe "PBE-$pbe" -certpbe "PBE-$pbe" -macalg sha256
done
for cipher in AES-128-CBC AES-192-CBC AES-256-CBC CAMELLIA-128-CBC CAMELLIA-192-CBC CAMELLIA-256-CBC DES-EDE3-CBC; do
    pfx "pbes2-$cipher" -keypbe "$cipher" -certpbe "$cipher"
done
for cipher in DES-CBC RC2-CBC; do
    pfx "pbes2-$cipher" -provider legacy -provider default -keypbe "$cipher" -certpbe "$cipher"
done
for digest in md5 sha1 sha224 sha256 sha384 sha512 sha512-224 sha512-256; do
    pfx "mac-$digest" -macalg "$digest"
done
pfx mixed -legacy -keypbe PBE-SHA1-3DES -certpbe AES-256-CBC

pkcs8() {
    out=$1
    shift
    openssl pkcs8 -topk8 -in $key -passout pass:password -iter 20 -out "$out" "$@"
}
for prf in hmacWithMD5 hmacWithSHA1 hmacWithSHA224 hmacWithSHA256 hmacWithSHA384 hmacWithSHA512 hmacWithSHA512-224 hmacWithSHA512-256; do
    pkcs8 "pkcs8-$prf.pem" -v2 aes-256-cbc -v2prf "$prf"
done
pkcs8 pkcs8-v1.pem -v1 PBE-SHA1-3DES
pkcs8 pkcs8-rc2-40.pem -provider legacy -provider default -v2 rc2-40-cbc
pkcs8 pkcs8-rc2-64.pem -provider legacy -provider default -v2 rc2-64-cbc
pkcs8 pkcs8-binary.der -outform DER
openssl pkcs8 -topk8 -in $key -passout pass:password -scrypt -scrypt_N 1024 -scrypt_r 8 -scrypt_p 2 -out pkcs8-scrypt.pem

for cipher in des des3 aes128 aes192 aes256 camellia128 camellia192 camellia256; do
    openssl ec -in $key "-$cipher" -passout pass:password -provider legacy -provider default -out "old-$cipher.pem" 2>/dev/null
done

"$python" - $key $certificate <<'PYTHON'
import sys
from pathlib import Path
from cryptography.hazmat.primitives.serialization import PrivateFormat, load_pem_private_key, pkcs12
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate
key, certificate = (Path(path).read_bytes() for path in sys.argv[1:])
scheme = pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC
protection = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(20).key_cert_algorithm(scheme).hmac_hash(SHA256()).build(b"password")
made = pkcs12.serialize_key_and_certificates(b"fixture", load_pem_private_key(key, None), load_pem_x509_certificate(certificate), None, protection)
Path("pyca-3des.p12").write_bytes(made)
PYTHON
