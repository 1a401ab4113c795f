#!/usr/bin/env bash
# Packages: postal-mime 4.0.0, and mailparser 3.14.2 for comparison.
# Guess:    the address that is parsed from a header can be written to again.
# Seen:     of a quoted first part (RFC 5322 section 3.4.1) postal-mime drops the quotes, so that what is left is no
#           address any more; mailparser keeps them.
# Matters:  whoever answers a mail, or compares a sender with a person, by the parsed address.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund postal-mime@4.0.0 mailparser@3.14.2
cat >finding.mjs <<'JS'
import PostalMime from 'postal-mime';
import { simpleParser } from 'mailparser';
const mail = 'From: "ada lovelace"@example.com\r\nSubject: x\r\n\r\nx\r\n';
const postal = (await PostalMime.parse(mail)).from.address;
const other = (await simpleParser(mail)).from.value[0].address;
console.log(`From: "ada lovelace"@example.com is ${postal} to postal-mime, ${other} to mailparser`);
process.exit(postal === 'ada lovelace@example.com' && other === '"ada lovelace"@example.com' ? 0 : 1);
JS
node finding.mjs || { echo 'It is no longer so.'; exit 1; }
