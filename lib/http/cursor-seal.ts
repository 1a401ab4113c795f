import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { InvalidInput } from '../errors.ts';
import { secrets as liveSecrets, type Secrets } from '../secrets.ts';

/** What a cursor is good for; elsewhere it does not open. */
export interface CursorBinding {
  /** Method and path, `GET /v1/users`. */
  readonly route: string;
  /** The query that chose and ordered the list; an undefined entry counts as absent, the order of names does not count. */
  readonly filters: Readonly<Record<string, unknown>>;
  /** Id of the caller. */
  readonly caller: string;
}

// version (1) ‖ nonce (12) ‖ ciphertext ‖ tag (16)
const nonceAt = 1;
const ciphertextAt = 13;
const tagLength = 16;

/** Cursors that tell a client nothing and open only where they were given out: AES-256-GCM with the binding as its data. */
export function createCursorSeal(secrets: Secrets = liveSecrets) {
  return {
    /** Encloses a position of a list, any JSON value. */
    async sealCursor(payload: unknown, binding: CursorBinding): Promise<string> {
      const { version, key } = await secrets.current('cursor');
      const nonce = randomBytes(ciphertextAt - nonceAt);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(dataOf(binding));
      const ciphertext = Buffer.concat([cipher.update(JSON.stringify(payload), 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, ciphertext, cipher.getAuthTag()]).toString('base64url');
    },

    /** Gives the position back; `InvalidInput` when the cursor is not ours, was changed, or is of another list or caller. */
    async openCursor(text: string, binding: CursorBinding): Promise<unknown> {
      const bytes = bytesOf(text);
      const key = bytes && (await secrets.at('cursor', bytes.readUInt8(0)));
      if (!bytes || !key) throw invalidCursor();
      return decrypt(bytes, key, binding);
    },
  };
}

export type CursorSeal = ReturnType<typeof createCursorSeal>;

/** The bytes of a well-formed cursor; a text that only decodes alike, with spare bits or padding, is none. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length > ciphertextAt + tagLength && bytes.toString('base64url') === text ? bytes : undefined;
}

function decrypt(bytes: Buffer, key: Buffer, binding: CursorBinding): unknown {
  const nonce = bytes.subarray(nonceAt, ciphertextAt);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
    .setAAD(dataOf(binding))
    .setAuthTag(bytes.subarray(-tagLength));
  const start = decipher.update(bytes.subarray(ciphertextAt, -tagLength));
  try {
    return JSON.parse(Buffer.concat([start, decipher.final()]).toString('utf8'));
  } catch {
    throw invalidCursor();
  }
}

function dataOf({ route, filters, caller }: CursorBinding): Buffer {
  const entries = Object.entries(filters).filter(([, value]) => value !== undefined);
  return Buffer.from(JSON.stringify([route, caller, entries.sort(([a], [b]) => (a < b ? -1 : 1))]));
}

function invalidCursor(): InvalidInput {
  return new InvalidInput('INVALID_CURSOR', 'The cursor is not one of this list; start again without it.');
}
