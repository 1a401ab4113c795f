import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../../../canonical-json.ts';
import { calendarDate, type Output, schema } from '../../../schemas.ts';
import type { Secrets, VersionedKey } from '../../../secrets/secrets.ts';
import { digest } from './digest.ts';

const daySeal = schema(() =>
  z.strictObject({
    format: z.literal(1),
    /** The day in UTC, `YYYY-MM-DD`. */
    day: calendarDate(),
    /** The head of the previous day; absent in the very first seal. */
    previousHead: digest().optional(),
    /** The last link of the chain; the first one where the day has no entries. */
    head: digest(),
    /** The sort key of each entry and its link of the chain, in order. */
    entries: z.array(z.strictObject({ key: z.string(), link: digest() })),
  }),
);
const signedSeal = schema(() => daySeal().extend({ keyVersion: z.int(), mac: digest() }));

/** What was stored of a day when it was over. */
export type DaySeal = Omit<Output<typeof daySeal>, 'format'>;

/** Writes seals as texts that nobody can make or change without the key; the same seal makes the same text. */
export interface DaySeals {
  /** Writes by the version of the key that is given, else by the current one; throws where that version is gone. */
  write(seal: DaySeal, keyVersion?: number): Promise<string>;
  /** The version of the key by which seals are written now. */
  keyVersion(): Promise<number>;
  /** Reads a seal; undefined when it is not ours, was changed, or its key is gone. */
  read(text: string): Promise<DaySeal | undefined>;
}

export function createDaySeals(secrets: Secrets): DaySeals {
  async function keyAt(version: number): Promise<VersionedKey> {
    const key = await secrets.at('audit-seal', version);
    if (!key) throw new Error(`Version ${version} of the master secret is gone, by which a seal was claimed`);
    return { version, key };
  }

  return {
    keyVersion: async () => (await secrets.current('audit-seal')).version,

    async write(seal, keyVersion) {
      const { version, key } = await (keyVersion === undefined ? secrets.current('audit-seal') : keyAt(keyVersion));
      const { entries, ...header } = seal;
      const signed = { format: 1, ...header, keyVersion: version };
      // The entries come last, so that whoever opens the file sees first what it is.
      return JSON.stringify({ ...signed, mac: macOf({ ...signed, entries }, key).toString('base64url'), entries });
    },

    async read(text) {
      const parsed = signedSeal().safeParse(parseJson(text));
      if (!parsed.success) return undefined;
      const { mac, ...signed } = parsed.data;
      const key = await secrets.at('audit-seal', signed.keyVersion);
      if (!key || !timingSafeEqual(macOf(signed, key), Buffer.from(mac, 'base64url'))) return undefined;
      const { format: _, keyVersion: __, ...seal } = signed;
      return seal;
    },
  };
}

/** An HMAC-SHA-256 over all that a seal says. */
function macOf(signed: object, key: Buffer): Buffer {
  return createHmac('sha256', key).update(canonicalJson(signed)).digest();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
