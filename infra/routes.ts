import { successOf } from '../lib/http/reply.ts';
import type { FunctionDefinition, Trigger } from './functions.ts';

/** docs/routes.md: a line a function, so that an added endpoint is an added line. */
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
    '',
    ...table('http', 'HTTP', '| route | who | success | what | file |'),
    ...table('queue', 'Queues', '| queue | batch | what | file |'),
    ...table('stream', 'Streams', '| table | changes | what | file |'),
    ...table('schedule', 'Schedules', '| rate | what | file |'),
  ].join('\n');
}

function rowOf({ file, summary, trigger }: FunctionDefinition): string {
  const link = `[${file.replace('functions/', '')}](../${file})`;
  return `| ${[...cellsOf(trigger), summary.replaceAll('|', '\\|'), link].join(' | ')} |`;
}

function cellsOf(trigger: Trigger): (string | number)[] {
  switch (trigger.kind) {
    case 'http': {
      const who = typeof trigger.allow === 'string' ? trigger.allow : trigger.allow.join(', ');
      if (trigger.path === '$default') return ['`$default`', who, 'none: 404'];
      return [`\`${trigger.path}\` ${trigger.method}`, who, successOf(trigger).status];
    }
    case 'queue':
      return [trigger.queue, trigger.batchSize];
    case 'stream':
      return [trigger.table, trigger.changes.join(', ')];
    case 'schedule':
      return [trigger.rate];
  }
}
