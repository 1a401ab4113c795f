#!/usr/bin/env bash
# Package: otplib 13.5.0.
# Guess:   a secret that authenticator apps take works: the 80 bits that Google's key URI format has in its example, and
#          that many services still hand out.
# Seen:    fewer than 128 bits are refused with an error, at making a code as well as at checking one; and by default no
#          step before or after the current one is looked at, where RFC 6238 section 5.2 recommends one for the delay.
# Matters: moving people with their secrets from a service of before: those of 80 bits cannot be checked any more.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund otplib@13.5.0
cat >finding.mjs <<'JS'
import { generateSync, verifySync } from 'otplib';
const refusal = () => { try { return generateSync({ secret: 'JBSWY3DPEHPK3PXP' }); } catch (error) { return error.name; } };
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const [inTime, secondsLate] = [59, 61].map((epoch) => verifySync({ secret, token: '287082', epoch }).valid);
console.log(`otplib 13.5.0: a secret of 80 bits: ${refusal()}; the code of second 59 at 59: ${inTime}, at 61: ${secondsLate}`);
process.exit(refusal() === 'SecretTooShortError' && inTime && !secondsLate ? 0 : 1);
JS
node finding.mjs || { echo 'It is no longer so.'; exit 1; }
