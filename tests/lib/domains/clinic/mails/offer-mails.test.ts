import { beforeEach, describe, expect, it } from '@jest/globals';
import { holds, insertHold } from '../../../../../lib/domains/clinic/appointments/hold-repository.ts';
import { createMailSources } from '../../../../../lib/domains/clinic/appointments/mail-sources.ts';
import { createMails } from '../../../../../lib/domains/mails.ts';
import { type Appointments, aDoctor, createAppointments, mondayAtNine } from '../../../../support/appointments.ts';
import { northClinic } from '../../../../support/clinics.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { memberOf } from '../../../../support/patients.ts';
import { allData, buildEvent, parseMailEvent } from '../../../mail/build-event.ts';
import { buildSources } from '../../../mail/sources.ts';

const { holdId, entryId } = allData;

let database: MemoryDatabase;
let appointments: Appointments;
let patientId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  patientId = (await appointments.patients.register({ name: 'Grace Hopper', email: 'grace@example.test' })).id;
});

/** Keeps nine o’clock for the patient until ten minutes from now. */
function offer(to: { readonly patientId?: string } = { patientId }) {
  const endsAt = '2026-03-09T12:10:00.000Z';
  const end = '2026-03-16T13:30:00.000Z';
  const hold = {
    id: holdId,
    doctorId: aDoctor,
    clinicId: northClinic,
    start: mondayAtNine,
    end,
    busyUntil: end,
    endsAt,
  };
  return appointments.commit([insertHold({ ...hold, entryId, ...to })]);
}

async function mail() {
  const sources = createMailSources({ ...appointments, sender: () => 'no-reply@polyclinic.test' });
  const clinic = { ...sources, clientUrl: () => 'https://client.test' };
  const event = parseMailEvent(buildEvent('waiting-list.offered', { ...allData, patientId }));
  const [found] = createMails({ identity: buildSources(), clinic }).filter(
    ({ event: { type } }) => type === event.type,
  );
  const recipient = await found?.findRecipient(event);
  return recipient && found?.write(event, recipient);
}

describe('the mail about a slot that is offered', () => {
  it('tells what, where and when, until when it is kept, and where it is taken', async () => {
    await offer();

    const written = await mail();

    expect(written?.to.address).toBe('grace@example.test');
    expect(written?.text).toContain('\nWhat: Appointment with Dr Ada Lovelace\n');
    expect(written?.text).toContain('\nWhere: North\n');
    expect(written?.text).toContain('\nWhen: 16 March 2026 at 09:00 UTC−4\n');
    expect(written?.text).toContain('kept for you until 9 March 2026 at 08:10 UTC−4.');
    expect(written?.text).toContain(`\nhttps://client.test/appointments/offers/${holdId}\n`);
    expect(written).not.toHaveProperty('calendar');
  });

  it('is not written for an offer that is over, also where its item is there still', async () => {
    await offer();
    appointments.clock.advance(601);

    await expect(mail()).rejects.toMatchObject({ name: 'Drop', code: 'OFFER_OVER' });
    expect(database.itemsOf('clinic').some(({ entity }) => entity === holds.name)).toBe(true);
  });

  it('is not written for an offer that is taken, and for a hold that was never offered', async () => {
    await expect(mail()).rejects.toMatchObject({ code: 'OFFER_OVER' });
    await offer({});
    await expect(mail()).rejects.toMatchObject({ code: 'OFFER_OVER' });
  });

  it('goes to no patient who is deleted', async () => {
    await offer();
    await appointments.patients.deletions.delete(memberOf('staff'), { patientId });

    expect(await mail()).toBeUndefined();
  });
});
