#!/usr/bin/env bash
# Makes the files of this folder anew. The keys of the certificates are thrown away.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

openssl ecparam -name secp521r1 -genkey -noout -out "$scratch/key"
cat >"$scratch/odd.cnf" <<'CNF'
[req]
distinguished_name = name
x509_extensions = extensions
prompt = no
utf8 = yes
string_mask = utf8only
[name]
C = DE
O = Bücher, Inc.
CN = odd
[extensions]
basicConstraints = critical, CA:TRUE, pathlen:3
keyUsage = critical, keyCertSign, cRLSign
extendedKeyUsage = serverAuth, 1.2.3.4
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = @names
[names]
DNS.1 = srv1.corp.example
IP.1 = 10.0.0.5
IP.2 = 2001:db8::1
email.1 = office@corp.example
URI.1 = https://corp.example/
dirName.1 = directory
RID.1 = 1.2.3.4
[directory]
CN = inside
CNF
openssl req -x509 -new -key "$scratch/key" -config "$scratch/odd.cnf" -set_serial 0x00ABCDEF -days 3650 -out odd.pem

openssl genpkey -algorithm ed25519 -out "$scratch/bare"
openssl req -new -key "$scratch/bare" -subj / -out "$scratch/request"
openssl x509 -req -in "$scratch/request" -signkey "$scratch/bare" -set_serial 1 -days 3650 -out bare.pem

openssl genpkey -algorithm x25519 -out x25519.pem

openssl req -x509 -newkey rsa:1024 -noenc -keyout "$scratch/short" -subj /CN=srv1 -addext subjectAltName=DNS:srv1.corp.example -days 3650 -out rsa1024.pem
