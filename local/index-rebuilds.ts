import { systemClock as clock } from '../lib/clock.ts';
import { doctorIndex } from '../lib/domains/clinic/doctors/doctor-index.ts';
import { patientIndex } from '../lib/domains/clinic/patients/patient-index.ts';
import { peopleIndex } from '../lib/domains/identity/users/people-index.ts';
import { auditActionIndex } from '../lib/domains/operations/audit/action-index.ts';
import { createBuiltMark } from '../lib/indexing/built-mark.ts';
import type { Index } from '../lib/indexing/definition.ts';
import { createIndexRebuild, type Progress } from '../lib/indexing/rebuild.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { writeAlone } from '../lib/live/write-alone.ts';
import { scanTable as scan } from './table-scan.ts';

/** An index that can be made again. */
interface IndexRebuild {
  readonly name: string;
  /** Makes it again from its records, while it is in use. */
  rebuild(report: (progress: Progress) => void): Promise<Progress>;
  /** Makes it where that was never done; what was stored before it had a stream is in no stream. */
  buildOnce(): Promise<void>;
}

/** Every index of the stage that the environment names. */
export const indexRebuilds: readonly IndexRebuild[] = [
  rebuildOf(peopleIndex),
  rebuildOf(auditActionIndex),
  rebuildOf(doctorIndex),
  rebuildOf(patientIndex),
];

function rebuildOf<R>(index: Index<R>): IndexRebuild {
  const mark = createBuiltMark(index, { read, writeAlone, clock });
  const make = createIndexRebuild(index, { read, commit, writeAlone, scan });
  const rebuild: IndexRebuild['rebuild'] = async (report) => {
    const progress = await make(report);
    if (progress.failed === 0) await mark.set();
    return progress;
  };
  return {
    name: index.name,
    rebuild,
    async buildOnce() {
      if (!(await mark.isSet())) await rebuild(() => undefined);
    },
  };
}
