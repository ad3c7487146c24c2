#!/usr/bin/env bash
# Makes the seeds of corpus/ with OpenSSL 3 and certwright itself. What the fuzzer found (found-*) stays as it is. Keys and
# salts are random, so the bytes differ from run to run; that a target takes any bytes does not.
set -eu
cd "$(dirname "$0")"
corpus=$PWD/corpus
fixtures=$PWD/../../core/tests/data/pkcs12
signed=$PWD/../../core/tests/data/pkcs7
schemes=$PWD/../../core/tests/data/schemes
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for target in fuzz_targets/*.rs; do
    target=$(basename "$target" .rs)
    mkdir -p "$corpus/$target"
    find "$corpus/$target" -type f ! -name 'found-*' -delete
done

cargo run --quiet --locked --example store -- "$corpus/store_file"
# Chains, one of each kind of change; needs the Python of `make venv` and pyca/cryptography in it.
PYTHONPATH=$PWD/../.. ${PYTHON:-../../.venv/bin/python} -m tests.mutations.seeds "$corpus/chain"

cd "$work"

# Keys, in every form that is read and some that are not.
keys=$corpus/private_key
for curve in P-256 P-384 P-521 secp256k1; do
    openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:$curve -out "$curve.pem"
done
openssl genpkey -quiet -algorithm ED25519 -out ed25519.pem
openssl genpkey -quiet -algorithm ED448 -out ed448.pem
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa2048.pem
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2056 -out rsa2056.pem
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out rsa1024.pem
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_primes:3 -out rsa-3-primes.pem
for key in P-256 P-384 P-521 secp256k1 ed25519 ed448 rsa2048 rsa2056 rsa1024 rsa-3-primes; do
    openssl pkcs8 -topk8 -nocrypt -in "$key.pem" -outform DER -out "$keys/$key-pkcs8.der"
done
for curve in P-256 P-384; do
    openssl ec -in "$curve.pem" -outform DER -out "$keys/$curve-sec1.der" 2>/dev/null
    openssl ec -in "$curve.pem" -no_public -outform DER -out "$keys/$curve-sec1-no-public.der" 2>/dev/null
    openssl ec -in "$curve.pem" -conv_form compressed -outform DER -out "$keys/$curve-sec1-compressed.der" 2>/dev/null
done
openssl ec -in P-256.pem -param_enc explicit -outform DER -out "$keys/P-256-explicit.der" 2>/dev/null
openssl rsa -in rsa2048.pem -traditional -outform DER -out "$keys/rsa2048-pkcs1.der" 2>/dev/null
openssl rsa -in rsa2048.pem -traditional -out "$keys/rsa2048-pkcs1.pem" 2>/dev/null
openssl rsa -in rsa2048.pem -traditional -aes128 -passout pass:password -out "$keys/rsa2048-encrypted.pem" 2>/dev/null
openssl ec -in P-256.pem -out "$keys/P-256-sec1.pem" 2>/dev/null
openssl pkcs8 -topk8 -in P-256.pem -passout pass:password -iter 10 -out "$keys/P-256-encrypted.pem"
openssl pkey -in ed25519.pem -out "$keys/ed25519.pem"
{ openssl ecparam -name prime256v1; cat P-256.pem; } >"$keys/P-256-with-parameters.pem"
cp "$schemes"/*.pem "$schemes"/*.der "$keys/"

# Certificates: every kind of key, string, extension and date.
certificates=$corpus/certificate
cat >config <<'END'
[req]
distinguished_name = name
prompt = no
utf8 = yes
[name]
C = DE
O = Exämple
CN = one
[odd]
0.CN = " a, \\+ b = \"c\" ; <d> #e "
1.CN = "#hash"
DC = example
+DC = more
UID = u
emailAddress = someone@example.org
serialNumber = 5
postalCode = 12345
street = Straße 1
dnQualifier = q
x.2.5.4.97 = id
x.1.2.3.4.5 = unknown
[full]
basicConstraints = critical, CA:TRUE, pathlen:3
keyUsage = critical, digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement, keyCertSign, cRLSign, encipherOnly, decipherOnly
extendedKeyUsage = serverAuth, clientAuth, codeSigning, emailProtection, timeStamping, OCSPSigning, anyExtendedKeyUsage, msSmartcardLogin, 1.2.3.4
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
subjectAltName = DNS:one.example, DNS:*.example, IP:127.0.0.1, IP:::1, email:a@example.org, URI:https://example.org/, RID:1.2.3.4, dirName:name, otherName:1.3.6.1.4.1.311.20.2.3;UTF8:user@example
issuerAltName = DNS:issuer.example
certificatePolicies = 1.2.3.4, 1.3.6.1.4.1.1
nameConstraints = critical, permitted;DNS:.example, excluded;IP:10.0.0.0/255.0.0.0
policyConstraints = requireExplicitPolicy:1
inhibitAnyPolicy = 2
crlDistributionPoints = URI:http://example.org/crl
authorityInfoAccess = OCSP;URI:http://example.org/ocsp
tlsfeature = status_request
1.2.3.4.5 = ASN1:UTF8String:unknown
[odd_values]
subjectAltName = DER:30:0c:82:00:87:03:01:02:03:a4:00:86:01:ff:88:00
extendedKeyUsage = DER:30:00
END
make_certificate() {
    out=$1
    key=$2
    shift 2
    openssl req -x509 -config config -key "$key.pem" -days 36500 -outform DER -out "$certificates/$out.der" "$@"
}
for key in P-256 P-384 P-521 secp256k1 ed25519 ed448 rsa2048 rsa1024; do
    make_certificate "$key" "$key"
done
make_certificate full P-256 -extensions full
make_certificate odd-values P-256 -extensions odd_values
make_certificate sha1 rsa2048 -sha1
make_certificate sha384 P-256 -sha384
make_certificate pss rsa2048 -sigopt rsa_padding_mode:pss
make_certificate no-subject P-256 -subj /
make_certificate several-in-one-component P-256 -subj '/CN=a+O=b+OU=c/DC=d' -multivalue-rdn
make_certificate serial-negative P-256 -set_serial -5
make_certificate serial-zero P-256 -set_serial 0
make_certificate serial-64-octets P-256 -set_serial "0x7f$(printf 'ab%.0s' {1..63})"
make_certificate blanks-of-other-kinds ed25519 -subj $'/CN=\u3000a\u2003/O=\u00a0'
make_certificate controls ed25519 -subj $'/CN=a\u202eb\x01c'
sed 's/= name$/= odd/' config >config.odd && openssl req -x509 -config config.odd -key P-256.pem -days 1 -outform DER -out "$certificates/odd-subject.der"
for mask in nombstr pkix utf8only 'MASK:0x800' 'MASK:0x100' 'MASK:0x4'; do
    printf 'string_mask = %s\n' "$mask" | sed -i '/^\[req\]/r /dev/stdin' config
    make_certificate "strings-${mask#MASK:}" ed25519
    sed -i '/^string_mask/d' config
done
openssl req -new -config config -key P-256.pem -out request.pem
openssl x509 -req -in request.pem -signkey P-256.pem -days 1 -outform DER -out "$certificates/version-1.der" 2>/dev/null

# The same as PEM, alone and among other text.
pem=$corpus/certificate_pem
for name in P-256 full odd-subject version-1; do
    openssl x509 -inform DER -in "$certificates/$name.der" -out "$pem/$name.pem"
done
openssl x509 -inform DER -in "$certificates/P-256.der" -trustout -addtrust serverAuth -out "$pem/trusted.pem"
openssl x509 -inform DER -in "$certificates/ed25519.der" -text -out "$pem/with-text.pem"
cat "$pem/P-256.pem" "$pem/version-1.pem" P-256.pem >"$pem/chain-and-key.pem"
sed 's/$/\r/' "$pem/P-256.pem" >"$pem/crlf.pem"
tr '\n' '\r' <"$pem/P-256.pem" >"$pem/cr.pem"
sed 's/-----BEGIN CERTIFICATE-----/&\nHeader: value\nProc-Type: 4,ENCRYPTED\n/' "$pem/P-256.pem" >"$pem/headers.pem"
printf -- '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' >"$pem/empty-block.pem"
printf -- '-----BEGIN -----\nAAAA\n-----END -----\n' >"$pem/no-label.pem"
printf -- '-----BEGIN CERTIFICATE-----\nAAAA' >"$pem/no-end.pem"

# PFX: of other programs and our own, in few iterations.
pfx=$corpus/read_file_pfx
cp "$fixtures"/*.p12 "$schemes"/*.p12 "$pfx/"
openssl x509 -inform DER -in "$certificates/P-256.der" -out P-256.crt
openssl x509 -inform DER -in "$certificates/full.der" -out full.crt
export_p12() {
    out=$1
    shift
    openssl pkcs12 -export -inkey P-256.pem -in P-256.crt -name 'näme' -passout pass:password -out "$pfx/$out.p12" "$@"
}
export_p12 bare -nomac -keypbe NONE -certpbe NONE
export_p12 bare-chain -nomac -keypbe NONE -certpbe NONE -certfile full.crt -CSP provider -LMK
export_p12 bare-checked -keypbe NONE -certpbe NONE -iter 1
export_p12 bare-certificate -nomac -keypbe AES-256-CBC -certpbe NONE -iter 1
export_p12 one-iteration -iter 1
export_p12 one-iteration-unchecked -iter 1 -nomac
export_p12 old-ciphers -legacy -iter 1
openssl pkcs12 -export -nokeys -in full.crt -nomac -certpbe NONE -passout pass:password -out "$pfx/bare-no-key.p12"
openssl pkcs12 -export -inkey ed25519.pem -nocerts -nomac -keypbe NONE -passout pass:password -out "$pfx/bare-key-only.p12"
openssl pkcs12 -export -inkey rsa2048.pem -in <(openssl x509 -inform DER -in "$certificates/rsa2048.der") -nomac -keypbe NONE -certpbe NONE \
    -passout pass:password -out "$pfx/bare-rsa.p12"

# PKCS#7: signed or not, DER and BER.
pkcs7=$corpus/pkcs7
cp "$signed"/*.p7? "$pkcs7/"
openssl crl2pkcs7 -nocrl -certfile P-256.crt -certfile full.crt -outform DER -out "$pkcs7/two.p7b"
printf '\060\200\006\011\052\206\110\206\367\015\001\007\002\240\200\060\200\002\001\001\061\000' >"$pkcs7/begun-ber.p7b"

# Files of every kind.
files=$corpus/read_file
cp "$certificates/full.der" "$certificates/P-256.der" "$keys/P-256-pkcs8.der" "$keys/rsa2048-pkcs1.pem" "$pem/chain-and-key.pem" "$pem/trusted.pem" \
    "$keys/P-256-encrypted.pem" "$pfx/bare-chain.p12" "$files/"
openssl pkcs8 -topk8 -in P-256.pem -passout pass:password -iter 10 -outform DER -out "$files/encrypted-key.der"
openssl crl2pkcs7 -nocrl -certfile P-256.crt -outform DER -out "$files/pkcs7.der"
openssl crl2pkcs7 -nocrl -certfile P-256.crt -out "$files/pkcs7.pem"
cp request.pem "$files/request.pem"
openssl req -in request.pem -outform DER -out "$files/request.der"
{ printf '\377\376'; iconv -t UTF-16LE "$pem/P-256.pem"; } >"$files/utf-16-le.pem"
{ printf '\376\377'; iconv -t UTF-16BE "$pem/P-256.pem"; } >"$files/utf-16-be.pem"
iconv -t UTF-16LE "$pem/P-256.pem" >"$files/utf-16-le-unmarked.pem"
sed 's/$/\\n/' "$pem/P-256.pem" | tr -d '\n' >"$files/escaped.pem"
sed 's/^/    "/; s/$/\\n" +/' "$pem/P-256.pem" >"$files/quoted.pem"
sed 's/CERTIFICATE/PRIVATE KEY/' "$pem/P-256.pem" >"$files/wrong-label.pem"
sed '/^-----/d' "$pem/P-256.pem" >"$files/base64"
base64 -w 0 "$pem/P-256.pem" >"$files/base64-of-pem"
cp "$signed/crl.der" "$signed/two.pem.p7b" "$signed/signed-ber.p7m" "$files/"
printf '\376\355\376\355\0\0\0\002' >"$files/jks"
printf '<html>' >"$files/html"
printf 'ssh-ed25519 AAAA a' >"$files/ssh"
head -c 100 /dev/zero >"$files/zeros"
printf '\377\376\330' >"$files/utf-16-odd"
printf 'hello\n' >"$files/text"

# Texts: a line for each.
number=0
texts() {
    while IFS= read -r line; do
        number=$((number + 1))
        printf -- "${line//%/%%}" >"$corpus/$1/$(printf 'seed-%02d' $number)"
    done
    number=0
}
texts subject <<'END'
Integration API
a, b + c
CN=a,O=b
 cn = a , o = "b, c" ; ou=d\\2C
CN=a,OU=one,OU=two,DC=corp,DC=example
CN=a+serialNumber=5,C=DE
1.2.3.4=x,CN=a
2.999.18446744073709551535=x
CN=\\ a\\ 
CN=#0C0161
CN=#1E0400610062,O=#0201FF
CN=#3003020105
E=x@example.org,S=Ohio,G=g,T=t,surname=s
CN=a\\E2\\80\\AEb
CN=\\00\\0A\\C3\\A4
CN=\\C2\\A0a\\E3\\80\\80
CN="\\"quoted\\" \\\\ "
CN=\\#a\\,b\\=c
\xe3\x80\x80Zo\xc3\xab \xc2\xa0
STREET=a,L=b,ST=c,postalCode=1,UID=u,dnQualifier=q,initials=i,title=t,organizationIdentifier=o
=a
CN=
CN=a,
CN=a\\
END
texts pasted <<'END'
3478CDA8259A9B642A308C1F5C9E001122334455
34 78 cd a8 25 9a 9b 64 2a 30 8c 1f 5c 9e 00 11 22 33 44 55
\xe2\x80\x8e34:78:CD:A8:25:9A:9B:64:2A:30:8C:1F:5C:9E:00:11:22:33:44:55\r\n
0x3478CDA8259A9B642A308C1F5C9E00112233445500112233445566778899AABB
{6B29FC40-CA47-1067-B31D-00DD010662DA}
6B29FC40\xe2\x80\x90CA47
\xef\xbb\xbf\xc2\xa000-FF-01
0X
FB
80000000000000000000000000000000
-05
\xff
12G4
END
texts date <<'END'
2026-01-31
2026-01-31T12:00:00Z
2026-02-13 14:00:00+02:00
2026-02-13t12:00:00.123456789z
2026-02-13T12:00:00
9999-12-31T23:59:59Z
9999-12-31T23:59:59-01:00
0000-01-01T00:00:00+01:00
0000-01-01T00:00:00Z
1950-01-01T00:00:00Z
2050-01-01T00:00:00Z
2016-12-31T23:59:60Z
13.2.2026
1000-01-01
9999-12-31
02/13/2026
13/02/2026
01/02/2026
05/05/2026
29.02.2028
30.02.2026
 2026-1-2
END
