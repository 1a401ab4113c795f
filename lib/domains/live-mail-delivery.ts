import { systemClock as clock } from '../clock.ts';
import { newId } from '../ids.ts';
import { mailTransport } from '../live/mail-transport.ts';
import { read } from '../live/read.ts';
import { writeAlone } from '../live/write-alone.ts';
import { createMailDelivery } from '../mail/mail-delivery.ts';
import { createSuppressions } from '../mail/suppressions.ts';
import { createLease } from '../messaging/leases.ts';
import { secrets } from '../secrets/secrets.ts';
import { createMailSourcesOfStacks, createMails, hashOfAddress } from './mails.ts';

/** Delivers the mails of every stack as they are deployed, for the functions of all queues of mails. */
export const liveMailDelivery = createMailDelivery({
  mails: createMails(createMailSourcesOfStacks({ read, clock, secrets })),
  suppressions: createSuppressions({ hashOf: hashOfAddress, read, writeAlone, clock }),
  transport: mailTransport,
  lease: createLease({ writeAlone, clock, newId }),
});
