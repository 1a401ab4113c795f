import { describe, expect, it } from '@jest/globals';
import { createSeal } from '../../../lib/secrets/seal.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';

const master = newMasterSecret();
const secrets = createSecrets(async () => master);
const { seal, open } = createSeal('totp', secrets);

describe('a sealed value', () => {
  it.each([['text'], [null], [{ deep: [1, 'Zoë 😀'] }]])('opens as it was: %j', async (value) => {
    expect(await open(await seal(value, 'a'), 'a')).toEqual(value);
  });

  it('does not open when it is bound to something else, or is for another purpose', async () => {
    const text = await seal('secret', 'users/1');

    expect(await open(text, 'users/2')).toBeUndefined();
    expect(await createSeal('cursor', secrets).open(text, 'users/1')).toBeUndefined();
  });

  it('does not open when any byte of it was changed, cut or added', async () => {
    const bytes = Buffer.from(await seal('secret', 'a'), 'base64url');
    const changed = [...bytes.keys()].map((at) => {
      const copy = Buffer.from(bytes);
      copy[at] = copy.readUInt8(at) ^ 1;
      return copy;
    });
    const texts = [...changed, bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)])].map(
      (each) => each.toString('base64url'),
    );

    const opened = await Promise.all(texts.map((text) => open(text, 'a')));

    expect(opened.filter((value) => value !== undefined)).toEqual([]);
  });

  it('does not open in another spelling of its bytes', async () => {
    const text = await seal('secret', 'a');
    const spellings = [`${text}=`, `${text}!`, `${text}\n`, ` ${text}`, text.replace('-', '+').replace('_', '/')];

    for (const each of spellings.filter((spelling) => spelling !== text)) expect(await open(each, 'a')).toBeUndefined();
  });

  it.each(['', '=', 'not base64url!', 'AQ'])('does not open when it is none: %j', async (text) => {
    expect(await open(text, 'a')).toBeUndefined();
  });
});
