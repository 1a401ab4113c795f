import type { Finding } from './finding.ts';
import { isLater } from './versions.ts';

/** The items of CHANGES.md under the headings of the versions after the released one, up to the current one. */
export function changesBetween(text: string, released: string, current: string): string[] {
  const sections = readable(text).split(/^## +/m).slice(1);
  return sections.filter((section) => isBetween(headingOf(section), released, current)).flatMap(itemsOf);
}

const comment = /<!--[\s\S]*?(?:-->|(?![\s\S]))/;
const fence = /^[ \t]*(?<marks>`{3,}|~{3,})[\s\S]*?(?:^[ \t]*\k<marks>[`~]*[ \t]*$|(?![\s\S]))/;
const unread = new RegExp(`${comment.source}|${fence.source}`, 'gm');

/** What readers see of a text as such: neither comments nor what stands in fences, in the lines of any system. */
function readable(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(unread, '');
}

/** The version of a heading, also as `[0.2.0]` or `v0.2.0`; one that goes on to a candidate's is none. */
function headingOf(section: string): string {
  return /^\[?v?(\d+\.\d+\.\d+)(?![\w.+-])/.exec(section)?.[1] ?? '0.0.0';
}

function isBetween(version: string, released: string, current: string): boolean {
  return isLater(version, released) && !isLater(version, current);
}

/** An item goes on where its lines are indented; backticks are for the reader. */
function itemsOf(section: string): string[] {
  return section
    .replaceAll('`', '')
    .replace(/\n {2,}/g, ' ')
    .split('\n')
    .flatMap((line) => /^[-*] (.*\S)/.exec(line)?.[1] ?? []);
}

/** Whether an item names the finding: the place, or several with commas between them, and then what has changed there. */
export function owns(item: string, { place, what }: Finding): boolean {
  const end = item.indexOf(': ');
  const places = item.slice(0, end).split(', ');
  const told = item.slice(end + 2);
  return places.includes(place) && (told === what || /^([.;]( |$)| \()/.test(rest(told, what)));
}

/** What a text goes on with after its beginning; itself where it begins in another way. */
function rest(text: string, beginning: string): string {
  return text.startsWith(beginning) ? text.slice(beginning.length) : '';
}

/** The items that would own these findings, one for all places in which the same has changed. */
export function itemsFor(findings: readonly Finding[]): string[] {
  const groups = Map.groupBy(findings, ({ what }) => what);
  return [...groups].map(([what, group]) => `- ${[...new Set(group.map(({ place }) => place))].join(', ')}: ${what}`);
}
