import { isDate } from '../deprecation-notice.ts';
import { isObject } from '../openapi/json.ts';
import { describePath } from './difference.ts';
import { type Finding, sunsetOf } from './finding.ts';
import { type Json, partOf } from './json.ts';
import { operationsOf } from './operations.ts';

/** A route, parameter, field or message that says when it may go, by where it stands. */
interface Notice {
  readonly path: readonly string[];
  readonly node: Json;
}

/** The ends that are announced anew, come sooner than was promised, or are no promise. */
export function compareNotices(released: Json, current: Json): Finding[] {
  const promised = new Map(noticesOf(released).map(({ path, node }) => [path.join('\n'), sunsetOf(node)]));
  return noticesOf(current).flatMap(({ path, node }) => compareNotice(path, node, promised.get(path.join('\n'))));
}

function compareNotice(path: readonly string[], node: Json, was: string | undefined): Finding[] {
  const [place = '', ...within] = path;
  const part = within.length === 0 ? 'its sunset' : `the sunset of ${describeWithin(within)}`;
  const is = node['x-sunset'];
  const notice = (what: string, sunset?: string): Finding[] => [
    { kind: 'notice', place, what: `${part} ${what}`, sunset },
  ];
  if (typeof is !== 'string' || !isDate(is)) return notice(`is ${JSON.stringify(is)}, which is no calendar date`);
  if (node.deprecated !== true) return notice('stands where nothing is deprecated');
  if (was === undefined) return notice(`is announced for ${is}`, is);
  if (is >= was) return [];
  const what = `${part} is now ${is} in place of ${was}`;
  return [{ kind: 'break', place, what, whom: 'clients that count on the time that they were given' }];
}

const containers: ReadonlySet<string> = new Set(['parameters', 'properties', 'schema', 'payload']);

function describeWithin(steps: readonly string[]): string {
  return describePath(steps.filter((step) => !containers.has(step)).map((step) => (step === 'items' ? '[]' : step)));
}

function noticesOf(document: Json): Notice[] {
  const components = Object.values(partOf(document, 'components')).flatMap((kind) => Object.entries(kind as Json));
  return [...operationsOf(document), ...components].flatMap(([place, node]) => noticesIn(node, [place]));
}

function noticesIn(node: unknown, path: readonly string[]): Notice[] {
  if (Array.isArray(node)) return node.flatMap((each, index) => noticesIn(each, [...path, nameOf(each, index)]));
  if (!isObject(node)) return [];
  const within = Object.entries(node).flatMap(([key, each]) => noticesIn(each, [...path, key]));
  return 'x-sunset' in node && !isObject(node['x-sunset']) ? [{ path, node }, ...within] : within;
}

/** A parameter keeps its name where others come before it. */
function nameOf(item: unknown, index: number): string {
  return isObject(item) && typeof item.name === 'string' ? item.name : String(index);
}
