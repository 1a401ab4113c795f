import { stepAt, totpOf } from '../../lib/domains/identity/auth/second-factor/totp.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code that an authenticator app shows for the secret (base32, RFC 4648 without padding). */
export function codeOf(secret: string, now: Date): string {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return totpOf(Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))), stepAt(now));
}
