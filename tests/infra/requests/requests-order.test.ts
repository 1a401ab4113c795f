import { describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../../infra/functions.ts';
import { describeApi } from '../../../infra/openapi/document.ts';
import type { Json } from '../../../infra/openapi/json.ts';
import { exampleOf } from '../../../infra/openapi/model-examples.ts';
import { describeRequests } from '../../../infra/requests/requests-file.ts';
import { seededClinics } from '../../../lib/domains/clinic/seeds/clinics.ts';
import { seededDoctors } from '../../../lib/domains/clinic/seeds/doctors.ts';
import { seededPatients } from '../../../lib/domains/clinic/seeds/patient-list.ts';
import { seededPeople } from '../../../lib/domains/identity/seeds/people.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

const functions = await discoverFunctions();
const text = describeRequests(functions);
const { paths, components } = JSON.parse(JSON.stringify(describeApi(functions))) as Document;
const operations = new Map(
  Object.values(paths).flatMap((path) => Object.values(path).map((each) => [each.operationId, each])),
);
const variables = new Map([...text.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, value]));

/** The requests in the order of the file, with its variables in their places. */
const requests = text
  .split(/^### .*$/m)
  .slice(1)
  .map((block) => block.replace(/\{\{(\w+)\}\}/g, (whole, name) => variables.get(name) ?? whole))
  .map((block) => {
    const [, method = '', url = ''] = /^([A-Z]+) (.+)$/m.exec(block) ?? [];
    return { block, method, url, name: /^# @name (\w+)$/m.exec(block)?.[1] ?? '' };
  });
const named = (name: string) => {
  const found = requests.find((each) => each.name === name);
  if (!found) throw new Error(`There is no request ${name}`);
  return found;
};

/** In which states of an appointment something can be done to it, and the state after that, by the end of the path. */
const courses: Readonly<Record<string, { readonly from: readonly string[]; readonly to: string } | undefined>> = {
  reschedule: { from: ['booked'], to: 'booked' },
  'check-in': { from: ['booked'], to: 'checked_in' },
  complete: { from: ['checked_in'], to: 'completed' },
  cancel: { from: ['booked', 'checked_in'], to: 'cancelled' },
  'no-show': { from: ['booked'], to: 'no_show' },
};

/** The answers that a request names: of which request, and where in it. */
function answersNamedIn(block: string) {
  return [...block.matchAll(/\{\{(\w+)\.response\.body\.([^}]+)\}\}/g)].map(([, request = '', place = '']) => ({
    request,
    place,
  }));
}

/** What stands at a place of the example of what an operation answers, of which each list has one member. */
function exampleAt(operation: Operation | undefined, place: string): unknown {
  const success = Object.entries(operation?.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  const schema = success?.content?.['application/json']?.schema;
  return place
    .replace(/\[\d+\]/g, '[0]')
    .split(/[.[\]]+/)
    .reduce<unknown>((value, key) => Object(value)[key], schema && exampleOf(schema, components.schemas));
}

describe('the requests of docs/requests.http, sent in their order', () => {
  it('name answers of requests that come before them', () => {
    const early = requests.flatMap(({ name, block }, index) =>
      answersNamedIn(block)
        .filter(({ request }) => !requests.slice(0, index).some((each) => each.name === request))
        .map(({ request }) => `${name} before ${request}`),
    );

    expect(early).toEqual([]);
  });

  it('name in answers what is there', () => {
    const places = requests
      .flatMap(({ block }) => answersNamedIn(block))
      .filter(({ request }) => operations.has(request));

    expect(places.length).toBeGreaterThan(10);
    expect(places.filter(({ request, place }) => exampleAt(operations.get(request), place) === undefined)).toEqual([]);
  });

  it('ask for nothing by an id that nothing has, but for what no request makes', () => {
    const unknown = requests.filter(({ url }) => url.includes('019a0000-0000-7000-8000-000000000001'));

    expect(unknown.map(({ name }) => name).sort()).toEqual([
      'deleteDeadLetter',
      'getDeadLetter',
      'redriveDeadLetter',
      'revokeSession',
    ]);
  });

  it('name nothing else by an id but what is seeded', () => {
    const seeded: readonly string[] = [...seededClinics, ...seededDoctors, ...seededPatients].map(({ id }) => id);
    const named = requests.flatMap(({ block }) => block.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []);

    expect(named).toEqual(expect.arrayContaining([seededDoctors[0]?.id, seededPatients[0]?.id]));
    expect(named.filter((id) => !seeded.includes(id) && id !== '019a0000-0000-7000-8000-000000000001')).toEqual([]);
  });

  it('take each a free slot of its own, of those in the days to come', () => {
    const taken = requests.flatMap(
      ({ block }) => block.match(/(?<=listSlots\.response\.body\.data)\[\d+\](?=\.start)/g) ?? [],
    );

    expect(taken.sort()).toEqual(['[0]', '[1]', '[2]', '[3]', '[4]']);
    expect(named('listSlots').url).toMatch(/\?from=\{\{\$datetime iso8601 1 d\}\}&to=\{\{\$datetime iso8601 15 d\}\}$/);
  });

  it('wait for a slot in the days in which the free ones were looked for', () => {
    const { from, to } = JSON.parse(named('joinWaitingList').block.split('\n\n')[1] ?? '');

    expect(named('listSlots').url.endsWith(`?from=${from}&to=${to}`)).toBe(true);
  });

  it('do to an appointment what its state allows then', () => {
    const states = new Map<string, string>();
    const refused: string[] = [];
    for (const { method, url, name } of requests) {
      const [, appointment = '', verb = ''] = /\/v1\/appointments\/(\{\{.+\}\})\/([a-z-]+)$/.exec(url) ?? [];
      const course = method === 'POST' ? courses[verb] : undefined;
      if (course && !course.from.includes(states.get(appointment) ?? 'booked')) refused.push(name);
      if (course) states.set(appointment, course.to);
    }

    expect(refused).toEqual([]);
    expect([...states.values()].sort()).toEqual(['cancelled', 'completed', 'no_show']);
  });

  it('ask for nothing that one before them has deleted, and bring back what was', () => {
    const deleted = new Set<string>();
    const late: string[] = [];
    for (const { method, url, name } of requests) {
      const isGone = [...deleted].some((each) => url === each || url.startsWith(`${each}/`));
      if (url.endsWith('/restore') !== isGone) late.push(name);
      if (url.endsWith('/restore')) deleted.delete(url.replace(/\/restore$/, ''));
      else if (method === 'DELETE') deleted.add(url);
    }

    expect(late).toEqual([]);
  });

  it('leave the seeded clinics, patients and links as they are', () => {
    const seeded = [...seededClinics, ...seededPatients].map(({ id }) => id);
    const changed = requests.filter(({ method, url }) => method !== 'GET' && seeded.some((id) => url.includes(id)));

    expect(changed.map(({ name }) => name)).toEqual(['addClosure', 'removeClosure']);
    expect(named('unlinkPatient').url).toBe(named('linkPatient').url);
  });

  it('link a patient to somebody whom there is', () => {
    const { email } = JSON.parse(named('linkPatient').block.split('\n\n')[1] ?? '');

    expect(seededPeople.map((person) => person.email)).toContain(email);
  });

  it('end the session of a person after all that the person asks', () => {
    const askedBy = (block: string) => /signInAs\w+(?=\.)/.exec(block)?.[0];
    const ends = ['logOutEverywhere', 'deleteOwnUser'].map((name) => requests.indexOf(named(name)));
    const shut = ends.map((end) => askedBy(requests[end]?.block ?? ''));

    expect(new Set(shut).size).toBe(2);
    for (const [index, person] of shut.entries())
      expect(requests.slice((ends[index] ?? 0) + 1).filter(({ block }) => askedBy(block) === person)).toEqual([]);
  });
});
