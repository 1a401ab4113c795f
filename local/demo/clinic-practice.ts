import type { OpenClinic } from './clinic-opening.ts';
import { chapter, expect, say } from './narration.ts';

/** A doctor who can be booked, with the next slots that are free. */
export interface Practice extends OpenClinic {
  readonly slots: readonly string[];
}

const day = 24 * 60 * 60_000;

/** Shows when a doctor can be booked in the two weeks from the day after tomorrow on. */
export async function showHours(clinic: OpenClinic): Promise<Practice> {
  chapter('Hours');
  const from = new Date(Date.now() + 2 * day);
  const to = new Date(from.getTime() + 14 * day);
  const path = `/v1/doctors/${clinic.doctorId}/slots?from=${from.toISOString()}&to=${to.toISOString()}`;
  const { data } = expect('GET /v1/doctors/…/slots', await clinic.reception.get(path), 200);
  const slots = (data as { readonly start: string }[]).map(({ start }) => start);
  say(`  ${slots.length} in two weeks, from ${slots[0]} on`);
  const [night] = slots.map((start) => `${start.slice(0, 11)}03:00:00.000Z`);
  const atNight = `/v1/doctors/${clinic.doctorId}/slots?from=${night}&to=${String(night).replace('T03', 'T05')}`;
  const { data: none, body } = expect('at night', await clinic.reception.get(atNight), 200);
  if (none.length > 0) throw new Error('there are slots at night');
  say(`  none, since ${JSON.stringify((body.meta as { reasons: object }).reasons)}`);
  return { ...clinic, slots };
}
