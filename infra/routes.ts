import { type Permission, type Role, roles } from '../lib/access/permissions.ts';
import { permissionsOf } from '../lib/domains/declared/permissions.ts';
import { successOf } from '../lib/http/reply.ts';
import type { Allow } from '../lib/http/trigger.ts';
import type { FunctionDefinition, Trigger } from './functions.ts';
import { deadLetterQueue, queueOf } from './queues.ts';

/** Writes docs/routes.md, with one line a function, so that an added endpoint is an added line. */
export function describeRoutes(functions: readonly FunctionDefinition[]): string {
  const table = (kind: Trigger['kind'], heading: string, columns: string) => {
    const rows = functions
      .filter(({ trigger }) => trigger.kind === kind)
      .map(rowOf)
      .sort();
    if (rows.length === 0) return [];
    return [`## ${heading}`, '', columns, columns.replace(/[^|]+/g, ' --- '), ...rows, ''];
  };
  return [
    '# Functions',
    '',
    'Made by `npm run routes` from the triggers in `functions/`; do not edit it by hand.',
    '*Who* are the roles that may try; on whose objects is the service’s to say, and an object that is not theirs looks absent.',
    'An API key may call what needs a permission that is among its scopes.',
    '',
    ...table('http', 'HTTP', '| route | who | permission | success | what | file |'),
    ...describeFilters(functions),
    ...table('queue', 'Queues', '| queue | batch | what | file |'),
    ...table('dead-letters', 'Dead letters', '| queues | batch | what | file |'),
    ...table('stream', 'Streams', '| table | changes | what | file |'),
    ...table('schedule', 'Schedules', '| rate | what | file |'),
  ].join('\n');
}

/** Writes what each filter of each list costs. */
function describeFilters(functions: readonly FunctionDefinition[]): string[] {
  const rows = functions.flatMap(({ trigger }) => {
    if (trigger.kind !== 'http') return [];
    const filters = Object.entries(trigger.filters ?? {});
    return filters.map(([filter, cost]) => `| \`${trigger.path}\` | \`${filter}\` | ${cost} |`);
  });
  if (rows.length === 0) return [];
  return [
    '## Filters of lists',
    '',
    'A list costs what its page shows, however much there is. What sifts leaves out some of the 100 or 200 entries that a page',
    'then looks at, so that it may hold few or none and yet go on.',
    '',
    '| route | filter | what it is |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ];
}

function rowOf({ file, summary, trigger }: FunctionDefinition): string {
  const link = `[${file.replace('functions/', '')}](../${file})`;
  const what = `${noticeOf(trigger)}${summary}`.replaceAll('|', '\\|');
  return `| ${[...cellsOf(trigger), what, link].join(' | ')} |`;
}

/** The announced end of a route, which stands before what it does. */
function noticeOf(trigger: Trigger): string {
  if (trigger.kind !== 'http' || !trigger.deprecated) return '';
  const { sunset, successor } = trigger.deprecated;
  return `**Deprecated**, until ${sunset}${successor === undefined ? '' : `: use \`${successor}\``}. `;
}

function cellsOf(trigger: Trigger): (string | number)[] {
  switch (trigger.kind) {
    case 'http': {
      const [who, permission] = whoMayCall(trigger.allow);
      if (trigger.path === '$default') return ['`$default`', who, permission, 'none: 404'];
      return [`\`${trigger.path}\` ${trigger.method}`, who, permission, successOf(trigger).status];
    }
    case 'queue':
      return [trigger.queue, queueOf(trigger.queue).batch];
    case 'dead-letters':
      return ['the dead-letter queue of each', deadLetterQueue.batch];
    case 'stream':
      return [
        trigger.table,
        `${trigger.changes.join(', ')}${trigger.sortKey === undefined ? '' : ` of \`${trigger.sortKey}\``}`,
      ];
    case 'schedule':
      return [trigger.rate];
  }
}

/** The roles that may call, and the permissions that they need; an API key may call where its scopes hold these. */
function whoMayCall(allow: Allow): readonly [string, string] {
  if (typeof allow === 'string') return [allow, ''];
  const able = rolesThatMay(allow);
  const who = able.length === roles.length ? 'every role' : able.join(', ');
  return [who, allow.map((permission) => `\`${permission}\``).join(', ')];
}

/** The roles that have all of these permissions. */
export function rolesThatMay(permissions: readonly Permission[]): Role[] {
  return roles.filter((role) => permissions.every((permission) => permissionsOf([role]).has(permission)));
}
