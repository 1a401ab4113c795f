/** A password hash taken apart: how it was made, with what salt, and what came out. */
export interface PasswordHash {
  readonly scheme: string;
  /** Version of the algorithm, where it has one (argon2: 19). */
  readonly version?: number | undefined;
  /** The costs, by the scheme's own names. */
  readonly costs: Readonly<Record<string, number>>;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const pattern = /^\$([a-z0-9-]+)(?:\$v=(\d+))?\$([a-z]+=\d+(?:,[a-z]+=\d+)*)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Writes a hash in PHC string form: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`. */
export function formatPhc({ scheme, version, costs, salt, tag }: PasswordHash): string {
  const named = Object.entries(costs).map(([name, value]) => `${name}=${value}`);
  const parts = [
    scheme,
    ...(version === undefined ? [] : [`v=${version}`]),
    named.join(','),
    encode(salt),
    encode(tag),
  ];
  return `$${parts.join('$')}`;
}

/** Reads a hash in PHC string form; throws on anything else, since a malformed stored hash is an error of ours. */
export function parsePhc(text: string): PasswordHash {
  const [, scheme, version, costs, salt, tag] = pattern.exec(text) ?? [];
  if (!scheme || !costs || !salt || !tag) throw new Error('a stored password hash is not in PHC string form');
  return {
    scheme,
    version: version === undefined ? undefined : Number(version),
    costs: Object.fromEntries(costs.split(',').map(parseCost)),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function parseCost(text: string): [string, number] {
  const [name = '', value] = text.split('=');
  return [name, Number(value)];
}

/** Encodes bytes in base64 without padding, as the PHC form asks. */
function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
