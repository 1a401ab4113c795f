import { newId } from '../lib/ids.ts';
import type { AlikeRoute, Side } from './alike-routes.ts';

/** What is sent to a route. */
type Asked = readonly [path: string, method: string, json?: unknown];

interface Means {
  /** Sends a request, and answers its data; throws for any other answer. */
  readonly get: <T>(
    path: string,
    wish: { readonly headers: Record<string, string>; readonly json?: unknown },
  ) => Promise<T>;
  /** How requests of a seeded person look. */
  readonly signIn: (email: string) => Promise<{ readonly headers: Record<string, string> }>;
  /** What asks as a seeded person, who is signed in right before. */
  readonly bySeeded: (email: string, ask: (side: Side, at: number) => Asked) => Pick<AlikeRoute, 'prepare' | 'ask'>;
}

/** So many that no one of them is the one that every cache holds. */
const patients = 20;

/** The routes about one patient, asked by the staff of North, and by somebody of the public, about patients of South. */
export async function alikePatientRoutes({ get, signIn, bySeeded }: Means): Promise<AlikeRoute[]> {
  const { headers } = await signIn('staff2@polyclinic.test');
  const usual: string[] = [];
  const largest: string[] = [];
  const register = async (json: object) => (await get<{ id: string }>('/v1/patients', { headers, json })).id;
  for (let at = 0; at < patients; at += 1) {
    usual.push(await register(usualPatient(at)));
    largest.push(await register(largestPatient(at)));
  }
  const patient = (side: Side, at: number, ids = usual) =>
    `/v1/patients/${side === 'there' ? ids[at % ids.length] : newId()}`;
  const about = (name: string, method: string, rest = '', json?: unknown): AlikeRoute => ({
    name: `patient: ${name}`,
    status: 404,
    ...bySeeded('staff@polyclinic.test', (side, at) => [`${patient(side, at)}${rest}`, method, json]),
  });
  return [
    about('read', 'GET'),
    {
      name: 'patient: read, the largest',
      status: 404,
      ...bySeeded('staff@polyclinic.test', (side, at) => [patient(side, at, largest), 'GET']),
    },
    about('change', 'PATCH', '', { name: 'Somebody Else' }),
    about('delete', 'DELETE'),
    about('restore', 'POST', '/restore'),
    about('link', 'PUT', '/link', { email: 'user@polyclinic.test' }),
    about('unlink', 'DELETE', '/link'),
    about('who has looked', 'GET', '/accesses'),
    {
      name: 'patient: read by the public',
      status: 404,
      ...bySeeded('user@polyclinic.test', (side, at) => [patient(side, at), 'GET']),
    },
  ];
}

function usualPatient(at: number) {
  return {
    ...{ name: `Patient ${at}`, email: `patient-${at}@example.com`, phone: '+12125550123' },
    ...{ bloodGroup: 'AB-', dateOfBirth: '1990-12-10', allergies: ['Penicillin', 'Nuts'] },
    address: { line1: '12 Elm Street', city: 'Albany', region: 'NY', postalCode: '12207', country: 'US' },
    internalNotes: 'Prefers the morning, and to be called before. '.repeat(6).trim(),
  };
}

/** All that a patient may have: the larger a record is, the longer it takes to read one that is then hidden. */
function largestPatient(at: number) {
  return {
    ...usualPatient(at),
    ...{ name: `Patient ${at} `.padEnd(100, 'x'), email: `largest-${at}@example.com` },
    address: {
      ...{ line1: '1'.repeat(100), line2: '2'.repeat(100), city: 'c'.repeat(100), region: 'r'.repeat(100) },
      ...{ postalCode: '1'.repeat(20), country: 'US' },
    },
    allergies: Array.from({ length: 50 }, (_, nth) => `Allergy ${nth} `.padEnd(100, 'x')),
    internalNotes: 'n'.repeat(10_000),
  };
}
