import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { envelopeOf } from '../../../lib/events/definition.ts';
import { defineDue, dueTimeOf } from '../../../lib/events/due-definition.ts';
import { queue } from '../../../lib/messaging/trigger.ts';
import { upgradeEnvelope } from '../../../lib/messaging/upgrades.ts';
import { appointmentId, reminderDue } from '../../support/due/kinds.ts';
import { queuedEvent } from '../../support/queued-events.ts';

const due = { id: 'reminder-1', at: '2026-03-09T09:30:00.000Z' };
const event = queuedEvent({ type: 'appointment.reminder-due', data: { appointmentId, due } });

describe('a kind of things to be done at an instant', () => {
  it('is an event whose data says beside that of its domain what is due, and when', () => {
    const { message } = queue({ queue: 'email', events: [reminderDue], grants: [] });

    expect(message().parse(event).data).toEqual({ appointmentId, due });
    expect(envelopeOf(reminderDue).safeParse({ ...event, data: { appointmentId } }).success).toBe(false);
    expect(
      envelopeOf(reminderDue).safeParse({ ...event, data: { appointmentId, due: { ...due, at: 'soon' } } }).success,
    ).toBe(false);
  });

  it('keeps what is due when its data is upgraded, which its domain need not think of', () => {
    const upgraded = defineDue({
      ...{ type: 'appointment.reminder-due', version: 2, summary: 'A patient is to be reminded.', queues: ['email'] },
      data: () => z.object({ visitId: z.string() }),
      upgrades: { 1: ({ appointmentId: visitId, ...rest }) => ({ visitId, rest: Object.keys(rest).length }) },
    });

    expect(upgradeEnvelope(event, [upgraded])).toMatchObject({
      version: 2,
      data: { visitId: appointmentId, rest: 0, due },
    });
  });

  it('tells when it is due, where an event of another kind tells nothing', () => {
    expect(dueTimeOf(event)).toEqual(new Date(due.at));
    expect(dueTimeOf({ data: { due: 'soon' } })).toBeUndefined();
    expect(dueTimeOf(queuedEvent())).toBeUndefined();
  });
});
