import { readCommandLine, stageOptions } from '../infra/command-line.ts';
import { zoneCheckEnvironment } from '../infra/zone-check-environment.ts';
import { systemClock as clock } from '../lib/clock.ts';
import { createWallCheck, type MovedWall } from '../lib/domains/clinic/appointments/wall-check.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { zonesVersion as zones } from '../lib/zone-table.ts';
import { functionEnvironment } from './function-environment.ts';
import { runOperatorCommand } from './operator-command.ts';
import { stage as local, localSettings } from './settings.ts';

// This compares the appointments to come of a stage with the zones that ship, and tells admins once of those at which clocks will
// show another time than when they were booked. Without `--stage` it is the local one, which has to be running. It exits with 1
// when there are such.
const usage = 'Options: [--stage <stage>] [--region <region>]';

await runOperatorCommand(async () => {
  const options = readCommandLine({ usage, options: stageOptions(local) }).values;
  const isLocal = options.stage === local;
  Object.assign(process.env, isLocal ? functionEnvironment(localSettings()) : zoneCheckEnvironment(options));
  const { checked, moved, told } = await createWallCheck({ read, commit, clock, zones })();
  if (moved.length > 0) process.exitCode = 1;
  const heading = `${checked} appointments to come were compared with the zones ${zones}: ${moved.length} show another time, of which ${told} admins are told`;
  return [heading, ...moved.map(describe)].join('\n');
});

function describe({ id, doctorId, clinicId, timeZone, before, after }: MovedWall): string {
  return `${id} of doctor ${doctorId} at clinic ${clinicId}, ${timeZone}: ${before} when it was booked, ${after} now`;
}
