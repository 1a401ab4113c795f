import { describe, expect, it } from '@jest/globals';
import { compareOpenApi } from '../../../infra/contract/compare-openapi.ts';
import type { Finding } from '../../../infra/contract/finding.ts';
import { judge, type Release } from '../../../infra/contract/ownership.ts';
import { describeVerdicts } from '../../../infra/contract/report.ts';
import { plantedBreaks } from './planted-breaks.ts';
import { smallApi } from './small-api.ts';

const broken: Finding = { kind: 'break', place: 'POST /v1/users', what: 'the field email of the body is now required' };
const coded: Finding = { kind: 'code', place: 'POST /v1/users', what: 'the code UNDERAGE is new with 409' };
const added: Finding = { kind: 'new', place: 'GET /v1/users', what: 'the route is new' };

function lacksOf(finding: Finding, released: string, current: string, changes = '') {
  return judge([finding], { released, current, changes, today: '2027-06-01' })[0]?.lacks;
}

function section(version: string, ...findings: readonly Finding[]) {
  return `## ${version}\n\n${findings.map(({ place, what }) => `- ${place}: ${what}`).join('\n')}\n`;
}

const item = `- POST /v1/users: ${broken.what}`;

function fenced(fence: string, text: string) {
  return `${fence}md\n${text}\n${fence}\n`;
}

describe('a finding', () => {
  it.each<[string, Finding, string, string, ReturnType<typeof lacksOf>]>([
    ['below 1.0 a break asks for a minor version', broken, '0.1.0', '0.1.1', ['minor']],
    ['below 1.0 a break has it by a minor version', broken, '0.1.0', '0.2.0', []],
    ['below 1.0 a break has it by a major version', broken, '0.1.0', '1.0.0', []],
    ['below 1.0 a new code asks for a minor version', coded, '0.1.0', '0.1.1', ['minor']],
    ['below 1.0 a new code has it by a minor version', coded, '0.1.0', '0.2.0', []],
    ['from 1.0 on a break asks for a major version', broken, '1.2.0', '1.3.0', ['major']],
    ['from 1.0 on a break has it by a major version', broken, '1.2.0', '2.0.0', []],
    ['from 1.0 on a new code asks for a minor version', coded, '1.2.0', '1.2.1', ['minor']],
    ['from 1.0 on a new code has it by a minor version', coded, '1.2.0', '1.3.0', []],
  ])('%s', (_, finding, released, current, lacks) => {
    expect(lacksOf(finding, released, current, section(current, finding))).toEqual(lacks);
  });

  it('asks for its line too', () => {
    expect(lacksOf(broken, '0.1.0', '0.2.0', section('0.2.0', coded))).toEqual(['line']);
    expect(lacksOf(broken, '0.1.0', '0.1.0')).toEqual(['minor', 'line']);
    expect(lacksOf(broken, '1.1.0', '1.1.0')).toEqual(['major', 'line']);
  });

  it('asks for nothing where it breaks nobody', () => {
    expect(lacksOf(added, '1.0.0', '1.0.0')).toEqual([]);
  });

  it.each([
    ['the released version', section('0.1.0', broken)],
    ['a later version', section('0.3.0', broken)],
    ['no version', section('Unreleased', broken)],
    ['another place', '## 0.2.0\n- GET /v1/users: the field email of the body is now required'],
    ['another change', '## 0.2.0\n- POST /v1/users: the field email of the body is now required10'],
    ['no heading', `- POST /v1/users: ${broken.what}`],
    ['a release candidate', section('0.2.0-rc.1', broken)],
    ['a version of four numbers', section('0.2.0.1', broken)],
    ['an example in a fence', fenced('```', section('0.2.0', broken))],
    [
      'an example in a fence in which there is one',
      fenced('````', `\n\n${fenced('```', '')}${section('0.2.0', broken)}`),
    ],
    ['an example in a fence that nobody closed', `## 0.2.0\n\n~~~\n${item}\n`],
    ['an item in a fence', `## 0.2.0\n\n${fenced('```', item)}`],
    ['a heading in a fence', `${fenced('```', '## 0.2.0')}${item}\n`],
    ['a comment', `## 0.2.0\n\n<!--\n${item}\n-->\n`],
    ['a comment that nobody closed', `## 0.2.0\n\n<!--\n${item}\n`],
    ['no item', `## 0.2.0\nPOST /v1/users: ${broken.what}`],
  ])('is not owned by a line of %s', (_, changes) => {
    expect(lacksOf(broken, '0.1.0', '0.2.0', changes)).toEqual(['line']);
  });

  it.each([
    ['in the middle of others', section('0.2.0', added, broken, coded)],
    ['under a version between the two', section('0.1.5', broken)],
    ['with its reason', `## 0.2.0\n- POST /v1/users: ${broken.what}. Nobody registers without.`],
    ['with a heading that says more', `## 0.2.0 (June)\n- POST /v1/users: ${broken.what} (#12)`],
    ['over two lines', '## 0.2.0\n- POST /v1/users: the field email of the body\n  is now required; at last'],
    ['with Windows line ends', section('0.2.0', added, broken, coded).replaceAll('\n', '\r\n')],
    ['under a heading with a v', section('v0.2.0', broken)],
    ['under a heading in brackets', section('[0.2.0]', broken)],
    ['under a heading with a link and a date', section('[v0.2.0](https://example.com) - 2027-06-01', broken)],
    ['with another bullet', section('0.2.0', added, broken).replaceAll('\n- ', '\n* ')],
    ['after a fence and a comment', `## 0.2.0\n\n${fenced('```', 'curl')}<!-- x -->\n${item}`],
    ['with a comment behind it', `## 0.2.0\n\n${item} <!-- #12 -->\n`],
    ['in backticks', '## 0.2.0\n- `POST /v1/users`: the field `email` of the body is now required'],
    ['with other places', `## 0.2.0\n- PUT /v1/users, POST /v1/users: ${broken.what}`],
  ])('is owned by a line %s', (_, changes) => {
    expect(lacksOf(broken, '0.1.0', '0.2.0', changes)).toEqual([]);
  });

  it('is owned by the end of its deprecation, from 1.0 on and from that day on', () => {
    const due = { ...broken, sunset: '2027-06-01' };
    const early = { ...broken, sunset: '2027-06-02' };

    expect(lacksOf(due, '1.0.0', '1.0.1')).toEqual([]);
    expect(lacksOf(early, '1.0.0', '1.0.1')).toEqual(['major', 'line']);
    expect(lacksOf(due, '0.9.0', '0.9.0')).toEqual(['minor', 'line']);
  });

  it('of an announced end asks for six months from the day of its release on, and is owned by nothing else', () => {
    const notice = (sunset?: string): Finding => ({ kind: 'notice', place: 'GET /v1/users', what: 'x', sunset });
    const line = section('2.0.0', notice());

    expect(lacksOf(notice('2027-12-01'), '1.0.0', '1.0.0')).toEqual([]);
    expect(lacksOf(notice('2027-11-30'), '1.0.0', '2.0.0', line)).toEqual(['time']);
    expect(lacksOf(notice(), '0.1.0', '2.0.0', line)).toEqual(['time']);
  });

  it.each(plantedBreaks)('of %s is owned by version and line together', (_, plant) => {
    const api = smallApi();
    plant(api);
    const findings = compareOpenApi(smallApi().document, api.document);
    const released = { released: '0.1.0', today: '2027-06-01' };

    const open = judge(findings, { ...released, current: '0.1.0', changes: '' });
    const owned = judge(findings, { ...released, current: '0.2.0', changes: section('0.2.0', ...findings) });

    expect(open.filter(({ finding }) => finding.kind !== 'new').every(({ lacks }) => lacks.length === 2)).toBe(true);
    expect(owned.flatMap(({ lacks }) => lacks)).toEqual([]);
  });
});

describe('a version', () => {
  it('that is no version is refused', () => {
    expect(() => lacksOf(broken, '0.1', '0.2.0')).toThrow('0.1 is no version of three numbers.');
  });
});

describe('the report', () => {
  const release: Release = { released: '0.1.0', current: '0.1.0', changes: '', today: '2027-06-01' };
  const report = (findings: readonly Finding[], fields: Partial<Release> = {}) => {
    const held = { ...release, ...fields };
    return describeVerdicts(judge(findings, held), held);
  };

  it('says what is not owned, whom it breaks, and what to do, ready to be pasted', () => {
    const whom = { ...broken, whom: 'clients that send none' };
    const elsewhere = { ...broken, place: 'PUT /v1/users' };
    const model: Finding = {
      kind: 'break',
      place: 'User',
      what: 'it is gone',
      whom: 'clients',
      of: ['A', 'B', 'C', 'D', 'E', 'F'],
    };

    expect(report([added, whom, elsewhere, model])).toBe(`New, and breaks nobody:
  GET /v1/users: the route is new

Not owned:
  POST /v1/users: the field email of the body is now required (breaks clients that send none)
  PUT /v1/users: the field email of the body is now required
  User: it is gone (breaks clients: A, B, C, D and 2 more)

Take it back, or own it:
- raise the version in package.json from 0.1.0 to 0.2.0
- add to contract/CHANGES.md:

## 0.2.0

- POST /v1/users, PUT /v1/users: the field email of the body is now required
- User: it is gone

contract: 1 new, 0 owned, 3 not owned since 0.1.0
`);
  });

  it('asks for what lacks alone', () => {
    const told = report([broken], { changes: section('0.2.0', broken), current: '0.2.0' });
    const raised = report([broken], { current: '0.3.0' });
    const stable = report([broken], { released: '1.4.0', current: '1.4.0' });

    expect(told).toBe(
      'Owned:\n  POST /v1/users: the field email of the body is now required\n\ncontract: 0 new, 1 owned, 0 not owned since 0.1.0\n',
    );
    expect(raised).toContain('Take it back, or own it:\n- add to contract/CHANGES.md:\n\n## 0.3.0\n');
    expect(stable).toContain('from 1.4.0 to 2.0.0');
  });

  it('says of an end that comes too soon from when on it may be', () => {
    const soon: Finding = {
      kind: 'notice',
      place: 'A',
      what: 'its sunset is announced for 2027-07-01',
      sunset: '2027-07-01',
    };
    const due: Finding = { ...soon, what: 'its sunset is announced for 2028-01-01', sunset: '2028-01-01' };

    expect(report([soon, due])).toBe(`New, and breaks nobody:
  A: its sunset is announced for 2028-01-01

Not owned:
  A: its sunset is announced for 2027-07-01

An end is announced at least six months ahead: for 2027-12-01, if it is released today, or later.

contract: 1 new, 0 owned, 1 not owned since 0.1.0
`);
  });

  it('is owned by what it says to paste', () => {
    const findings = [broken, { ...broken, place: 'PUT /v1/users' }, coded];
    const pasted = report(findings).split('add to contract/CHANGES.md:')[1] ?? '';

    const verdicts = judge(findings, { ...release, current: '0.2.0', changes: pasted });

    expect(verdicts.flatMap(({ lacks }) => lacks)).toEqual([]);
  });
});
