#!/usr/bin/env bash
# Packages: speakeasy 2.0.0, otpauth 9.5.2, otplib 13.5.0.
# Guess:    a base32 secret typed as it is shown to people, in groups of four, is the secret, or an error.
# Seen:     otpauth passes over the spaces, otplib refuses them, and speakeasy makes codes of another key without a word.
# Matters:  a factor that is set up and never matches: take the spaces out before any of them sees the secret.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund speakeasy@2.0.0 otpauth@9.5.2 otplib@13.5.0
cat >finding.mjs <<'JS'
import { createRequire } from 'node:module';
import { Secret, TOTP } from 'otpauth';
import { generateSync } from 'otplib';
const speakeasy = createRequire(import.meta.url)('speakeasy');
const typed = 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ';
const bare = typed.replaceAll(' ', '');
// RFC 6238, appendix B: the code of second 59.
const right = speakeasy.totp({ secret: bare, encoding: 'base32', time: 59, digits: 8 });
const bySpeakeasy = speakeasy.totp({ secret: typed, encoding: 'base32', time: 59, digits: 8 });
const byOtpauth = new TOTP({ secret: Secret.fromBase32(typed), digits: 8 }).generate({ timestamp: 59_000 });
const byOtplib = (() => { try { return generateSync({ secret: typed, epoch: 59, digits: 8 }); } catch { return 'an error'; } })();
console.log(`right: ${right}; speakeasy: ${bySpeakeasy}, otpauth: ${byOtpauth}, otplib: ${byOtplib}`);
const asSeen = right === '94287082' && byOtpauth === right && byOtplib === 'an error' && /^\d{8}$/.test(bySpeakeasy);
process.exit(asSeen && bySpeakeasy !== right ? 0 : 1);
JS
node finding.mjs || { echo 'It is no longer so.'; exit 1; }
