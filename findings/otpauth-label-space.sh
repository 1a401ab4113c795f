#!/usr/bin/env bash
# Packages: otpauth 9.5.2 and url-otpauth 2.0.0, which read the otpauth:// URIs of authenticator apps.
# Guess:    the two read the same out of one URI, and the spaces that the format's grammar allows between the colon and
#           the account (label = issuer ":" *"%20" accountname) belong to neither.
# Seen:     both keep the space as the first character of the account. A plus in the issuer parameter is a plus to
#           otpauth and a space to url-otpauth, so that issuers made by URLSearchParams show as Big+Clinic in the one,
#           and do not equal the issuer of their own label.
# Matters:  encode with encodeURIComponent, and put no space after the colon.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund otpauth@9.5.2 url-otpauth@2.0.0
cat >finding.mjs <<'JS'
import { createRequire } from 'node:module';
import { URI } from 'otpauth';
const urlOtpauth = createRequire(import.meta.url)('url-otpauth');
const spaced = 'otpauth://totp/Clinic:%20ada?secret=JBSWY3DPEHPK3PXP&issuer=Clinic';
const plus = 'otpauth://totp/Big%20Clinic:ada?secret=JBSWY3DPEHPK3PXP&issuer=Big+Clinic';
const accounts = [URI.parse(spaced).label, urlOtpauth.parse(spaced).account];
const issuers = [URI.parse(plus).issuer, urlOtpauth.parse(plus).issuer];
console.log(`account after ":%20": ${JSON.stringify(accounts)}; issuer=Big+Clinic: ${JSON.stringify(issuers)}`);
process.exit(JSON.stringify([accounts, issuers]) === '[[" ada"," ada"],["Big+Clinic","Big Clinic"]]' ? 0 : 1);
JS
node finding.mjs || { echo 'It is no longer so.'; exit 1; }
