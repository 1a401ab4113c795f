import { earliestEnd } from '../deprecation-notice.ts';
import { itemsFor } from './changes.ts';
import type { Finding } from './finding.ts';
import type { Release, Verdict } from './ownership.ts';
import { nextVersion } from './versions.ts';

const mostNamed = 4;

/** Tells what has changed, whom it breaks, and what is to be done about it. */
export function describeVerdicts(verdicts: readonly Verdict[], release: Release): string {
  const closed = verdicts.filter(({ lacks }) => lacks.length === 0);
  const [added, owned] = [closed.filter(breaksNobody), closed.filter((verdict) => !breaksNobody(verdict))];
  const open = verdicts.filter(({ lacks }) => lacks.length > 0);
  const headline = `contract: ${added.length} new, ${owned.length} owned, ${open.length} not owned since ${release.released}`;
  return [
    ...section('New, and breaks nobody:', added),
    ...section('Owned:', owned),
    ...section('Not owned:', open),
    ...(open.length > 0 ? [...whatToDo(open, release), ''] : []),
    headline,
    '',
  ].join('\n');
}

function breaksNobody({ finding }: Verdict): boolean {
  return finding.kind === 'new' || finding.kind === 'notice';
}

function section(heading: string, verdicts: readonly Verdict[]): string[] {
  if (verdicts.length === 0) return [];
  return [heading, ...verdicts.map(({ finding }) => `  ${describeFinding(finding)}`), ''];
}

function describeFinding({ place, what, whom, of = [] }: Finding): string {
  const more = of.length > mostNamed ? ` and ${of.length - mostNamed} more` : '';
  const routes = of.length > 0 ? `: ${of.slice(0, mostNamed).join(', ')}${more}` : '';
  return `${place}: ${what}${whom ? ` (breaks ${whom}${routes})` : ''}`;
}

function whatToDo(open: readonly Verdict[], release: Release): string[] {
  const short = open.filter(({ lacks }) => lacks.includes('time'));
  const breaks = open.filter((verdict) => !short.includes(verdict));
  return [...(short.length > 0 ? [whenToEnd(release)] : []), ...(breaks.length > 0 ? howToOwn(breaks, release) : [])];
}

function whenToEnd({ today }: Release): string {
  return `An end is announced at least six months ahead: for ${earliestEnd(today)}, if it is released today, or later.`;
}

function howToOwn(open: readonly Verdict[], { released, current }: Release): string[] {
  const step = (['major', 'minor'] as const).find((each) => open.some(({ lacks }) => lacks.includes(each)));
  const untold = open.filter(({ lacks }) => lacks.includes('line')).map(({ finding }) => finding);
  const version = step ? nextVersion(released, step) : current;
  return [
    'Take it back, or own it:',
    ...(step ? [`- raise the version in package.json from ${current} to ${version}`] : []),
    ...(untold.length > 0 ? ['- add to contract/CHANGES.md:', '', `## ${version}`, '', ...itemsFor(untold)] : []),
  ];
}
