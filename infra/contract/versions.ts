/** A version by its three numbers. */
type Version = readonly [major: number, minor: number, patch: number];

/** Reads `1.2.3`; throws for anything else. */
export function parseVersion(text: string): Version {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  if (patch === undefined) throw new Error(`${text} is no version of three numbers.`);
  return [Number(major), Number(minor), Number(patch)];
}

/** Whether a text is a version of three numbers. */
export function isVersion(text: string): boolean {
  return /^\d+\.\d+\.\d+$/.test(text);
}

/** Whether the one version comes after the other. */
export function isLater(version: string, other: string): boolean {
  const [numbers, others] = [parseVersion(version), parseVersion(other)];
  const difference = numbers.map((number, index) => number - (others[index] as number)).find((each) => each !== 0);
  return (difference ?? 0) > 0;
}

/** The largest step from one version to a later one. */
export function stepBetween(released: string, current: string): 'major' | 'minor' | 'patch' {
  const [before, after] = [parseVersion(released), parseVersion(current)];
  if (before[0] !== after[0]) return 'major';
  return before[1] === after[1] ? 'patch' : 'minor';
}

/** The first version that is a step above another. */
export function nextVersion(version: string, step: 'major' | 'minor'): string {
  const [major, minor] = parseVersion(version);
  return step === 'major' ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
}
