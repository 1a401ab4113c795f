import { describe, expect, it } from '@jest/globals';
import { discoverFunctions } from '../../../infra/functions.ts';
import { describeRequests } from '../../../infra/requests/requests-file.ts';
import { triedOn } from '../../../infra/requests/tried-on.ts';
import { seededDoctors } from '../../../lib/domains/clinic/seeds/doctors.ts';
import { seededPatients } from '../../../lib/domains/clinic/seeds/patient-list.ts';
import { permissionsOf } from '../../../lib/domains/declared/permissions.ts';
import { seededPassword, seededPeople } from '../../../lib/domains/identity/seeds/people.ts';
import type { HttpTrigger } from '../../../lib/http/trigger.ts';

const functions = await discoverFunctions();
const text = describeRequests(functions);
const variables = new Map([...text.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, value]));

/** A text with a value for each variable; what is taken from an answer is a time. */
function filled(text: string): string {
  return text
    .replace(/\{\{(\w+)\}\}/g, (whole, name) => variables.get(name) ?? whole)
    .replaceAll('{{$guid}}', '019a0000-0000-7000-8000-000000000001')
    .replace(/\{\{\$datetime iso8601 (\d+) d\}\}/g, (_, days) => new Date(Date.UTC(2026, 2, days)).toISOString())
    .replace(/\{\{\w+\.response\.[^}]+\}\}/g, '2026-03-09T13:00:00.000Z');
}

/** A request of the file, with the variables of its body filled in. */
interface Request {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const requests = text
  .split(/^### .*$/m)
  .slice(1)
  .map((block): Request => {
    const [head = '', ...body] = block.trim().split('\n\n');
    const lines = head.split('\n').filter((line) => !/^# (?!@name)/.test(line));
    const [name = '', start = '', ...headers] = lines;
    const [method = '', url = ''] = start.split(' ');
    return {
      name: name.replace('# @name ', ''),
      method,
      url,
      headers: Object.fromEntries(headers.map((line) => line.split(': ', 2))),
      body: filled(body.join('\n\n')),
    };
  });
const signIns = requests.slice(0, 4);
const first = requests.slice(0, 5);
const extra = ['appointmentToCancel', 'appointmentToMiss'];
const routes = functions.flatMap(({ trigger }) =>
  trigger.kind === 'http' && trigger.path !== '$default' ? [trigger] : [],
);

function requestOf({ method, path }: HttpTrigger): Request {
  const url = `{{api}}${path.replace(/\{\w+\}/g, '{}')}`;
  const shapeOf = (each: Request) => each.url.replace(/\?.*/, '').replace(/(?<!^)\{\{[^}]+\}\}/g, '{}');
  const found = requests.slice(first.length).find((each) => each.method === method && shapeOf(each) === url);
  if (!found) throw new Error(`docs/requests.http has no ${method} ${path}`);
  return found;
}

describe('docs/requests.http', () => {
  it('signs in a seeded person of each role', () => {
    const emails = signIns.map(({ body }) => JSON.parse(body).email);

    expect(emails).toEqual(expect.arrayContaining(['user@polyclinic.test', 'admin@polyclinic.test']));
    expect(emails.filter((email) => !seededPeople.some((person) => person.email === email))).toEqual([]);
    expect(signIns.map(({ name }) => name)).toEqual([
      'signInAsUser',
      'signInAsDoctor',
      'signInAsStaff',
      'signInAsAdmin',
    ]);
  });

  it('has a request for every route, with names that are its own, and no other but two bookings', () => {
    expect(requests).toHaveLength(first.length + routes.length + extra.length);
    expect(requests.map(({ name }) => name)).toEqual(expect.arrayContaining(extra));
    expect(new Set(requests.map(({ name }) => name)).size).toBe(requests.length);
    expect(() => routes.map(requestOf)).not.toThrow();
  });

  it('tries on somebody who was invited what is done to people, and lets nobody lose a password', () => {
    const changes = requests.filter(({ url }) => url.includes('{{userId}}'));
    const passwords = requests.flatMap(({ body, headers }) =>
      headers.Authorization && body ? Object.entries(JSON.parse(body)).filter(([key]) => /password$/i.test(key)) : [],
    );

    expect(first[4]).toMatchObject({ name: 'somebody', method: 'POST', url: '{{api}}/v1/users' });
    expect(variables.get('userId')).toBe('{{somebody.response.body.data.id}}');
    expect(changes.map(({ headers }) => headers.Authorization)).toEqual(
      changes.map(() => 'Bearer {{signInAsAdmin.response.body.data.accessToken}}'),
    );
    expect(passwords.filter(([, value]) => value !== seededPassword)).toEqual([]);
  });

  it('asks of a clinic, a doctor and a patient who are seeded, in one clinic', () => {
    const [clinicId, doctorId, patientId] = ['clinicId', 'doctorId', 'patientId'].map((name) => triedOn[name]);

    expect(seededDoctors.find(({ id }) => id === doctorId)?.clinicId).toBe(clinicId);
    expect(seededPatients.find(({ id }) => id === patientId)?.clinicId).toBe(clinicId);
    expect(variables.get('patientId')).toBe(patientId);
  });

  it('defines every variable, or takes it from an answer', () => {
    const used = [...text.matchAll(/\{\{([^}]+)\}\}/g)].map(([, name = '']) => name);

    const undefinedOnes = used
      .filter((name) => !variables.has(name) && !/^\w+\.response\.body\.data[\w.[\]]+$/.test(name))
      .filter((name) => name !== '$guid' && !/^\$datetime iso8601 \d+ d$/.test(name));

    expect(undefinedOnes).toEqual([]);
    expect([...variables.values()].filter((value) => value === 'undefined' || value === '')).toEqual([]);
  });

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'sends what its schema takes, as somebody who may: %s',
    (_, route) => {
      const { url, headers, body } = requestOf(route);
      const query = Object.fromEntries(new URLSearchParams(filled(/\?(.*)/.exec(url)?.[1] ?? '')));

      const role = /signInAs(\w+)/.exec(headers.Authorization ?? '')?.[1]?.toLowerCase();
      const held = permissionsOf(role === undefined ? [] : [role as 'user']);
      expect(role === undefined).toBe(route.allow === 'public');
      expect(typeof route.allow === 'string' || route.allow.every((permission) => held.has(permission))).toBe(true);
      expect('Idempotency-Key' in headers).toBe(route.idempotency !== undefined);
      expect(route.query ? route.query().safeParse(query).error?.issues : Object.keys(query)).toEqual(
        route.query ? undefined : [],
      );
      expect(route.body ? route.body().safeParse(JSON.parse(body)).error?.issues : body).toEqual(
        route.body ? undefined : '',
      );
    },
  );
});
