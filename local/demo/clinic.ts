import { findCloudPlace, forgetCloudPlace, startCloud } from '../temporary-cloud.ts';
import { logInSeeded } from './accounts.ts';
import { createClient } from './client.ts';
import { passOn, raceForSlot, reschedule, tellInvitations } from './clinic-day.ts';
import { openClinic } from './clinic-opening.ts';
import { showHours } from './clinic-practice.ts';
import { findPatients, registerFamily, registerTwice } from './clinic-reception.ts';
import { changeRecord, deleteAndRestore, linkFamily, lookFromElsewhere, tellWhoLooked } from './clinic-records.ts';
import { remind } from './clinic-reminder.ts';
import { createDesk } from './desk.ts';
import { say } from './narration.ts';

// This walks through the days of a clinic, over HTTP on a local cloud of its own, and says at each step what happened. A step
// with another result than expected ends the walk with exit code 1.

const place = await findCloudPlace();
say('A local cloud of the demo’s own starts …');
const cloud = await startCloud(place);
try {
  const client = createClient(cloud.apiUrl, cloud.mailboxUrl);
  const admin = createDesk(client, await logInSeeded(client, 'admin'));
  const clinic = await openClinic(client, admin);
  const family = await registerFamily(clinic);
  await registerTwice(clinic, family);
  await findPatients(clinic, family);
  await changeRecord(clinic, family);
  await lookFromElsewhere(client, family);
  const own = await linkFamily(client, clinic, family);
  await tellWhoLooked(own, family);
  await deleteAndRestore(admin, clinic, family);
  const practice = await showHours(clinic);
  const booked = await raceForSlot(practice);
  const moved = await reschedule(practice, booked);
  await passOn(client, practice, moved);
  await tellInvitations(client, moved);
  await remind(client, admin, clinic);
  say('\nAll of it went as it should.');
} catch (error) {
  say(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await cloud.end('SIGTERM');
  await forgetCloudPlace(place);
}
