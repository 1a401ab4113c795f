import { earliestEnd } from '../deprecation-notice.ts';
import { changesBetween, owns } from './changes.ts';
import type { Finding } from './finding.ts';
import { parseVersion, stepBetween } from './versions.ts';

/** What the findings are held to. */
export interface Release {
  /** The version of the released documents. */
  readonly released: string;
  /** The version of the current ones. */
  readonly current: string;
  /** The text of CHANGES.md. */
  readonly changes: string;
  /** The calendar date: what was deprecated may go from its sunset on. */
  readonly today: string;
}

/** A finding, and what it asks for yet: nothing where it is owned. */
export interface Verdict {
  readonly finding: Finding;
  readonly lacks: readonly ('line' | 'major' | 'minor' | 'time')[];
}

/** Says of each finding whether it is owned by the version and by a line; the current version is no earlier one. */
export function judge(findings: readonly Finding[], release: Release): Verdict[] {
  const { released, current } = release;
  const items = changesBetween(release.changes, released, current);
  return findings.map((finding) => {
    if (finding.kind === 'notice') return { finding, lacks: isLongEnough(finding, release) ? [] : ['time'] };
    if (finding.kind === 'new' || hasSet(finding, release)) return { finding, lacks: [] };
    const step = stepFor(finding, released);
    const isReached =
      step === 'minor' ? stepBetween(released, current) !== 'patch' : stepBetween(released, current) === step;
    const isTold = items.some((item) => owns(item, finding));
    return { finding, lacks: [...(isReached ? [] : [step]), ...(isTold ? [] : (['line'] as const))] };
  });
}

/** An end is as far from the day of its release as clients are promised, whatever day it says that it was announced on. */
function isLongEnough({ sunset }: Finding, { today }: Release): boolean {
  return sunset !== undefined && sunset >= earliestEnd(today);
}

/** From 1.0 on what was deprecated may go once its period is over. */
function hasSet({ sunset }: Finding, { released, today }: Release): boolean {
  return isStable(released) && sunset !== undefined && sunset <= today;
}

function stepFor({ kind }: Finding, released: string): 'major' | 'minor' {
  return kind === 'break' && isStable(released) ? 'major' : 'minor';
}

function isStable(version: string): boolean {
  return parseVersion(version)[0] > 0;
}
