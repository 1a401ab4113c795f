import { describe, expect, it } from '@jest/globals';
import { type CursorBinding, createCursorSeal } from '../../../lib/http/cursor-seal.ts';
import { createSecrets, newMasterSecret } from '../../../lib/secrets/secrets.ts';

const { sealCursor, openCursor } = createCursorSeal(createSecrets(async () => newMasterSecret()));

const payload = { pk: 'USERS', sk: '2026-01-01T00:00:00.000Z#maria' };
const binding: CursorBinding = {
  route: 'GET /v1/users',
  filters: { role: 'doctor', sort: '-createdAt', q: undefined },
  caller: '019a0000-0000-7000-8000-000000000001',
};
const invalid = { name: 'InvalidInput', code: 'INVALID_CURSOR' };

describe('a cursor', () => {
  it.each([[payload], ['text'], [null], [[1, 2]], [{ name: 'Zoë 😀' }]])(
    'gives back the position %p',
    async (position) => {
      const cursor = await sealCursor(position, binding);

      expect(await openCursor(cursor, binding)).toEqual(position);
    },
  );

  it('tells nothing of what is in it, and is of characters that a query takes', async () => {
    const cursor = await sealCursor(payload, binding);

    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/USERS|maria|2026/);
  });

  it('is sealed otherwise each time, as its key must not meet a nonce twice', async () => {
    expect(await sealCursor(payload, binding)).not.toBe(await sealCursor(payload, binding));
  });

  it('opens whatever the order in which the filters are named', async () => {
    const cursor = await sealCursor(payload, binding);

    const reordered = { ...binding, filters: { sort: '-createdAt', role: 'doctor' } };

    expect(await openCursor(cursor, reordered)).toEqual(payload);
  });

  it.each<[string, Partial<CursorBinding>]>([
    ['route', { route: 'GET /v1/audit-events' }],
    ['caller', { caller: '019a0000-0000-7000-8000-000000000002' }],
    ['filter value', { filters: { role: 'staff', sort: '-createdAt' } }],
    ['filter name', { filters: { status: 'doctor', sort: '-createdAt' } }],
    ['set of filters', { filters: { role: 'doctor', sort: '-createdAt', q: 'maria' } }],
    ['smaller set of filters', { filters: { role: 'doctor' } }],
  ])('does not open for another %s', async (_, change) => {
    const cursor = await sealCursor(payload, binding);

    await expect(openCursor(cursor, { ...binding, ...change })).rejects.toMatchObject(invalid);
  });

  it('does not open with any one character changed', async () => {
    const cursor = await sealCursor(payload, binding);
    const forged = [...cursor].map((character, at) => replaceAt(cursor, at, character === 'A' ? 'B' : 'A'));

    const outcomes = await Promise.allSettled(forged.map((text) => openCursor(text, binding)));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(new Set(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code))).toEqual(
      new Set(['INVALID_CURSOR']),
    );
  });

  it('has one text only: spare bits of the last character do not make another', async () => {
    const cursors = await Promise.all(['', 'x', 'xx'].map((text) => sealCursor(text, binding)));
    const variants = cursors.flatMap((cursor) =>
      [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
        .map((last) => cursor.slice(0, -1) + last)
        .filter((text) => text !== cursor),
    );

    const outcomes = await Promise.allSettled(variants.map((text) => openCursor(text, binding)));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a number', '17'],
    ['what is not base64url', '!'.repeat(64)],
    ['zeros', 'A'.repeat(64)],
    ['too little for a tag', Buffer.alloc(29, 1).toString('base64url')],
    ['a megabyte', 'A'.repeat(1_000_000)],
  ])('is not %s', async (_, text) => {
    await expect(openCursor(text, binding)).rejects.toMatchObject(invalid);
  });

  it('is not one with padding, a line end, or its end cut off', async () => {
    const cursor = await sealCursor(payload, binding);

    const outcomes = await Promise.allSettled(
      [`${cursor}=`, `${cursor}\n`, cursor.slice(0, -4), cursor.slice(0, -1)].map((text) => openCursor(text, binding)),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
  });

  it('opens after the master secret was rotated, until its version is taken away', async () => {
    const [older, newer] = [1, 2].map((fill) => Buffer.alloc(32, fill).toString('base64'));
    const sealOf = (current: number, secrets: object) =>
      createCursorSeal(createSecrets(async () => JSON.stringify({ current, secrets })));
    const cursor = await sealOf(1, { 1: older }).sealCursor(payload, binding);

    const rotated = sealOf(2, { 1: older, 2: newer });
    const later = sealOf(2, { 2: newer });

    expect(await rotated.openCursor(cursor, binding)).toEqual(payload);
    await expect(later.openCursor(cursor, binding)).rejects.toMatchObject(invalid);
  });
});

function replaceAt(text: string, at: number, character: string): string {
  return text.slice(0, at) + character + text.slice(at + 1);
}
