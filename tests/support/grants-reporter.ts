import { discoverFunctions } from '../../infra/functions.ts';
import { type Finding, findStaleExemptions, findUngranted, findUnneeded } from '../../local/grants/compare.ts';
import { readRecord } from '../../local/grants/record.ts';
import { isFullRun, printLine, type RunConfig, type RunProject, type RunResults } from './full-run.ts';

/**
 * Fails a full run in which a function called what its grants do not cover, or has a grant that no test needed. Jest
 * calls it with `new`.
 */
export default function createGrantsReporter(config: RunConfig, { print = printLine } = {}) {
  let findings: readonly Finding[] = [];
  return {
    async onRunComplete(projects: ReadonlySet<RunProject>, { numFailedTestSuites }: RunResults): Promise<void> {
      const file = process.env.POLYCLINIC_GRANTS_RECORD;
      if (!file || !isFullRun(config, projects)) {
        return print('Grants: not compared with calls, since only a part of the tests ran.');
      }
      const passed = numFailedTestSuites === 0;
      findings = await compare(file, passed);
      if (findings.length > 0) return print(`Grants and calls differ:\n${tableOf(findings)}`);
      print(`Grants: no call went beyond them${passed ? ', and each of them is needed' : ''}.`);
    },
    getLastError: () => (findings.length > 0 ? new Error('Grants and calls differ.') : undefined),
  };
}

/** A test that failed may have been on its way to the one call that needs a grant. */
async function compare(file: string, passed: boolean): Promise<Finding[]> {
  const [functions, used] = [await discoverFunctions(), readRecord(file)];
  const ungranted = findUngranted(functions, used);
  return passed ? [...ungranted, ...findUnneeded(functions, used), ...findStaleExemptions(used)] : ungranted;
}

function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map(({ functionName, action, resource, problem }) => [functionName, action, resource, problem]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`).join('\n');
}
