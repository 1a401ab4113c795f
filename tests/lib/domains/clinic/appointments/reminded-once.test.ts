import { describe, expect, it } from '@jest/globals';
import { minute, second } from '../../../../../lib/clock.ts';
import { reminderTimeOf } from '../../../../../lib/domains/clinic/appointments/reminders.ts';
import { aDoctor, plantDoctor } from '../../../../support/appointments.ts';
import { withLogLines } from '../../../../support/log-lines.ts';
import { memberOf } from '../../../../support/patients.ts';
import { seededRandom } from '../../../../support/random.ts';
import { createRemindedClinic, type RemindedClinic, type Told } from '../../../../support/reminded-clinic.ts';
import { sizes } from '../../../../support/sizes.ts';

const staff = memberOf('staff');
/** The Sunday before, five minutes before the first of the reminders. */
const from = '2026-03-15T12:55:00.000Z';
const timeZone = 'America/New_York';
/** Monday from nine to eleven on the wall, each half hour. */
const starts = [0, 1, 2, 3, 4].map((half) =>
  new Date(Date.parse('2026-03-16T13:00:00.000Z') + half * 30 * minute).toISOString(),
);
const reminderAt = (start: string) => reminderTimeOf({ start, timeZone }).getTime();

/** Which start each appointment had with each sequence. */
type Starts = Map<string, string>;

/** An appointment is booked and changed up to four times, often at the moment of which its patient is to be reminded. */
async function live(clinic: RemindedClinic, number: number, random: () => number, known: Starts): Promise<void> {
  const { appointments, time, clock } = clinic;
  const anyStart = (but?: string) => {
    const others = starts.filter((start) => start !== but);
    return others[Math.floor(others.length * random())] ?? from;
  };
  const doctorId = aDoctor.replace(/.{4}$/, String(number).padStart(4, '0'));
  plantDoctor(clinic.database, { id: doctorId });
  const { id: patientId } = await appointments.patients.register();
  await time.sleep(4 * minute * random());
  let start = anyStart();
  const { id } = await appointments.book({ patientId, doctorId, start });
  known.set(`${id} 0`, start);
  let before = start;
  for (let sequence = 1; sequence <= Math.floor(5 * random()); sequence++) {
    const left = Math.max(0, reminderAt(start) - clock().getTime());
    await time.sleep(random() < 0.6 ? Math.max(0, left - 3 * second + 6 * second * random()) : left * random());
    if (random() < 0.25) return void (await appointments.transitions.cancel(staff, id, {}));
    [start, before] = [random() < 0.4 && before !== start ? before : anyStart(start), start];
    await appointments.rescheduling.reschedule(staff, id, { start });
    known.set(`${id} ${sequence}`, start);
  }
}

/** Ticks until all is over: late, and every second time twice at once. */
async function tickBadly({ tick, time }: RemindedClinic, random: () => number): Promise<void> {
  for (let round = 0; round < 140; round++) {
    const late = 40 * second * random();
    await time.sleep(late);
    await Promise.all(round % 2 === 0 ? [tick(), tick()] : [tick()]);
    await time.sleep(minute - late);
  }
}

/** What is wrong with the reminders of one appointment; nothing where each came once, in its minute, and of what was so then. */
function faultsOf(its: readonly Told[], known: Starts): string[] {
  const states = its.filter(({ type }) => !/remind/.test(type));
  return states.flatMap(({ appointmentId, sequence, at, type }, index) => {
    const start = known.get(`${appointmentId} ${sequence}`);
    const reminders = its.filter((each) => each.type === 'appointment.reminded' && each.sequence === sequence);
    const [came] = reminders;
    if (start === undefined || type === 'appointment.cancelled') return came ? ['reminded of what is cancelled'] : [];
    const until = states[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    const due = reminderAt(start);
    const isPlanned = due > at;
    if (reminders.length > 1) return [`reminded ${reminders.length} times`];
    if (came && !(isPlanned && came.at >= due && came.at <= until))
      return [`reminded ${came.at - due} ms after it was due`];
    const isMissed = isPlanned && until > due + minute && !(came && came.at <= due + minute);
    return isMissed ? [`not reminded of ${start}`] : [];
  });
}

describe(`${sizes.remindedAppointments} appointments that are moved, moved back and cancelled`, () => {
  it.each([1, 2, 3])('are told of once each, at their time and as they are then, in course %d', async (seed) => {
    const random = seededRandom(seed);
    const clinic = await createRemindedClinic(from, random);
    const known: Starts = new Map();
    const numbers = Array.from({ length: sizes.remindedAppointments }, (_, number) => number);

    await withLogLines(() =>
      clinic.time.run(async () => {
        await Promise.all([...numbers.map((number) => live(clinic, number, random, known)), tickBadly(clinic, random)]);
        await clinic.settle();
      }),
    );

    const byAppointment = Map.groupBy(
      clinic.told.filter(({ appointmentId }) => appointmentId),
      (each) => each.appointmentId,
    );
    expect([...byAppointment.values()].flatMap((its) => faultsOf(its, known))).toEqual([]);
    expect(clinic.told.filter(({ type }) => type === 'appointment.reminded').length).toBeGreaterThan(
      numbers.length / 2,
    );
    expect(clinic.told.some(({ type }) => type === 'appointment.cancelled')).toBe(true);
  });
});
