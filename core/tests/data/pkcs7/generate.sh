#!/bin/sh
# Makes the PKCS#7 files of this folder with OpenSSL 3, of the certificate and key in ../pkcs12 and of a CA made here. Keys
# and times differ from run to run; what the tests expect does not.
set -eu
cd "$(dirname "$0")"
fixtures=$PWD/../pkcs12
out=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f ./*.p7* ./*.der
cd "$work"

cat >config <<'END'
[ca]
default_ca = one
[one]
database = index
default_md = sha256
default_crl_days = 36500
END
: >index
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ca.key
openssl req -x509 -key ca.key -subj /CN=ca -days 36500 -out ca.pem
openssl ca -config config -gencrl -keyfile ca.key -cert ca.pem -out ca.crl 2>/dev/null
openssl crl -in ca.crl -outform DER -out "$out/crl.der"
openssl req -new -key ca.key -subj /CN=request -outform DER -out "$out/request.der"

openssl crl2pkcs7 -nocrl -certfile "$fixtures/certificate.pem" -outform DER -out "$out/one.p7b"
openssl crl2pkcs7 -nocrl -certfile "$fixtures/certificate.pem" -certfile ca.pem -out "$out/two.pem.p7b"
openssl crl2pkcs7 -in ca.crl -certfile ca.pem -outform DER -out "$out/with-crl.p7b"
openssl crl2pkcs7 -in ca.crl -outform DER -out "$out/crl-only.p7b"
printf 'signed content\n' >content
sign() {
    openssl cms -sign -binary -in content -signer "$fixtures/certificate.pem" -inkey "$fixtures/key.pem" -outform DER "$@"
}
sign -out "$out/detached.p7s"
sign -nodetach -out "$out/signed.p7m"
sign -nodetach -indef -stream -out "$out/signed-ber.p7m"
sign -nodetach -nocerts -out "$out/signed-nocerts.p7m"
openssl cms -encrypt -in content -aes256 -outform DER -out "$out/encrypted.p7m" "$fixtures/certificate.pem"
