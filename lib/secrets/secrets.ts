import { hkdfSync, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { ConfigurationError, setting } from '../config.ts';
import { loadOnce } from '../load-once.ts';
import { schema } from '../schemas.ts';
import { readSecret } from './secret-source.ts';

/** What a key is for; a key of one purpose says nothing of the keys of others. */
export type Purpose =
  | 'refresh-token'
  | 'one-time-token'
  | 'device-token'
  | 'cursor'
  | 'totp'
  | 'audit-seal'
  | 'idempotency'
  | 'account'
  | 'searched-text';

/** A key together with the version of the master secret that it comes from. */
export interface VersionedKey {
  /** A number from 1 to 255, which tokens carry in one byte. */
  readonly version: number;
  /** The key's 32 bytes. */
  readonly key: Buffer;
}

/** Keys by purpose, all derived from one master secret that can be rotated. */
export interface Secrets {
  /** The key by which new tokens are made. */
  current(purpose: Purpose): Promise<VersionedKey>;
  /** The key of an earlier version; undefined where that version is gone, or never was. */
  at(purpose: Purpose, version: number): Promise<Buffer | undefined>;
}

interface MasterSecret {
  readonly current: number;
  readonly versions: ReadonlyMap<number, Buffer>;
}

const version = schema(() => z.int().min(1).max(255));
const secret = schema(() =>
  z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((bytes) => bytes.length >= 32),
);
const masterSecret = schema(() =>
  z
    .strictObject({ current: version(), secrets: z.record(z.string().transform(Number).pipe(version()), secret()) })
    .transform(({ current, secrets }) => ({
      current,
      versions: new Map(Object.entries(secrets).map(([number, bytes]) => [Number(number), bytes])),
    })),
);

/** Derives keys from the master secret that `load` gives as JSON; it is read once, when a key is first asked for. */
export function createSecrets(load: () => Promise<string>): Secrets {
  const master = loadOnce(async () => parseMasterSecret(await load()));
  const keys = new Map<string, Buffer>();

  const keyOf = ({ versions }: MasterSecret, purpose: Purpose, number: number): Buffer | undefined => {
    const name = `${purpose}:${number}`;
    const bytes = versions.get(number);
    const key = keys.get(name) ?? (bytes && deriveKey(bytes, purpose));
    if (key) keys.set(name, key);
    return key;
  };

  return {
    async current(purpose) {
      const loaded = await master();
      const key = keyOf(loaded, purpose, loaded.current);
      if (!key) throw malformed();
      return { version: loaded.current, key };
    },
    at: async (purpose, number) => keyOf(await master(), purpose, number),
  };
}

/** The secrets of this process, from the place that POLYCLINIC_MASTER_SECRET names. */
export const secrets: Secrets = createSecrets(loadMasterSecret);

/** Makes a master secret with one version, as the JSON that `createSecrets` reads. */
export function newMasterSecret(): string {
  return JSON.stringify({ current: 1, secrets: { 1: randomBytes(32).toString('base64') } });
}

/** Reads the stored master secret of this process from the place that POLYCLINIC_MASTER_SECRET names. */
export function loadMasterSecret(): Promise<string> {
  return readSecret(setting('POLYCLINIC_MASTER_SECRET'));
}

function parseMasterSecret(json: string): MasterSecret {
  try {
    return masterSecret().parse(JSON.parse(json));
  } catch {
    // The cause is left out, since a JSON error quotes its input, which is the secret.
    throw malformed();
  }
}

/** Derives a key by HKDF (RFC 5869) with SHA-256, no salt, and the purpose as info. */
function deriveKey(bytes: Buffer, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync('sha256', bytes, '', `polyclinic:${purpose}`, 32));
}

function malformed(): ConfigurationError {
  return new ConfigurationError('the master secret that POLYCLINIC_MASTER_SECRET leads to is malformed');
}
