import { logIn, logInSeeded, registerUnverified, verify } from './accounts.ts';
import type { Client } from './client.ts';
import type { OpenClinic } from './clinic-opening.ts';
import type { Family } from './clinic-reception.ts';
import { createDesk, type Desk } from './desk.ts';
import { chapter, expect, say } from './narration.ts';

/** Changes a record at two desks at once, and names a doctor in charge. */
export async function changeRecord({ reception, doctor, doctorId }: OpenClinic, { motherId }: Family): Promise<void> {
  chapter('Changes');
  const path = `/v1/patients/${motherId}`;
  const { etag } = expect('two desks read a record', await reception.get(path), 200);
  expect('one changes it', await reception.patch(path, { primaryDoctorId: doctorId }, etag), 200);
  const late = await doctor.patch(path, { phone: '+12125550148' }, etag);
  expect('the other one had the version before', late, 412, 'STALE_VERSION');
  const elsewhere = { primaryDoctorId: '019a0000-0000-7000-8000-00000000a004' };
  expect('a doctor of another clinic', await reception.patch(path, elsewhere), 422, 'UNKNOWN_REFERENCE');
  const found = await doctor.listOnce(`/v1/patients?doctorId=${doctorId}`, (patients) => patients.length === 1);
  expect('GET /v1/patients?doctorId=… of the doctor in charge', found, 200);
}

/** Looks at the record from another clinic, where it looks absent. */
export async function lookFromElsewhere(client: Client, { motherId }: Family): Promise<void> {
  chapter('From another clinic');
  const north = createDesk(client, await logInSeeded(client, 'staff'));
  expect('its staff opens the record', await north.get(`/v1/patients/${motherId}`), 404, 'PATIENT_NOT_FOUND');
  const { data } = expect('and looks for it', await north.get('/v1/patients?q=conceicao'), 200);
  if (data.length > 0) throw new Error('another clinic found the patient');
}

/** Links the mother's account to both patients; answers her desk. */
export async function linkFamily(client: Client, { reception }: OpenClinic, family: Family): Promise<Desk> {
  chapter('Her own account');
  const { motherId, childId, email } = family;
  await registerUnverified(client, email, 'Inês Conceição');
  const link = (patientId: string) => reception.put(`/v1/patients/${patientId}/link`, { email });
  expect('an address that is not proved', await link(motherId), 422, 'EMAIL_NOT_VERIFIED');
  await verify(client, email);
  expect('linked to her own record', await link(motherId), 200);
  expect('and to that of her child', await link(childId), 200);
  const { accessToken } = (await logIn(client, email)).data;
  const own = createDesk(client, accessToken);
  const list = await own.listOnce('/v1/patients', (patients) => patients.length === 2);
  const { data } = expect('GET /v1/patients as she sees it', list, 200);
  say(`    ${data.map(({ name }: { name: string }) => name).join(', ')}`);
  const record = expect('she opens her record', await own.get(`/v1/patients/${motherId}`), 200).data;
  if ('internalNotes' in record) throw new Error('she sees the internal notes');
  say(`  it has her allergies (${record.allergies}), and no internal notes`);
  return own;
}

/** Tells her who has looked at her record. */
export async function tellWhoLooked(own: Desk, { motherId }: Family): Promise<void> {
  chapter('Who looked');
  const accesses = expect('GET /v1/patients/…/accesses', await own.get(`/v1/patients/${motherId}/accesses`), 200);
  for (const { time, what, by } of accesses.data) say(`    ${time}  ${what}  ${by.name ?? by.kind}`);
}

/** Deletes a record and brings it back; the clinic, which is in use, stays. */
export async function deleteAndRestore(admin: Desk, { reception, id }: OpenClinic, { childId }: Family): Promise<void> {
  chapter('Deleted and restored');
  const path = `/v1/patients/${childId}`;
  expect('DELETE /v1/patients/…', await reception.remove(path), 204);
  expect('it is gone', await reception.get(path), 404, 'PATIENT_NOT_FOUND');
  expect('and back', await reception.post(`${path}/restore`), 200);
  const refused = expect('the clinic is in use', await admin.remove(`/v1/clinics/${id}`), 409, 'CLINIC_IN_USE');
  say(
    `  by ${Object.entries(refused.body.heldBy ?? {})
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}`,
  );
}
