// The import is a namespace, so that a runtime without argon2 (before Node 24.7) can load this file at all.
import * as crypto from 'node:crypto';
import { promisify } from 'node:util';

/** A slow function that hashes passwords, with the costs for new hashes. */
export interface PasswordScheme {
  readonly name: string;
  readonly version?: number;
  readonly costs: Readonly<Record<string, number>>;
  /** Derives `length` bytes at the given costs, which may be those of an older hash. */
  derive(password: string, salt: Buffer, costs: Readonly<Record<string, number>>, length: number): Promise<Buffer>;
}

const scryptAsync = promisify<string, Buffer, number, crypto.ScryptOptions, Buffer>(crypto.scrypt);

/** scrypt at N=2^17, r=8, p=1, which takes 128 MiB and about a third of a second. */
export const scrypt: PasswordScheme = {
  name: 'scrypt',
  costs: { ln: 17, r: 8, p: 1 },
  derive(password, salt, { ln = 0, r = 0, p = 0 }, length) {
    const cost = 2 ** ln;
    // Node refuses to use more than 32 MiB unless told how much it may use.
    return scryptAsync(password, salt, length, { cost, blockSize: r, parallelization: p, maxmem: 256 * r * cost });
  },
};

/** Argon2id at m=19 MiB, t=2, p=1 (OWASP's choice), which takes about 40 ms. */
export function argon2idBy(argon2: typeof crypto.argon2): PasswordScheme {
  const argon2Async = promisify(argon2);
  return {
    name: 'argon2id',
    version: 19,
    costs: { m: 19_456, t: 2, p: 1 },
    derive: (password, salt, { m = 0, t = 0, p = 0 }, length) =>
      argon2Async('argon2id', {
        message: password,
        nonce: salt,
        memory: m,
        passes: t,
        parallelism: p,
        tagLength: length,
      }),
  };
}

/** The schemes that a runtime can verify, the one for new hashes first. */
export function schemesOf(runtime: { readonly argon2?: typeof crypto.argon2 }): readonly PasswordScheme[] {
  return runtime.argon2 ? [argon2idBy(runtime.argon2), scrypt] : [scrypt];
}

/** The schemes that this runtime has. */
export const schemes: readonly PasswordScheme[] = schemesOf(crypto);
