import { describe, expect, it } from '@jest/globals';
import type { Flow, Left } from '../../../local/chaos/flow.ts';
import type { StoredItem } from '../../../local/chaos/items.ts';
import { judge, leavesMailOpen } from '../../../local/chaos/judgement.ts';
import type { TakenMail } from '../../../local/chaos/mails.ts';

const passage = { steps: {}, complaintsAbout: () => [] };
const flow: Flow = {
  name: 'test',
  begin: () => passage,
  items: { 'identity person': 1 },
  events: ['user.registered'],
  audit: ['user.registered'],
  mails: ['Welcome'],
};

const item = (table: string, entity: string, attributes: object = {}): StoredItem => ({
  ...{ table, entity, pk: 'any', sk: 'any' },
  ...attributes,
});
const mail = (overrides: Partial<TakenMail> = {}): TakenMail => ({
  ...{ subject: 'Welcome', text: '', to: 'ada@example.com', messageId: '<1@polyclinic.test>' },
  ...overrides,
});
const person = item('identity', 'person');
const event = item('events', 'event', { event: { type: 'user.registered' } });
const entry = item('audit', 'audit-entry', { action: 'user.registered' });
const allWell: Left = { all: [], items: [person, event, entry], mails: [mail()] };

const judged = (changes: Partial<Left>, spareCopies: 0 | 1 = 0) =>
  judge(flow, passage, { ...allWell, ...changes }, spareCopies);
const withItem = (added: StoredItem) => judged({ items: [...allWell.items, added] });

describe('the judgement', () => {
  it('is silent when everything is there once', () => {
    expect(judged({})).toEqual([]);
  });

  it.each([
    ['a person', [event, entry], ['items: 0 of identity person, not 1']],
    ['an event', [person, entry], ['events: 0 of user.registered, not 1']],
    ['an audit entry', [person, event], ['audit entries: 0 of user.registered, not 1']],
  ])('misses %s', (_, items, complaints) => {
    expect(judged({ items })).toEqual(complaints);
  });

  it.each([
    ['a second person', person, ['items: 2 of identity person, not 1']],
    ['an item that nobody expected', item('identity', 'session'), ['items: 1 of identity session, not 0']],
    ['a second event', event, ['events: 2 of user.registered, not 1']],
    ['a second audit entry', entry, ['audit entries: 2 of user.registered, not 1']],
    [
      'a dead letter',
      item('platform', 'dead-letter', { queue: 'email', error: { code: 'WORKER_DIED' } }),
      ['a dead letter of email: {"code":"WORKER_DIED"}'],
    ],
    [
      'dead letters that are only counted',
      item('platform', 'dead-letter-tally', { count: 2 }),
      ['2 dead letters counted'],
    ],
    ['an entry in an index', item('index', 'index-entry'), ['items: 1 of index index-entry, not 0']],
    [
      'what is due and was not done',
      item('platform', 'due', { state: 'waiting' }),
      ['items: 1 of platform due, not 0', 'something due that is waiting'],
    ],
    [
      'what is left of an outage',
      item('platform', 'outage', { queue: 'email' }),
      ['what is left of an outage of email'],
    ],
    [
      'a claim that was left open',
      item('platform', 'claim', { consumer: 'email', state: 'held' }),
      ['a claim of email that is held'],
    ],
  ])('sees %s', (_, added, complaints) => {
    expect(withItem(added)).toEqual(complaints);
  });

  it('sees an event that was not sent', () => {
    const pending = { ...event, pending: 'PENDING#1' };

    expect(judged({ items: [person, pending, entry] })).toEqual(['an event that is still pending']);
  });

  it('takes no offence at what is counted, done or settled', () => {
    const harmless = [
      item('platform', 'limit'),
      item('platform', 'dead-letter-tally', { count: 0 }),
      item('platform', 'claim', { state: 'done' }),
    ];

    expect(judged({ items: [...allWell.items, ...harmless] })).toEqual([]);
  });

  it('misses a mail, and sees one that nobody expected', () => {
    expect(judged({ mails: [] })).toEqual(['mails: 0 of Welcome, not 1']);
    expect(judged({ mails: [mail(), mail({ subject: 'Bye', messageId: '<2@polyclinic.test>' })] })).toEqual([
      'mails: 1 of Bye, not 0',
    ]);
  });

  it('allows one more copy of a mail only where nobody could know of the first', () => {
    const [once, twice] = [
      [mail(), mail()],
      [mail(), mail(), mail()],
    ];

    expect(judged({ mails: once })).toHaveLength(1);
    expect(judged({ mails: once }, 1)).toEqual([]);
    expect(judged({ mails: twice }, 1)).toHaveLength(1);
  });

  it('takes two mails for copies only when they name themselves alike', () => {
    const other = mail({ messageId: '<2@polyclinic.test>' });

    expect(judged({ mails: [mail(), other] }, 1)).toEqual(['mails: 2 of Welcome, not 1']);
  });

  it('expects each thing as often as the flow was gone through', () => {
    const twice = { ...flow, times: () => 2 };

    expect(judge(twice, passage, { ...allWell, mails: [mail()] }, 0)).toEqual([
      'items: 1 of identity person, not 2',
      'events: 1 of user.registered, not 2',
      'audit entries: 1 of user.registered, not 2',
    ]);
  });

  it('adds what the flow itself has to complain about', () => {
    const grumbling = { steps: {}, complaintsAbout: () => ['the person is not verified'] };

    expect(judge(flow, grumbling, allWell, 0)).toEqual(['the person is not verified']);
  });
});

describe('a blow', () => {
  it.each([
    ['register: SMTP mail #1', 'cut-after', true],
    ['register: SMTP mail #1', 'kill-after', true],
    ['register: SMTP mail #1', 'cut-before', false],
    ['register: SMTP mail #1', 'kill-before', false],
    ['verify: DynamoDB UpdateItem platform claim #2', 'kill-before', true],
    ['verify: DynamoDB UpdateItem platform claim #2', 'hang', true],
    ['verify: DynamoDB UpdateItem platform claim #2', 'kill-after', false],
    ['verify: DynamoDB UpdateItem platform claim #1', 'kill-before', false],
    ['register: SQS SendMessageBatch email #1', 'cut-after', false],
  ] as const)('at %s with %s leaves open whether the mail was taken: %s', (point, mode, isOpen) => {
    expect(leavesMailOpen({ point, mode })).toBe(isOpen);
  });
});
