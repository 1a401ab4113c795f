import { isDate } from '../deprecation-notice.ts';

/** One change of the contract, told to whom it breaks. */
export interface Finding {
  /** `code` is a problem's code that is new or gone, `notice` an end that is announced, `new` what breaks nobody. */
  readonly kind: 'break' | 'code' | 'notice' | 'new';
  /** The route, model, event or queue that has changed. */
  readonly place: string;
  /** What has changed there; with the place it is the text by which a line of CHANGES.md owns it. */
  readonly what: string;
  /** Whom it breaks: `clients that send it`. */
  readonly whom?: string;
  /** The routes or queues that are broken, where the place is none of them. */
  readonly of?: readonly string[];
  /** The calendar date from which it may go, where its end was announced. */
  readonly sunset?: string | undefined;
}

/** Puts findings of one text together, which a model gives for each route that it stands in. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const groups = Map.groupBy(findings, ({ kind, place, what }) => [kind, place, what].join('\n'));
  return [...groups.values()].map((group) => ({ ...(group[0] as Finding), ...mergedReaders(group) }));
}

function mergedReaders(group: readonly Finding[]): Pick<Finding, 'whom' | 'of'> {
  const whom = [...new Set(group.flatMap((each) => each.whom ?? []))].join(', and ');
  const of = [...new Set(group.flatMap((each) => each.of ?? []))].sort();
  return { ...(whom && { whom }), ...(of.length > 0 && { of }) };
}

/** The day from which a deprecated route, field or event may go, as its document says; any other text is no promise. */
export function sunsetOf(node: Readonly<Record<string, unknown>>): string | undefined {
  const sunset = node['x-sunset'];
  return node.deprecated === true && typeof sunset === 'string' && isDate(sunset) ? sunset : undefined;
}
