#!/usr/bin/env bash
# Package: nodemailer 10.6.0.
# Guess:   to a server that does not offer SMTPUTF8 an address with a first part outside ASCII is refused before RCPT,
#          as RFC 6531 section 3.1 asks of a client.
# Seen:    RCPT goes out with the bytes of UTF-8 and without the parameter, and the sending counts as a success if the
#          server lets it pass. A permanent refusal then comes from whichever server is next, if any.
# Matters: a mail that is said to be delivered; whoever takes such addresses has to look for the extension itself.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund nodemailer@10.6.0
cat >finding.cjs <<'JS'
const net = require('node:net');
const nodemailer = require('nodemailer');
const commands = [];
const server = net.createServer((socket) => {
  let rest = '';
  let inData = false;
  socket.write('220 server.example ESMTP\r\n');
  socket.on('data', (data) => {
    rest += data;
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (inData) { if (line === '.') { inData = false; socket.write('250 ok\r\n'); } continue; }
      commands.push(line);
      if (line.startsWith('EHLO')) socket.write('250-server.example\r\n250 SIZE 1000000\r\n');
      else if (line === 'DATA') { inData = true; socket.write('354 go on\r\n'); }
      else if (line === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    }
  });
});
server.listen(0, '127.0.0.1', async () => {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: server.address().port, ignoreTLS: true });
  const result = await transport.sendMail({ from: 'a@example.com', to: 'jörg@example.com', text: 'x' }).catch((error) => error);
  transport.close();
  server.close();
  const [mail, rcpt] = ['MAIL', 'RCPT'].map((verb) => commands.find((line) => line.startsWith(verb)));
  console.log(`nodemailer ${require('nodemailer/package.json').version}, no SMTPUTF8 offered: ${mail} / ${rcpt} / accepted: ${result.accepted}`);
  const asSeen = rcpt === 'RCPT TO:<jörg@example.com>' && !/SMTPUTF8/.test(mail) && result.accepted?.length === 1;
  process.exit(asSeen ? 0 : 1);
});
JS
node finding.cjs || { echo 'It is no longer so.'; exit 1; }
