import { createHash, randomBytes } from 'node:crypto';
import { toBase32 } from './base32.ts';

const codesAtOnce = 10;
/** A code has 80 random bits, so that its hash needs no salt and need not be slow. */
const codeBytes = 10;

/** Ten fresh codes, each 80 random bits in four groups: `ABCD-EFGH-IJKL-MNOP`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: codesAtOnce }, () => inGroups(toBase32(randomBytes(codeBytes))));
}

/** What is stored of a code: SHA-256 in base64url. Case, spaces and dashes do not matter. */
export function hashOfRecoveryCode(code: string): string {
  return createHash('sha256')
    .update(`recovery-code:${bareCode(code).toUpperCase()}`)
    .digest('base64url');
}

/** A code without the spaces and dashes that people put into it. */
export function bareCode(code: string): string {
  return code.replaceAll(/[\s\p{Pd}]/gu, '');
}

function inGroups(text: string): string {
  return (text.match(/.{4}/g) ?? []).join('-');
}
