import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Something in which nothing that is sealed may stand. */
export interface Haystack {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Finds texts that must stand nowhere, as they are, in hexadecimal and in either base64; answers which stands where. */
export function tracesOf(canaries: readonly string[], haystacks: readonly Haystack[]): string[] {
  return canaries.flatMap((canary) =>
    haystacks.flatMap(({ name, bytes }) =>
      spellingsOf(canary)
        .filter(([, spelled]) => bytes.includes(spelled))
        .map(([spelling]) => `${canary} in ${spelling} in ${name}`),
    ),
  );
}

/** Every file below a folder. */
export function filesIn(folder: string): Haystack[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: readFileSync(path.join(entry.parentPath, entry.name)) }));
}

/** Values, as the JSON that they are sent or written in. */
export function jsonOf(name: string, values: readonly unknown[]): Haystack {
  return { name, bytes: Buffer.from(JSON.stringify(values)) };
}

function spellingsOf(text: string): (readonly [spelling: string, spelled: string])[] {
  const hex = Buffer.from(text).toString('hex');
  return [
    ['plain', text],
    ['hex', hex],
    ['hex', hex.toUpperCase()],
    ...[0, 1, 2].flatMap((shift) =>
      (['base64', 'base64url'] as const).map((encoding) => [encoding, within(text, shift, encoding)] as const),
    ),
  ];
}

/**
 * The part of a base64 text that a text alone decides, when so many bytes modulo three stand before it: all characters of which
 * it has the six bits. Four of them would stand in long texts by chance.
 */
function within(text: string, shift: number, encoding: 'base64' | 'base64url'): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
  return bytes.toString(encoding).slice(Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6));
}
