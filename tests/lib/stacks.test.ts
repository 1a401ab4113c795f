import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../infra/functions.ts';
import { stackOf, stacks } from '../../infra/stacks.ts';
import { domainOf, domains } from '../../lib/stacks.ts';

describe('the stacks', () => {
  it('have each domain once', () => {
    expect(new Set(domains).size).toBe(domains.length);
  });

  it('are what the folders of lib/domains are called', async () => {
    const entries = await readdir(new URL('../../lib/domains/', import.meta.url), { withFileTypes: true });
    // Beside them what the stacks declare is collected by name.
    const folders = entries.flatMap((entry) => (entry.isDirectory() && entry.name !== 'declared' ? [entry.name] : []));

    expect(folders).toContain('identity');
    expect(folders.filter((name) => !stacks.some((stack) => stack === name))).toEqual([]);
  });

  it('are each asked for by what is deployed, and refuse a domain of none', async () => {
    const deployed = new Set((await discoverFunctions()).map(({ domain }) => stackOf(domain)));

    expect([...deployed].sort()).toEqual(['clinic', 'identity', 'operations']);
    expect(() => stackOf('reviews')).toThrow('There is no domain reviews');
  });
});

describe('the domain of a function', () => {
  it.each([
    ['auth-register-user', 'auth'],
    ['api-keys-create-api-key', 'api-keys'],
    ['users-get-own-user', 'users'],
    ['things-get-thing', 'things-get-thing'],
    ['authors-list-authors', 'authors-list-authors'],
  ])('of %s is %s', (name, domain) => {
    expect(domainOf(name)).toBe(domain);
  });
});
