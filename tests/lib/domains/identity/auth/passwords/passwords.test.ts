import * as crypto from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  argon2idBy,
  type PasswordScheme,
  schemes,
  schemesOf,
  scrypt,
} from '../../../../../../lib/domains/identity/auth/passwords/password-schemes.ts';
import { createPasswords } from '../../../../../../lib/domains/identity/auth/passwords/passwords.ts';
import { parsePhc } from '../../../../../../lib/domains/identity/auth/passwords/phc.ts';

const password = 'Correct horse 1';
const withoutArgon2 = schemesOf({});
/** As scrypt, at costs for tests that are not about the costs. */
const quickScrypt: PasswordScheme = { ...scrypt, costs: { ln: 4, r: 8, p: 1 } };

describe('createPasswords', () => {
  const passwords = createPasswords(schemes);

  it('hashes by argon2id with 19 MiB, two passes, one lane, 16 bytes of salt and 32 of tag', async () => {
    const hash = await passwords.hash(password);

    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(parsePhc(hash).salt).toHaveLength(16);
    expect(parsePhc(hash).tag).toHaveLength(32);
  });

  it('takes the password that made a hash and no other, as typed', async () => {
    const hash = await passwords.hash(password);

    const verdicts = await Promise.all(
      [password, `${password} `, password.toLowerCase(), ''].map((typed) => passwords.verify(typed, hash)),
    );

    expect(verdicts).toEqual([true, false, false, false]);
  });

  it('takes half of a surrogate pair for no other one, nor for what UTF-8 puts in its place', async () => {
    const hash = await passwords.hash(`${password}\ufffd`);

    const verdicts = await Promise.all(
      ['\ufffd', '\ud83d', '\ude00'].map((end) => passwords.verify(`${password}${end}`, hash)),
    );

    expect(verdicts).toEqual([true, false, false]);
  });

  it('salts: one password has another hash each time', async () => {
    const hashes = await Promise.all([passwords.hash(password), passwords.hash(password)]);

    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('does the same work for an account that does not exist, and says no', async () => {
    const work: unknown[] = [];
    const spy: PasswordScheme = {
      ...quickScrypt,
      derive: (typed, salt, costs, length) => {
        work.push([typed, salt.length, costs, length]);
        return quickScrypt.derive(typed, salt, costs, length);
      },
    };
    const spied = createPasswords([spy]);
    const hash = await createPasswords([quickScrypt]).hash('Another horse 2');

    const verdicts = [await spied.verify(password, hash), await spied.verify(password, undefined)];

    expect(verdicts).toEqual([false, false]);
    expect(work).toHaveLength(2);
    expect(work[1]).toEqual(work[0]);
  });

  it('verifies hashes of both kinds, and would make the scrypt one anew', async () => {
    const hash = await createPasswords([quickScrypt]).hash(password);

    expect(await passwords.verify(password, hash)).toBe(true);
    expect(await passwords.verify('Wrong horse 1', hash)).toBe(false);
    expect(passwords.needsRehash(hash)).toBe(true);
  });

  it('falls back to scrypt at 128 MiB where the runtime has no argon2', async () => {
    const fallback = createPasswords(withoutArgon2);

    const hash = await fallback.hash(password);

    expect(hash).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(fallback.needsRehash(hash)).toBe(false);
    expect(await fallback.verify(password, hash)).toBe(true);
  });

  it('fails loudly on a hash that it cannot verify', async () => {
    const argon2Hash = await passwords.hash(password);

    await expect(createPasswords(withoutArgon2).verify(password, argon2Hash)).rejects.toThrow(/argon2id/);
    await expect(passwords.verify(password, 'not a hash')).rejects.toThrow(/PHC/);
    await expect(passwords.verify(password, `${argon2Hash}$`)).rejects.toThrow(/PHC/);
  });

  it('would make a hash anew when its costs, salt or tag are not those of today', async () => {
    const hash = await passwords.hash(password);
    const [salt, tag] = hash.split('$').slice(-2);

    expect(passwords.needsRehash(hash)).toBe(false);
    expect(passwords.needsRehash(`$argon2id$v=19$m=19456,t=1,p=1$${salt}$${tag}`)).toBe(true);
    expect(passwords.needsRehash(`$argon2id$v=16$m=19456,t=2,p=1$${salt}$${tag}`)).toBe(true);
    expect(passwords.needsRehash(`$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$${tag}`)).toBe(true);
    expect(passwords.needsRehash(`$argon2id$v=19$m=19456,t=2,p=1$${salt}$c29tZXNhbHQ`)).toBe(true);
  });
});

describe('the schemes', () => {
  it('reach the tag that the reference implementation of argon2 gives for its test', async () => {
    const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';

    expect(await createPasswords(schemes).verify('password', hash)).toBe(true);
  });

  it('reach the tag that RFC 7914 gives for scrypt', async () => {
    const tag = await scrypt.derive('pleaseletmein', Buffer.from('SodiumChloride'), { ln: 14, r: 8, p: 1 }, 64);

    expect(tag.toString('hex')).toMatch(/^7023bdcb3afd7348461c06cd81fd38eb.*e61e85dc0d651e40dfcf017b45575887$/);
  });

  it('put argon2id first where the runtime has it', () => {
    expect(schemes.map(({ name }) => name)).toEqual(['argon2id', 'scrypt']);
    expect(withoutArgon2.map(({ name }) => name)).toEqual(['scrypt']);
    expect(argon2idBy(crypto.argon2).costs).toEqual({ m: 19_456, t: 2, p: 1 });
  });
});
