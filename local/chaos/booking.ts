import { day } from '../../lib/clock.ts';
import { seededClinics } from '../../lib/domains/clinic/seeds/clinics.ts';
import { seededDoctors } from '../../lib/domains/clinic/seeds/doctors.ts';
import { seededPassword } from '../../lib/domains/identity/seeds/people.ts';
import { toInstants } from '../../lib/zoned-time.ts';
import type { Flow, Left, Passage, Surroundings } from './flow.ts';
import { settles, wordsFor } from './settling.ts';

const [{ timeZone }] = seededClinics;
const [doctor] = seededDoctors;

/** A patient is booked, moved and cancelled, of which each is mailed with an invitation; the slots are free again for the next. */
export const booking: Flow = {
  name: 'booking',
  // Each of the three entries of the audit is listed by its action, and each time of the appointment had its reminder, which is
  // left to come to nothing.
  items: { 'index index-entry': 3, 'platform due': 2 },
  leavesWaiting: true,
  events: ['appointment.booked', 'appointment.rescheduled', 'appointment.cancelled'],
  audit: ['appointment.booked', 'appointment.rescheduled', 'appointment.cancelled'],
  mails: ['Your appointment is booked', 'Your appointment has a new time', 'Your appointment is cancelled'],

  begin(number): Passage {
    const client = createClient(number);
    return {
      prepare: client.prepare,
      steps: { book: client.book, move: client.move, cancel: client.cancel },
      complaintsAbout,
    };
  },
};

/** Somebody at the desk, who sends each request again with the same key until there is an answer. */
function createClient(number: number) {
  let authorization = '';
  let patientId = '';
  let path = '';

  async function post(
    { send }: Surroundings,
    to: string,
    body: object,
    status: number,
  ): Promise<{ readonly id: string }> {
    const answer = await send(to, body, { authorization, 'idempotency-key': `${number} ${to}` });
    if (!settles(answer, status)) throw new Error(`POST ${to} answered ${wordsFor(answer)}`);
    return answer.data as { readonly id: string };
  }

  return {
    async prepare(surroundings: Surroundings) {
      authorization = await signIn(surroundings);
      const patient = { name: 'Ada Lovelace', email: `ada-${number}@example.com`, phone: '2125550123' };
      patientId = (await post(surroundings, '/v1/patients', patient, 201)).id;
    },
    async book(surroundings: Surroundings) {
      const wish = { doctorId: doctor?.id, patientId, start: slotAt('10:00'), reason: 'Cough' };
      path = `/v1/appointments/${(await post(surroundings, '/v1/appointments', wish, 201)).id}`;
    },
    move: async (surroundings: Surroundings) =>
      void (await post(surroundings, `${path}/reschedule`, { start: slotAt('10:30') }, 200)),
    cancel: async (surroundings: Surroundings) => void (await post(surroundings, `${path}/cancel`, {}, 200)),
  };
}

async function signIn({ send }: Surroundings): Promise<string> {
  const answer = await send('/v1/auth/login', {
    email: 'staff@polyclinic.test',
    password: seededPassword,
    transport: 'body',
  });
  if (answer.status !== 200) throw new Error(`signing in answered ${wordsFor(answer)}`);
  return `Bearer ${(answer.data as { accessToken: string }).accessToken}`;
}

/** A time of the clinic’s wall on a workday of the doctor, some days from now. */
function slotAt(time: string): string {
  const soon = Array.from({ length: 7 }, (_, index) => new Date(Date.now() + (3 + index) * day));
  const workday = soon.find((each) => each.getUTCDay() === 3) ?? new Date();
  const [slot] = toInstants({ date: workday.toISOString().slice(0, 10), time }, timeZone);
  return slot?.toISOString() ?? '';
}

function complaintsAbout({ all, items }: Left): string[] {
  const [appointment, ...others] = items.filter(({ entity }) => entity === 'appointment');
  const cells = all.flatMap((item) => Object.keys(item).filter((name) => /^c\d{3}$/.test(name)));
  const counted = items.find(({ entity }) => entity === 'patient-counts')?.appointments;
  return [
    ...(appointment?.status === 'cancelled' && appointment.sequence === 2 ? [] : ['it is not cancelled, or not once']),
    ...others.map(() => 'another appointment'),
    ...(cells.length > 0 ? [`${cells.length} cells that nobody gave up`] : []),
    ...(counted === 0 ? [] : [`${counted} appointments are counted of the patient, not 0`]),
  ];
}
