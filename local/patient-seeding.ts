import type { Invoke } from './triggers/poller.ts';

/** The making of patients while the cloud serves already. */
export interface PatientSeeding {
  /** Ends it after the patient that is being made; the next start goes on. */
  stop(): void;
}

interface PatientSeedingOptions {
  /** How many patients there are to be. */
  readonly most: number;
  /** Runs the chores of `function-host.ts`. */
  readonly invoke: Invoke;
  readonly report: (message: string) => void;
  /** What is said once more at the end, since what the functions wrote meanwhile has pushed it away. */
  readonly reminder: string;
}

/** Begins to make the seeded patients that are missing; where that fails the cloud goes on, and says so. */
export function startPatientSeeding({ most, invoke, report, reminder }: PatientSeedingOptions): PatientSeeding {
  let stopping = false;
  let made = 0;

  async function seed(): Promise<void> {
    const missing = (await invoke('find-missing-patients', most)) as readonly string[];
    if (missing.length === 0) return;
    report(`seeding ${told(missing.length)} in the background`);
    await make(missing).catch(tellUnlessStopping);
    if (made > 0 && !stopping) report(reminder);
  }

  async function make(missing: readonly string[]): Promise<void> {
    const began = performance.now();
    // One after the other, so that the developer's own requests have the database, too.
    for (const id of missing) {
      if (stopping) return;
      if (await invoke('seed-patient', id)) made += 1;
    }
    report(`seeded ${told(made)} in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  }

  function tellUnlessStopping(error: unknown): void {
    if (!stopping) report(`seeding patients ended early, and the next start goes on: ${error}`);
  }

  if (most > 0) void seed().catch(tellUnlessStopping);
  return {
    stop() {
      stopping = true;
    },
  };
}

function told(count: number): string {
  return count === 1 ? 'a patient' : `${count} patients`;
}
