#!/usr/bin/env bash
# Package:  nodemailer 10.6.0.
# Guess:    a time limit that ends while the server owes the answer to a recipient says so, as a refusal of one does
#           (`command: 'RCPT TO'`, and the recipient among `rejected`).
# Seen:     code ETIMEDOUT and command CONN, with no recipient: word for word what a server that never greets gets.
# Matters:  "this address hangs" and "the server is down" look the same, so that one address keeps all other mails waiting.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts nodemailer@10.6.0
cat >ask.mjs <<'JS'
import { createServer } from 'node:net';
import nodemailer from 'nodemailer';
const answers = { EHLO: '250 test', MAIL: '250 ok' };
/** What a mail fails of at a server that answers these commands, and no others. */
async function failure({ greets, refuses }) {
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    if (greets) socket.write('220 test\r\n');
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const verb = data.toString().slice(0, 4).toUpperCase();
      const answer = answers[verb] ?? (verb === 'RCPT' && refuses ? '550 5.1.1 unknown' : undefined);
      if (answer) socket.write(`${answer}\r\n`);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const transport = nodemailer.createTransport({
    host: '127.0.0.1', port: server.address().port, greetingTimeout: 500, socketTimeout: 500, ignoreTLS: true,
  });
  const mail = { from: 'a@example.com', to: 'b@example.com', text: 'x' };
  const { code, command, rejected } = await transport.sendMail(mail).then(() => ({}), (error) => error);
  for (const socket of sockets) socket.destroy();
  server.close();
  return `${code} ${command} ${rejected ?? '-'}`;
}
console.log(await failure({ greets: true, refuses: true }));
console.log(await failure({ greets: true, refuses: false }));
console.log(await failure({ greets: false }));
JS
seen=$(node ask.mjs)
echo "refused recipient, recipient without an answer, no greeting:"
echo "$seen"
[ "$seen" = "EENVELOPE RCPT TO b@example.com
ETIMEDOUT CONN -
ETIMEDOUT CONN -" ] || { echo 'It is no longer so.'; exit 1; }
