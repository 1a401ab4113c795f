import ICAL from 'ical.js';
import nodeIcal, { type VEvent } from 'node-ical';

/** The one event of a calendar file, as a reader understands it. Texts that the file lacks are empty. */
export interface ReadInvitation {
  readonly method: string;
  readonly uid: string;
  readonly sequence: number;
  readonly status: string;
  readonly stamp: Date;
  readonly start: Date;
  readonly end: Date;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly url: string;
  readonly organizer: ReadUser;
  readonly attendee: ReadUser;
  readonly alarmAt?: Date;
}

interface ReadUser {
  readonly name: string;
  readonly address: string;
}

/** Reads a file by ical.js. In names it takes a backslash for the beginning of an escape, which RFC 6868 has not. */
export function readByIcalJs(file: string): ReadInvitation {
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[]);
  const event = calendar.getFirstSubcomponent('vevent') as ICAL.Component;
  const textOf = (name: string) => String(event.getFirstPropertyValue(name) ?? '');
  const instantOf = (name: string, of = event) => (of.getFirstPropertyValue(name) as ICAL.Time).toJSDate();
  const userOf = (name: string) => {
    const property = event.getFirstProperty(name) as ICAL.Property;
    return user(String(property.getParameter('cn')), String(property.getFirstValue()));
  };
  const alarm = event.getFirstSubcomponent('valarm');
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: textOf('uid'),
    sequence: Number(textOf('sequence')),
    status: textOf('status'),
    stamp: instantOf('dtstamp'),
    start: instantOf('dtstart'),
    end: instantOf('dtend'),
    ...{ summary: textOf('summary'), description: textOf('description') },
    ...{ location: textOf('location'), url: textOf('url') },
    organizer: userOf('organizer'),
    attendee: userOf('attendee'),
    ...(alarm && { alarmAt: instantOf('trigger', alarm) }),
  };
}

/**
 * Reads a file by node-ical. It knows nothing of RFC 6868, so that names are decoded here; those with a semicolon it cuts there,
 * and in texts it takes a backslash before an n for a break of the line.
 */
export function readByNodeIcal(file: string): ReadInvitation {
  const { vcalendar, ...rest } = nodeIcal.sync.parseICS(file);
  const event = Object.values(rest).find((each): each is VEvent => each?.type === 'VEVENT');
  if (!event || !vcalendar) throw new Error('The file has no event.');
  const userOf = (read: unknown) => {
    const { params, val } = read as { readonly params: { readonly CN: string }; readonly val: string };
    return user(decodedName(params.CN), val);
  };
  const [trigger] = (event.alarms ?? []).map((alarm) => (alarm.trigger as unknown as { readonly val: string }).val);
  return {
    method: String((vcalendar as { readonly method?: string }).method),
    uid: event.uid,
    sequence: Number(event.sequence),
    status: String(event.status),
    stamp: new Date(event.dtstamp),
    start: new Date(event.start),
    end: new Date(event.end ?? ''),
    ...{ summary: String(event.summary), description: String(event.description ?? '') },
    ...{ location: String(event.location ?? ''), url: String(event.url ?? '') },
    organizer: userOf(event.organizer),
    attendee: userOf(event.attendee),
    ...(trigger !== undefined && { alarmAt: instantOf(trigger) }),
  };
}

function user(name: string, uri: string): ReadUser {
  return { name, address: decodeURIComponent(uri.replace(/^mailto:/, '')) };
}

function decodedName(text: string): string {
  return text.replace(/\^(.)/g, (pair, mark: string) => ({ n: '\n', "'": '"', '^': '^' })[mark] ?? pair);
}

/** An instant by its basic form, which `Date` does not read. */
function instantOf(basic: string): Date {
  return new Date(basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
