import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { toBase32 } from './base32.ts';

const secretBytes = 20;
const stepSeconds = 30;
const digits = 6;
/** How many steps the clock of an authenticator may be off, either way. */
const tolerance = 1;

/** Makes a secret, as long as the hash that it goes into. */
export function newTotpSecret(): Buffer {
  return randomBytes(secretBytes);
}

/** The code of a time step (RFC 6238 with SHA-1): six digits. */
export function totpOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.readUInt8(mac.length - 1) & 0x0f) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The time step of an instant: how often 30 seconds have passed since the Unix epoch. */
export function stepAt(time: Date): number {
  return Math.floor(time.getTime() / 1_000 / stepSeconds);
}

/**
 * The latest time step around now that the code belongs to; undefined for a wrong code. All steps are compared, in constant
 * time.
 */
export function stepOfCode(secret: Buffer, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const given = Buffer.from(code);
  const steps = Array.from({ length: 2 * tolerance + 1 }, (_, at) => stepAt(now) + at - tolerance);
  return steps.filter((step) => timingSafeEqual(Buffer.from(totpOf(secret, step)), given)).at(-1);
}

/** The URI that an authenticator reads from a QR code (Google's Key Uri Format); `account` is the person's address. */
export function otpauthUri(secret: Buffer, account: string): string {
  const parameters = `secret=${toBase32(secret)}&issuer=Polyclinic&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`;
  return `otpauth://totp/Polyclinic:${encodeURIComponent(account)}?${parameters}`;
}
