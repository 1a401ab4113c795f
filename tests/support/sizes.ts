/** How many there are of something that the tests have many of: enough for each guard in npm test, all of it in a proof. */
const table = {
  /** Refreshes of one token at once. */
  refreshes: { suite: 10, full: 50 },
  refreshesOverHttp: { suite: 12, full: 50 },
  /** Sign-ins of one person at once, of which ten are looked at. */
  signIns: { suite: 15, full: 50 },
  /** Wrong passwords at once, of which ten are looked at. */
  guesses: { suite: 25, full: 100 },
  guessesOnDynamoDb: { suite: 14, full: 25 },
  /** Wrong codes at once by as many sign-ins, or a fifth as many, of which ten are checked. */
  codes: { suite: 20, full: 100 },
  /** Wrong codes at once by one sign-in, of which five are checked. */
  wrongCodes: { suite: 10, full: 50 },
  /** Sign-ins at once with one code. */
  redemptions: { suite: 8, full: 20 },
  /** Requests at once with one Idempotency-Key. */
  repeats: { suite: 12, full: 100 },
  repeatsOverHttp: { suite: 8, full: 20 },
  /** Registrations of one address at once. */
  registrationsOverHttp: { suite: 10, full: 40 },
  /** Resets at once by one link. */
  resetsOverHttp: { suite: 8, full: 20 },
  /** Rounds in which two of three admins go at once. */
  adminRounds: { suite: 6, full: 20 },
  /** Minutes between two looks at all signers and verifiers, two hours long; it divides ten. */
  rotationStepMinutes: { suite: 2, full: 1 },
  /** Requests that are nearly right. */
  mutations: { suite: 400, full: 2_000 },
  /** The same of a patient, in a store. */
  patientMutations: { suite: 120, full: 4_000 },
  /** Those who race for one thing at once, in a store where most of their transactions are cancelled. */
  rivals: { suite: 8, full: 200 },
  /** Days of a doctor that are held to a model, and what happens on each. */
  modelledDays: { suite: 1, full: 40 },
  modelledSteps: { suite: 60, full: 200 },
  /** Bookings of one slot over HTTP at once, and rounds of them. */
  bookingsOverHttp: { suite: 10, full: 200 },
  bookingRoundsOverHttp: { suite: 1, full: 3 },
  /** Rounds of races for one slot. */
  bookingRounds: { suite: 1, full: 20 },
  /** Things that are due in one minute. */
  dueItems: { suite: 16, full: 1_000 },
  /** The same by the clock of the machine, with the milliseconds in which they are scheduled, and then are due. */
  dueOnLocalCloud: { suite: 12, full: 1_000 },
  dueScheduling: { suite: 500, full: 20_000 },
  dueSpan: { suite: 1_000, full: 60_000 },
  /** Appointments that are moved, moved back and cancelled while their patients are to be reminded. */
  remindedAppointments: { suite: 24, full: 400 },
  /** Registrations of a patient by one address at once, and changes of one patient. */
  patientRegistrations: { suite: 20, full: 40 },
  patientChanges: { suite: 30, full: 60 },
  /** Days on which a zone's clocks change, and hours of a doctor and a clinic on each, whose slots are judged. */
  transitionDays: { suite: 12, full: 100_000 },
  practicesADay: { suite: 1, full: 2 },
  /** Odd requests to the local gateway, each by a connection of its own. */
  fuzzedRequests: { suite: 200, full: 10_000 },
  /** Messages that meet an outage of what they stand on. */
  outage: { suite: 45, full: 100 },
  /** Mails in front of one that must not wait for them; more than fit in the hands of the workers, four times over. */
  backlog: { suite: 300, full: 500 },
  /** People, patients and entries of the audit, of which a page is read, and how many there were when it was read before. */
  listed: { suite: 300, full: 100_000 },
  listedBetween: { suite: 200, full: 10_000 },
  listedBefore: { suite: 100, full: 1_000 },
  /** Changes of patients, after which their lists show whom they should. */
  listedChanges: { suite: 100, full: 300 },
} as const satisfies Record<string, { readonly suite: number; readonly full: number }>;

type Sizes = Readonly<Record<keyof typeof table, number>>;

/** Set by `npm run prove`. */
const extent = process.env.POLYCLINIC_TEST_SIZES === 'full' ? 'full' : 'suite';

/** Whether this run is a proof, which may print what it found, and whose local cloud cancels who meets a rival. */
export const isFullSize = extent === 'full';

/** The sizes of this run. */
export const sizes = Object.fromEntries(
  Object.entries(table).map(([name, bySize]) => [name, bySize[extent]]),
) as unknown as Sizes;
