/**
 * The proofs that are too large for npm test, by name: what each shows, how long it takes on two idle cores, and the tests that
 * are run at their full sizes (tests/support/sizes.ts), or the script in their place.
 */
export const proofs = {
  'sign-ins': {
    shows: 'fifty sign-ins at once, of each kind of person, and a hundred wrong passwords, of which ten are looked at',
    takes: '20 s',
    tests: ['tests/functions/auth/log-in-at-once', 'tests/functions/auth/log-in-lockout'],
  },
  codes: {
    shows: 'a hundred codes at once, of which ten are checked, and twenty sign-ins with one code, of which one gets in',
    takes: '15 s',
    tests: ['tests/functions/auth/log-in-codes', 'second-factor/second-factor'],
  },
  refreshes: {
    shows: 'fifty refreshes of one token at once make one rotation, on each database and over HTTP',
    takes: '40 s',
    tests: ['tests/functions/auth/refresh-session', 'tests/e2e/concurrency'],
  },
  repeats: {
    shows:
      'a hundred requests with one Idempotency-Key at once have one effect, as have twenty over HTTP, and resets by one link',
    takes: '40 s',
    tests: ['tests/lib/http/idempotency', 'tests/e2e/repeated-request', 'tests/e2e/password-reset'],
  },
  conflicts: {
    shows:
      'two hundred at once want what one can have, of each service, where 30 % or 90 % of those who meet are cancelled, and forty over HTTP',
    takes: '1 min',
    tests: ['tests/lib/races', 'tests/local/dynamodb', 'tests/e2e/concurrency'],
  },
  admins: {
    shows: 'an admin is left in each of twenty rounds in which two go at once',
    takes: '5 s',
    tests: ['users/admin-count-repository', 'users/last-admin'],
  },
  'key-rotation': {
    shows: 'no token is refused at any minute of two rotations, in ten thousand verifications',
    takes: '10 s',
    tests: ['key-rotation-proof'],
  },
  due: {
    shows:
      'a thousand things that are due in one minute, half of them cancelled or moved, come once and in time, whatever call ticks die at, and by the clock of the local cloud; four hundred patients are reminded of what is so still',
    takes: '2 min',
    tests: ['tests/lib/due', 'appointments/reminded-once'],
  },
  'bad-input': {
    shows:
      'two thousand mutated requests, and four thousand about patients, are answered by no 5xx, and no odd one by a stack; POLYCLINIC_TEST_SEED chooses others',
    takes: '2 min',
    tests: ['tests/lib/http/mutated-input', 'tests/functions/patients/odd-', 'tests/local/offline-server'],
  },
  outages: {
    shows:
      'a hundred mails bear a minute without SMTP, SES or the database, and ten minutes by the clock: none is dead, each is sent once, within a minute of the end',
    takes: '6 min',
    tests: ['tests/lib/messaging/outages', 'tests/lib/messaging/deferred', 'tests/e2e/outages'],
  },
  backlog: {
    shows: 'five hundred mails are sent once each, and a password reset from their midst comes within five seconds',
    takes: '1 min',
    tests: ['tests/e2e/queues'],
  },
  growth: {
    shows:
      'a page of people by role, status, name and word, of patients by clinic, doctor, blood group and word, and of the audit by action, reads at 100,000 what it reads at 10,000 and 1,000',
    takes: '9 min',
    tests: ['tests/lib/indexing/growth'],
  },
  patients: {
    shows:
      'two hundred registrations of one address make one patient, as many changes lose nothing that was answered 200, where 30 % or 90 % of those who meet are cancelled, and over HTTP; what is sensitive stands nowhere, and who may not know is told what absence tells',
    takes: '2 min',
    tests: [
      'tests/lib/races/patients',
      'tests/functions/patients/',
      'tests/functions/alike-answers',
      'tests/lib/domains/clinic/patients/',
      'tests/e2e/patients',
    ],
  },
  booking: {
    shows:
      'two hundred bookings at once of one slot, and of slots that overlap, make one appointment, in twenty rounds where none, 30 % or 90 % of those who meet are cancelled, and in three over HTTP; days of two hundred steps are as a model says, cuts among them; what is offered can be booked, on each day on which clocks change anywhere; reminders come once',
    takes: '8 min',
    tests: [
      'tests/lib/races/booking',
      'tests/lib/races/holds',
      'tests/lib/races/waiting-list',
      'tests/lib/races/reminders',
      'tests/lib/races/doctor-use',
      'tests/lib/domains/clinic/appointments',
      'tests/e2e/booking',
    ],
  },
  'chaos-registration': {
    shows:
      'nothing is lost and nothing comes twice, whatever befalls any call of a registration, of the end of an API key, or of a booking: docs/chaos.md',
    takes: '11 min',
    script: 'local/chaos/main.ts',
  },
  s3: {
    shows: 'what of 79 cases fauxqs does as S3 as it comes, and the local S3, which must do all',
    takes: '10 s',
    script: 'tests/local/s3/compare.ts',
  },
  dynamodb: {
    shows: 'what dynoxide does otherwise than DynamoDB as it comes, and that it does none of that behind our gate',
    takes: '5 s',
    script: 'tests/local/dynamodb/compare-with-dynoxide.ts',
  },
  zones: {
    shows:
      'the table of time zones is that of the compiled zones of this system, or of POLYCLINIC_ZONEINFO, from 2020 to 2037',
    takes: '5 s',
    script: 'infra/zones/prove-zones.ts',
  },
  clients: {
    shows:
      'clients of openapi-fetch, hey-api and orval go the same way, compiled with TypeScript 5 and 7; how many types they need',
    takes: '1 min',
    script: 'local/contract-proofs/clients.ts',
  },
  documents: {
    shows: 'Redocly, Spectral and the parser of AsyncAPI find nothing, nor does Prism in an answer of each route',
    takes: '1 min',
    script: 'local/contract-proofs/documents.ts',
  },
};
