#!/bin/sh
# Makes the PFX files of this folder with the programs of others. Keys, salts and vectors are random, so the bytes differ
# from run to run; what the tests expect of them does not.
# Needs OpenSSL 3, GnuTLS' certtool, NSS' certutil and pk12util, and Java's keytool.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f ./*.p12 key.pem certificate.pem

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem
openssl req -x509 -key key.pem -subj /CN=fixture -days 36500 -out certificate.pem

export_p12() {
    out=$1
    shift
    openssl pkcs12 -export -inkey key.pem -in certificate.pem -name fixture -out "$out" "$@"
}
export_p12 openssl-default.p12 -passout pass:password
export_p12 openssl-sha1.p12 -passout pass:password -iter 1 -macalg sha1 -certpbe AES-128-CBC -keypbe AES-192-CBC
export_p12 openssl-sha384.p12 -passout pass:password -iter 5 -macalg sha384
export_p12 openssl-sha512.p12 -passout pass:password -iter 5 -macalg sha512
export_p12 openssl-nomac.p12 -passout pass:password -nomac
export_p12 openssl-nomac-key-only.p12 -passout pass:password -nomac -certpbe NONE
export_p12 openssl-plain.p12 -passout pass:password -keypbe NONE -certpbe NONE
export_p12 openssl-empty-password.p12 -passout pass:
export_p12 openssl-unicode-password.p12 -passout 'pass:pässwörd€'
export_p12 openssl-legacy.p12 -passout pass:password -legacy

gnutls() {
    certtool --to-p12 --p12-name fixture --load-privkey key.pem --load-certificate certificate.pem --outder --pkcs-cipher aes-256 "$@"
}
gnutls --null-password --outfile gnutls-no-password.p12
gnutls --password '' --empty-password --outfile gnutls-empty-password.p12

certutil -N -d "sql:$work" --empty-password
pk12util -i openssl-default.p12 -d "sql:$work" -W password
pk12util -o nss-ber.p12 -n fixture -d "sql:$work" -W password -c AES-256-CBC -C AES-256-CBC

keytool -genkeypair -keystore java.p12 -storepass password -alias fixture -dname CN=fixture -keyalg EC -groupname secp256r1 -validity 36500
