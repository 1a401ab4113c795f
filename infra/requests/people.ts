import type { Role } from '../../lib/access/permissions.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { rolesThatMay } from '../routes.ts';
import { capitalized } from '../words.ts';
import { endsSession } from './order.ts';

/** The variable that holds the password of every seeded person. */
export const passwordVariable = `@password = ${seededPassword}`;

/** Who asks where several roles may: whoever may least of the others. */
const leastFirst: readonly Role[] = ['user', 'doctor', 'staff', 'admin'];

/** The requests that come first: a sign-in of each role, and somebody on whom what is done to people can be tried, again and again. */
export function describeFirstRequests(): string[] {
  return [...leastFirst.flatMap(signIn), ...inviteSomebody()];
}

function signIn(role: Role): string[] {
  const body = { ...credentialsOf(role), transport: 'body' };
  return [
    `### Sign in as ${role}`,
    `# @name ${nameOf(role)}`,
    'POST {{api}}/v1/auth/login',
    'Content-Type: application/json',
    '',
    JSON.stringify(body, undefined, 2),
    '',
  ];
}

function inviteSomebody(): string[] {
  return [
    '### Invite somebody',
    '# @name somebody',
    'POST {{api}}/v1/users',
    `Authorization: Bearer ${answeredTo('admin', 'accessToken')}`,
    'Content-Type: application/json',
    '',
    JSON.stringify({ email: '{{$guid}}@example.com', name: 'Ada Lovelace', roles: ['user'] }, undefined, 2),
    '',
  ];
}

/**
 * Who sends a request to a route: nobody where it is public, and an admin what is done to somebody. A doctor signs out everywhere,
 * as the user has an account to delete.
 */
export function whoAsks({ allow, method, path }: HttpTrigger): Role | undefined {
  if (allow === 'public') return undefined;
  if (allow === 'signed-in') return method === 'POST' && endsSession({ method, path }) ? 'doctor' : 'user';
  if (path.includes('{userId}')) return 'admin';
  const able = rolesThatMay(allow);
  return leastFirst.find((role) => able.includes(role));
}

/** What a seeded person of this role signs in with. */
export function credentialsOf(role: Role) {
  return { email: emailOf(role), password: '{{password}}' };
}

/** The address of the seeded person of this role. */
export function emailOf(role: Role): string {
  return `${role}@polyclinic.test`;
}

function nameOf(role: Role): string {
  return `signInAs${capitalized(role)}`;
}

/** What a sign-in answered, by the path to it within `data`. */
export function answeredTo(role: Role, path: string): string {
  return `{{${nameOf(role)}.response.body.data.${path}}}`;
}
