/** What we use of jest's configuration, of the projects that ran, and of their results. */
export interface RunConfig {
  readonly testPathPatterns: { readonly patterns: readonly string[] };
  readonly testNamePattern?: string | undefined;
  readonly onlyChanged: boolean;
  readonly onlyFailures: boolean;
  readonly findRelatedTests: boolean;
  readonly shard?: object | undefined;
}
export interface RunProject {
  readonly config: { readonly displayName?: { readonly name: string } };
}
export interface RunResults {
  readonly numFailedTestSuites: number;
}

/** Whether all unit and end-to-end tests ran, so that what none of them did can be told. */
export function isFullRun(config: RunConfig, projects: ReadonlySet<RunProject>): boolean {
  const names = [...projects].map(({ config: { displayName } }) => displayName?.name);
  return names.includes('e2e') && !isFiltered(config);
}

function isFiltered(config: RunConfig): boolean {
  const { testPathPatterns, testNamePattern, onlyChanged, onlyFailures, findRelatedTests, shard } = config;
  const byName = testPathPatterns.patterns.length > 0 || Boolean(testNamePattern);
  return byName || onlyChanged || onlyFailures || findRelatedTests || shard !== undefined;
}

/** Prints a paragraph beside jest's own lines. */
export function printLine(text: string): void {
  process.stderr.write(`\n${text}\n`);
}
