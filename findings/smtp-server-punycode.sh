#!/usr/bin/env bash
# Package: smtp-server 3.13.8, the SMTP server for Node that local mailboxes are built on.
# Guess:   onRcptTo is given the address as the client sent it.
# Seen:    a domain in its ASCII form (RFC 5891) arrives decoded. What was registered as xn--… is found under another
#          spelling, and an equality check against the registered address fails.
# Matters: a mailbox that lists recipients by address, and a test that looks for a mail of its own.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund smtp-server@3.13.8
cat >finding.cjs <<'JS'
const net = require('node:net');
const { SMTPServer } = require('smtp-server');
const sent = 'ada@xn--bcher-kva.example';
const seen = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo(address, _session, done) { seen.push(address.address); done(); },
});
server.listen(0, '127.0.0.1', () => {
  const lines = ['EHLO client.example', 'MAIL FROM:<a@example.com>', `RCPT TO:<${sent}>`, 'QUIT'];
  const socket = net.connect(server.server.address().port, '127.0.0.1');
  socket.on('data', (data) => { if (/^\d{3} /m.test(String(data)) && lines.length > 0) socket.write(`${lines.shift()}\r\n`); });
  socket.on('close', () => server.close(() => {
    console.log(`smtp-server ${require('smtp-server/package.json').version}: RCPT TO:<${sent}> arrives as ${seen[0]}`);
    process.exit(seen[0] === 'ada@bücher.example' ? 0 : 1);
  }));
});
JS
node finding.cjs || { echo 'It is no longer so.'; exit 1; }
