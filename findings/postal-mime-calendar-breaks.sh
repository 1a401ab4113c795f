#!/usr/bin/env bash
# Packages: postal-mime 4.0.0, and mailparser 3.14.2 for comparison; the mail is made by nodemailer 10.6.0.
# Guess:    an attached file is read as it was attached, byte for byte.
# Seen:     of an attached calendar file (application/ics, in base64) postal-mime makes LF of each CRLF, which RFC 5545 demands;
#           the bytes of any other attachment stay. mailparser keeps both.
# Matters:  whoever stores or forwards an invitation, or compares it with a digest or a signature.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts postal-mime@4.0.0 mailparser@3.14.2 nodemailer@10.6.0
cat >read.mjs <<'JS'
import { createRequire } from 'node:module';
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
const MailComposer = createRequire(import.meta.url)('nodemailer/lib/mail-composer');
const content = Buffer.from('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n');
const types = ['application/ics', 'application/octet-stream'];
const attachments = types.map((contentType) => ({ filename: 'a', content, contentType }));
const mail = await new MailComposer({ from: 'a@b.test', to: 'c@d.test', text: 'x', attachments }).compile().build();
const postal = (await PostalMime.parse(mail)).attachments.map((each) => Buffer.from(each.content));
const other = (await simpleParser(mail)).attachments.map((each) => each.content);
const told = (read) => read.map((each, at) => `${types[at]} ${each.equals(content) ? 'same' : JSON.stringify(`${each}`)}`);
console.log(`postal-mime: ${told(postal).join(', ')}`);
console.log(`mailparser: ${told(other).join(', ')}`);
JS
seen=$(node read.mjs)
echo "$seen"
[ "$seen" = 'postal-mime: application/ics "BEGIN:VCALENDAR\nEND:VCALENDAR\n", application/octet-stream same
mailparser: application/ics same, application/octet-stream same' ] || { echo 'It is no longer so.'; exit 1; }
