import { describe, expect, it } from '@jest/globals';
import { ends, findingsAfter } from './findings-after.ts';
import { type SmallApi, smallApi } from './small-api.ts';

describe('the end of a route, parameter or field', () => {
  it.each<[string, boolean, string[]]>([
    ['finds no break in a deprecation that is taken back', false, []],
    [
      'tells of headers that are gone while the end is as near',
      true,
      ['deprecation', 'sunset', 'link'].map((name) => `the header ${name} of the answer 200 is gone`),
    ],
  ])('%s', (_, deprecated, expected) => {
    const released = smallApi();
    Object.assign(released.list, ends('2027-06-01'));
    Object.assign(released.list.responses[200], { headers: { Deprecation: {}, Sunset: {}, Link: {} } });

    const found = findingsAfter(({ list }) => deprecated && Object.assign(list, ends('2027-06-01')), released);

    expect(found.map(({ what }) => what)).toEqual(expected);
  });

  it('knows from which day a deprecated route, parameter or field may go', () => {
    const released = smallApi();
    Object.assign(released.list, { deprecated: true, 'x-sunset': '2027-06-01' });
    Object.assign(released.register.parameters[0]?.schema ?? {}, { deprecated: true, 'x-sunset': '2027-08-01' });
    Object.assign(released.user.properties.nickname, { deprecated: true, 'x-sunset': '2027-07-01' });

    const found = findingsAfter(({ paths, user, register }) => {
      delete paths['/v1/users']?.get;
      register.parameters.pop();
      delete (user.properties as Partial<typeof user.properties>).nickname;
    }, released);

    expect(found).toEqual([
      expect.objectContaining({ place: 'POST /v1/users', sunset: '2027-08-01' }),
      expect.objectContaining({ place: 'User', sunset: '2027-07-01' }),
      expect.objectContaining({ place: 'GET /v1/users', sunset: '2027-06-01' }),
    ]);
  });

  it.each<[string, string | undefined, object, string]>([
    ['sooner', '2027-06-01', ends('2027-05-31'), 'break: {part} is now 2027-05-31 in place of 2027-06-01'],
    ['announced', undefined, ends('2027-06-01'), 'notice: {part} is announced for 2027-06-01'],
    ['no day', '2027-06-01', ends('2027-06-31'), 'notice: {part} is "2027-06-31", which is no calendar date'],
    ['another form', undefined, ends('1 June 2099'), 'notice: {part} is "1 June 2099", which is no calendar date'],
    ['empty', undefined, ends(''), 'notice: {part} is "", which is no calendar date'],
    ['no text', undefined, { 'x-sunset': 1 }, 'notice: {part} is 1, which is no calendar date'],
    ['alone', undefined, { 'x-sunset': '2027-06-01' }, 'notice: {part} stands where nothing is deprecated'],
  ])('tells of an end of a route, parameter or field that is %s', (_, before, after, expected) => {
    const plant = (end: object) => (api: SmallApi) => {
      Object.assign(api.list, end);
      Object.assign(api.limit, end);
      Object.assign(api.user.properties.roles.items, end);
    };
    const released = smallApi();
    if (before) plant(ends(before))(released);

    const found = findingsAfter(plant(after), released);

    expect(found.map(({ kind, place, what }) => `${place} ${kind}: ${what}`)).toEqual([
      `GET /v1/users ${expected.replace('{part}', 'its sunset')}`,
      `GET /v1/users ${expected.replace('{part}', 'the sunset of limit')}`,
      `User ${expected.replace('{part}', 'the sunset of roles[]')}`,
    ]);
  });

  it('finds nothing in an end that is put off, or that another parameter has come before', () => {
    const released = smallApi();
    Object.assign(released.limit, ends('2027-06-01'));

    const found = findingsAfter(({ limit, list }) => {
      Object.assign(limit, ends('2027-07-01'));
      list.parameters.unshift({ name: 'q', in: 'query', required: false, schema: {} });
    }, released);

    expect(found.map(({ what }) => what)).toEqual(['the query parameter q is new']);
  });

  it('takes no text for a day from which a field may go', () => {
    const released = smallApi();
    Object.assign(released.user.properties.nickname, ends('01.01.2020'));
    Object.assign(released.user.properties.score, { 'x-sunset': '2020-01-01' });

    const found = findingsAfter(({ user }) => {
      Object.assign(user, { properties: { ...user.properties, nickname: undefined, score: undefined } });
    }, released);

    expect(found).toEqual([
      expect.objectContaining({ what: 'the field score is gone', sunset: undefined }),
      expect.objectContaining({ what: 'the field nickname is gone', sunset: undefined }),
    ]);
  });
});
