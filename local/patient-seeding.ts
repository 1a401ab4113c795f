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
}

/** Begins to make the seeded patients that are missing; where that fails the cloud goes on, and says so. */
export function startPatientSeeding({ most, invoke, report }: PatientSeedingOptions): PatientSeeding {
  let stopping = false;

  async function seed(): Promise<void> {
    const missing = (await invoke('find-missing-patients', most)) as readonly string[];
    if (missing.length === 0) return;
    report(`seeding ${told(missing.length)} in the background`);
    const began = performance.now();
    let made = 0;
    // One after the other, so that the developer's own requests have the database, too.
    for (const id of missing) {
      if (stopping) return;
      if (await invoke('seed-patient', id)) made += 1;
    }
    report(`seeded ${told(made)} in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  }

  if (most > 0)
    void seed().catch((error: unknown) => {
      if (!stopping) report(`seeding patients ended early, and the next start goes on: ${error}`);
    });
  return {
    stop() {
      stopping = true;
    },
  };
}

function told(count: number): string {
  return count === 1 ? 'a patient' : `${count} patients`;
}
