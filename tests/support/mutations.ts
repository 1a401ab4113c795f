import type { RequestFields } from './http.ts';
import { seededRandom } from './random.ts';

/** What readers of JSON, of queries and of headers have stumbled over. */
const nasty = [
  '\u0000',
  '\ufeff',
  '\\ud800',
  '"',
  '\\',
  '{',
  ']',
  '1e400',
  '-0',
  '"__proto__":{"a":1},',
  'null',
  '%',
  '%zz',
  '&q=1',
  '=',
  ';',
  ',',
  '\r\n',
  '🩺',
  'e\u0301',
  '9'.repeat(400),
  '['.repeat(40),
  '{"a":'.repeat(40),
];

/** The same ones in every run, so that none fails by chance; others by the variable. */
export const mutationSeed = Number(process.env.POLYCLINIC_TEST_SEED ?? 20_260_308);

/** A request that is right, from which mutations begin. */
export interface ValidRequest {
  readonly method: string;
  readonly params?: Record<string, string>;
  readonly body: string;
  readonly query: string;
  readonly headers: Record<string, string>;
}

/** Makes requests that are nearly right; those of one seed are always the same. */
export function createMutations(seed = mutationSeed) {
  const random = seededRandom(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  const sometimes = (text: string) => (random() < 0.3 ? mutate(text) : text);

  /** Puts something in, takes something out, doubles a part or turns a byte, one to four times. */
  function mutate(text: string): string {
    let mutated = text;
    for (let left = 1 + below(4); left > 0; left -= 1) {
      const [from, length] = [below(mutated.length + 1), below(8)];
      const part = mutated.slice(from, from + length);
      const insert = [nasty[below(nasty.length)] ?? '', '', part + part, String.fromCharCode(below(0x10000))][below(4)];
      mutated = mutated.slice(0, from) + insert + mutated.slice(from + length);
    }
    return mutated;
  }

  function mutateBody(body: string): Buffer {
    const bytes = Buffer.from(random() < 0.6 ? mutate(body) : body);
    if (bytes.length > 0 && random() < 0.2) bytes[below(bytes.length)] = below(256);
    return bytes;
  }

  const each = (texts: Record<string, string>, change: (entry: [string, string]) => [string, string]) =>
    Object.fromEntries(Object.entries(texts).map(change));

  return {
    /** A request in which some parts are mutated, and others are not. */
    requestOf({ method, params = {}, body, query, headers }: ValidRequest): RequestFields {
      const bytes = mutateBody(body);
      return {
        method,
        headers: each(headers, ([name, value]) => [sometimes(name), sometimes(value)]),
        params: each(params, ([name, value]) => [name, sometimes(value)]),
        query: sometimes(query),
        body: random() < 0.5 ? bytes : bytes.toString('utf8'),
      };
    },
  };
}
