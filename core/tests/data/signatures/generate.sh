#!/usr/bin/env bash
# Makes the files of this folder anew. The keys are thrown away, so that the bytes differ from run to run.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
rm -f ./*.pem

# A certificate that signed itself: its name, how its key is made, how it is signed.
self_signed() {
    local name=$1 kind=$2
    shift 2
    case $kind in
    rsa) openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$scratch/key" ;;
    rsa-pss) openssl genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out "$scratch/key" ;;
    *) openssl genpkey -quiet -algorithm EC -pkeyopt "ec_paramgen_curve:$kind" -out "$scratch/key" ;;
    esac
    openssl req -x509 -new -key "$scratch/key" -subj "/CN=$name" -days 36500 -out "$name.pem" "$@"
}
pss() {
    local name=$1 hash=$2 mask=$3 salt=$4
    self_signed "$name" "${5:-rsa}" "-$hash" -sigopt rsa_padding_mode:pss -sigopt "rsa_mgf1_md:$mask" -sigopt "rsa_pss_saltlen:$salt"
}

for hash in 256 384 512; do
    pss "right-pss-sha$hash" "sha$hash" "sha$hash" $((hash / 8))
    for curve in 256 384 521; do
        self_signed "right-p$curve-sha$hash" "P-$curve" "-sha$hash"
    done
done
pss unsupported-pss-salt sha256 sha256 20
pss unsupported-pss-mask sha256 sha384 32
pss unsupported-pss-sha1 sha1 sha1 20
pss unsupported-pss-key sha256 sha256 32 rsa-pss
self_signed unsupported-p256-sha224 P-256 -sha224
self_signed unsupported-secp256k1-sha256 secp256k1 -sha256
