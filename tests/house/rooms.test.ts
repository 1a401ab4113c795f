import { describe, expect, it } from '@jest/globals';
import { readSources, type SourceFile, sourceFile } from './source-files.ts';

/** What the files of a room of `lib/` may import: other rooms, and packages. Whatever is not named here is refused. */
interface Room {
  readonly rooms: readonly string[];
  readonly packages?: readonly RegExp[];
}

const sdk = /^@aws-sdk\//;
const middy = /^@middy\/core$/;
const lambda = /^aws-lambda$/;
const jwt = /^aws-jwt-verify\//;

/** The mechanisms, from the ground up: each stands on some of those above its line. `lib` is what lies in no room. */
const mechanisms: Readonly<Record<string, Room>> = {
  lib: { rooms: [] },
  access: { rooms: ['lib'] },
  money: { rooms: ['lib'] },
  calendar: { rooms: [] },
  aws: { rooms: ['lib'], packages: [sdk] },
  secrets: { rooms: ['lib', 'aws'] },
  data: { rooms: ['lib', 'aws'], packages: [sdk] },
  events: { rooms: ['lib', 'data'] },
  commit: { rooms: ['lib', 'data', 'events'] },
  platform: { rooms: ['lib', 'secrets', 'data', 'commit'] },
  'data-keys': { rooms: ['lib', 'aws', 'secrets', 'data', 'commit', 'platform'] },
  indexing: { rooms: ['lib', 'data', 'platform'] },
  idempotency: { rooms: ['lib', 'access', 'secrets', 'data', 'commit', 'platform'] },
  messaging: { rooms: ['lib', 'aws', 'data', 'events', 'commit', 'platform'], packages: [sdk, middy, lambda] },
  dispatch: { rooms: ['lib', 'data', 'events', 'platform', 'messaging'] },
  due: { rooms: ['lib', 'data', 'events', 'platform', 'messaging', 'dispatch'] },
  streams: { rooms: ['lib', 'data'], packages: [sdk, middy, lambda] },
  schedules: { rooms: ['lib'], packages: [middy, lambda] },
  mail: {
    rooms: ['lib', 'aws', 'data', 'events', 'platform', 'messaging'],
    packages: [sdk, /^nodemailer(\/|$)/],
  },
  http: {
    rooms: ['lib', 'access', 'secrets', 'data', 'commit', 'platform', 'idempotency'],
    packages: [/^@middy\//, lambda],
  },
  live: { rooms: ['lib', 'aws', 'secrets', 'data', 'commit', 'platform', 'data-keys', 'messaging', 'mail', 'http'] },
};

/** What any domain may stand on; `lib/data` is for its repositories. */
const underDomains = [
  ...[
    'lib',
    'access',
    'money',
    'calendar',
    'secrets',
    'events',
    'commit',
    'platform',
    'indexing',
    'data-keys',
    'messaging',
    'due',
    'mail',
  ],
];

/** What some domains may import beside that. */
const domainsBeside: Readonly<Record<string, Room>> = {
  // Lib's own actions and counts are of requests, of what is due, and of the keys of records.
  declared: { rooms: ['http', 'due', 'data-keys'] },
  'identity/http': { rooms: ['http'] },
  'identity/tokens': { rooms: ['aws'], packages: [jwt] },
  'identity/outside-issuers': { rooms: [], packages: [jwt] },
  // Who repeats a registration is shown what they may see by now.
  'clinic/patients': { rooms: ['idempotency'] },
  // So is who repeats what was done about an appointment.
  'clinic/appointments': { rooms: ['idempotency'] },
  // Whether the API can do its work it tells by the keys that are published.
  'operations/system': { rooms: ['identity/tokens'] },
};

/** The rooms of identity are one domain's, and share its repositories; others ask its services. */
const sharing = /^identity\//;

/**
 * The name of a file's room: a folder of `lib/`, or `lib` itself; `<stack>/<domain>` of a domain, `<stack>` of what a stack
 * declares, `declared` of what collects that by name, and `domains` of what collects events and mails.
 */
function roomOf(file: string): string {
  const [first = '', second = '', third = ''] = file.split('/').slice(1);
  if (first !== 'domains') return second === '' ? 'lib' : first;
  if (second.endsWith('.ts')) return 'domains';
  return second === 'declared' || third.endsWith('.ts') ? second : `${second}/${third}`;
}

const isMechanism = (room: string) => Object.hasOwn(mechanisms, room);
const stackOf = (room: string) => room.split('/')[0];
/** What a stack says of itself by name, at the root of its folder, and how its domains tell times of a day and what holds something. */
const isDeclaration = (file: string) =>
  /^lib\/domains\/(declared\/[a-z-]+|[a-z]+\/(permissions|audit-actions|metrics|durations|wall-times|use-repository))\.ts$/.test(
    file,
  );
const isOurs = (name: string) => name.startsWith('lib/');
const isOfRepository = (file: string) => /(^|[/-])repository\.ts$/.test(file);
const isFrontDoor = (file: string) => /(^|[/-])(service|schema)\.ts$/.test(file);
/** What is wired once for all functions says so by its name. */
const isLive = (file: string) => /\/live-[a-z-]+\.ts$/.test(file);

/** Why a file may not import something; undefined where it may. */
function offenceOf(source: SourceFile, name: string): string | undefined {
  if (!isOurs(name)) return offenceByPackage(source, name);
  const [room, target] = [roomOf(source.file), roomOf(name)];
  if (target === room || roomsOf(room).includes(target)) return undefined;
  if (isMechanism(room)) return isMechanism(target) ? 'a room' : 'a domain';
  return offenceOfDomain(source, name);
}

function roomsOf(room: string): readonly string[] {
  return (mechanisms[room] ?? domainsBeside[room])?.rooms ?? [];
}

function offenceByPackage({ file, valueImports }: SourceFile, name: string): string | undefined {
  const { packages = [] } = mechanisms[roomOf(file)] ?? domainsBeside[roomOf(file)] ?? {};
  // The lists of queues and tables import nothing, and are for lib to know the names and bounds.
  const isPlain = /^(node:|zod$)|^package\.json$|^infra\/(queues|tables)\.ts$/.test(name);
  return isPlain || !valueImports.includes(name) || packages.some((each) => each.test(name)) ? undefined : 'a package';
}

function offenceOfDomain({ file, valueImports }: SourceFile, name: string): string | undefined {
  const [room, target] = [roomOf(file), roomOf(name)];
  if (isLive(file) && ['live', 'aws', 'data'].includes(target)) return undefined;
  if (target === 'live') return 'what is live';
  if (target === 'data') return !valueImports.includes(name) || isOfRepository(file) ? undefined : 'the store';
  if (isMechanism(target)) return underDomains.includes(target) ? undefined : 'a room';
  if (target === 'domains') return 'a collector';
  if (room === 'domains' || isDeclaration(name)) return undefined;
  return isNeighbour(room, target) || isFrontDoor(name) ? undefined : 'the inside of a domain';
}

/** The rooms of identity share what they have; in any stack the events are for its services, and their mails for the events. */
function isNeighbour(room: string, target: string): boolean {
  const isOfStack = (name: string) => target === `${stackOf(room)}/${name}`;
  if (isOfStack('events') || (room.endsWith('/events') && isOfStack('mails'))) return true;
  // Who people are, and how they are written to, is identity's to say.
  if (/\/(events|mails)$/.test(room) && target === 'identity/mails') return true;
  return sharing.test(`${room}/`) && sharing.test(`${target}/`);
}

function offencesIn(sources: readonly SourceFile[]): string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((name) => {
      const offence = offenceOf(source, name);
      return offence ? [`${source.file} → ${name}: ${offence}`] : [];
    }),
  );
}

/** Files that take what is wired to the live parts, and are not wired themselves: their tests could not hand in other parts. */
function takersOfWired(files: readonly SourceFile[]): string[] {
  const isWiring = ({ file, valueImports }: SourceFile) =>
    isLive(file) && valueImports.some((name) => ['live', 'aws', 'data'].includes(isOurs(name) ? roomOf(name) : ''));
  const wired = new Set(files.filter(isWiring).map(({ file }) => file));
  return files
    .filter(({ file }) => !isLive(file) && isOurs(file) && roomOf(file) !== 'domains')
    .flatMap(({ file, imports }) => imports.filter((name) => wired.has(name)).map((name) => `${file} → ${name}`));
}

/** Folders that import each other, in a circle of any length; empty where there is none. */
function knotsIn(sources: readonly SourceFile[]): string[] {
  const folderOf = (file: string) => file.slice(0, file.lastIndexOf('/'));
  const edges = new Map<string, Set<string>>();
  for (const { file, imports } of sources)
    for (const name of imports.filter((each) => isOurs(each) && folderOf(each) !== folderOf(file)))
      edges.set(folderOf(file), (edges.get(folderOf(file)) ?? new Set()).add(folderOf(name)));
  const reachable = (from: string) => {
    const reached = new Set<string>();
    const walk = (folder: string): void => {
      for (const next of edges.get(folder) ?? []) {
        if (reached.has(next)) continue;
        reached.add(next);
        walk(next);
      }
    };
    walk(from);
    return reached;
  };
  return [...edges.keys()].filter((folder) => reachable(folder).has(folder)).sort();
}

const sources = readSources('lib');
const offence = (file: string, name: string) => offencesIn([sourceFile(file, `import { x } from '${name}';`)]);

describe('the rooms of lib', () => {
  it('import what they are allowed to, and nothing else', () => {
    expect(offencesIn(sources)).toEqual([]);
  });

  it('take nothing that is wired to the live parts, but where they are wired themselves', () => {
    expect(takersOfWired(sources)).toEqual([]);
  });

  it('see a service that takes what is wired', () => {
    const wiring = sourceFile(
      'lib/domains/clinic/patients/live-patients.ts',
      "import { read } from '../../../live/read.ts';",
    );
    const service = sourceFile(
      'lib/domains/clinic/patients/service.ts',
      "import { patients } from './live-patients.ts';",
    );

    expect(takersOfWired([wiring, service])).toHaveLength(1);
  });

  it('have no knot of folders', () => {
    expect(knotsIn(sources)).toEqual([]);
  });

  it('are allowed nothing that would make a knot', () => {
    const order = Object.keys(mechanisms);

    const upwards = Object.entries(mechanisms).flatMap(([room, { rooms }]) =>
      rooms.filter((each) => order.indexOf(each) >= order.indexOf(room)).map((each) => `${room} → ${each}`),
    );

    expect(upwards).toEqual([]);
  });

  it('see a knot', () => {
    const knot = [
      sourceFile('lib/data/read.ts', "import { x } from '../commit/commit.ts';"),
      sourceFile('lib/commit/commit.ts', "import type { Y } from '../events/outbox.ts';"),
      sourceFile('lib/events/outbox.ts', "import { z } from '../data/write.ts';"),
      sourceFile('lib/mail/layout.ts', "import { z } from '../data/write.ts';"),
    ];

    expect(knotsIn(knot)).toEqual(['lib/commit', 'lib/data', 'lib/events']);
  });

  it.each([
    ['a service that imports a client of AWS', 'lib/domains/clinic/patients/service.ts', '@aws-sdk/client-sqs'],
    ['a service that imports a room of AWS', 'lib/domains/clinic/patients/service.ts', '../../../aws/sqs.ts'],
    [
      'a service that imports the repository of another domain',
      'lib/domains/clinic/patients/service.ts',
      '../../identity/users/repository.ts',
    ],
    [
      'a service that imports the inside of a domain of its own stack',
      'lib/domains/clinic/patients/service.ts',
      '../doctors/availability.ts',
    ],
    ['a service that imports the store', 'lib/domains/clinic/patients/service.ts', '../../../data/write.ts'],
    ['a domain that knows HTTP', 'lib/domains/clinic/patients/service.ts', '../../../http/problem.ts'],
    ['a domain that knows the events of Lambda', 'lib/domains/clinic/patients/service.ts', '@middy/core'],
    ['a mechanism that imports a domain', 'lib/mail/mail-delivery.ts', '../domains/identity/users/service.ts'],
    ['a mechanism that imports one above it', 'lib/data/read.ts', '../commit/commit.ts'],
    ['a file of no room that imports a room', 'lib/metrics.ts', './data/read.ts'],
    ['a room that nobody has named', 'lib/payments/service.ts', '../data/read.ts'],
    ['a service that is wired to what is live', 'lib/domains/clinic/patients/service.ts', '../../../live/read.ts'],
    ['a service that imports all events', 'lib/domains/clinic/patients/service.ts', '../../events.ts'],
    ['a package that nobody has named', 'lib/http/reply.ts', 'lodash'],
    [
      'a service that tells of an event of another stack',
      'lib/domains/shop/orders/service.ts',
      '../../clinic/events/patients.ts',
    ],
    [
      'a file at the root of a stack that declares nothing',
      'lib/domains/shop/orders/service.ts',
      '../../identity/backdoor.ts',
    ],
    ['a declaration that reaches the store', 'lib/domains/clinic/permissions.ts', '../../data/write.ts'],
  ])('refuse %s', (_, file, name) => {
    expect(offence(file, name)).toHaveLength(1);
  });

  it.each([
    ['a repository that imports the store', 'lib/domains/clinic/patients/repository.ts', '../../../data/write.ts'],
    ['a service that asks another', 'lib/domains/clinic/patients/service.ts', '../../identity/users/service.ts'],
    [
      'a service that takes a schema of another',
      'lib/domains/shop/orders/service.ts',
      '../../clinic/patients/schema.ts',
    ],
  ])('allow %s', (_, file, name) => {
    expect(offence(file, name)).toEqual([]);
  });

  it.each([
    [
      'in a comment among its names',
      "import {\n  // The client's own; it is = to ours.\n  SQSClient,\n} from '@aws-sdk/client-sqs';",
    ],
    ['made while it runs', 'const { x } = await import(`../../identity/users/repository.ts`);'],
    ['for its types', "import type { X } from '../../identity/users/repository.ts';"],
  ])('see an import %s', (_, text) => {
    expect(offencesIn([sourceFile('lib/domains/clinic/patients/service.ts', text)])).toHaveLength(1);
  });

  it('take a type of the store for no way to it', () => {
    const typed = sourceFile(
      'lib/domains/clinic/patients/service.ts',
      "import type { Write } from '../../../data/write.ts';",
    );
    const mixed = sourceFile(
      'lib/domains/clinic/patients/service.ts',
      "import { type Reader, createReader } from '../../../data/read.ts';",
    );

    expect(offencesIn([typed])).toEqual([]);
    expect(offencesIn([mixed])).toHaveLength(1);
  });
});
