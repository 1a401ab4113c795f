import type { NewPatient } from '../patients/input-schema.ts';

/** Where the patients of a clinic live, by the place of each in its list; the same for the same place each time. */
export interface Neighbourhood {
  /** The part of an address after the @, of a domain that nobody has. */
  readonly mailDomain: string;
  /** A telephone number of a range that is kept for fiction. */
  phoneOf(place: number): string;
  addressOf(place: number): NonNullable<NewPatient['address']>;
}

type NotEmpty<T> = readonly [T, ...T[]];

const aroundNewYork: NotEmpty<readonly [street: string, city: string, region: string, postalCode: string]> = [
  ['Elm Street', 'Brooklyn', 'NY', '11201'],
  ['Amsterdam Avenue', 'New York', 'NY', '10025'],
  ['Northern Boulevard', 'Flushing', 'NY', '11354'],
  ['Grand Concourse', 'Bronx', 'NY', '10451'],
  ['Bay Street', 'Staten Island', 'NY', '10301'],
  ['Washington Street', 'Hoboken', 'NJ', '07030'],
  ['Main Street', 'White Plains', 'NY', '10601'],
];

const areaCodes: NotEmpty<string> = ['212', '718', '917', '646', '914', '551'];

/** New York: of each area code the numbers 555-0100 to 555-0199 are kept for fiction. Some people leave the +1 out. */
export const newYork: Neighbourhood = {
  mailDomain: 'example.com',
  phoneOf(place) {
    const line = String((place * 7 + 3) % 100).padStart(2, '0');
    return `${place % 10 === 9 ? '' : '+1'}${pick(areaCodes, place)}55501${line}`;
  },
  addressOf(place) {
    const [street, city, region, postalCode] = pick(aroundNewYork, place);
    const line2 = place % 3 === 0 ? { line2: `Apartment ${(place % 9) + 1}` } : {};
    return { line1: `${houseNumber(place)} ${street}`, ...line2, city, region, postalCode, country: 'US' };
  },
};

const aroundBerlin: NotEmpty<readonly [street: string, city: string, postalCode: string]> = [
  ['Kastanienallee', 'Berlin', '10435'],
  ['Sonnenallee', 'Berlin', '12045'],
  ['Müllerstraße', 'Berlin', '13353'],
  ['Schloßstraße', 'Berlin', '12163'],
  ['Lindenstraße', 'Potsdam', '14467'],
];

/**
 * Berlin: (0)30 23125-000 to -999 are kept for fiction by the Bundesnetzagentur, as are 020 7946 0000 to 0999 of London by Ofcom,
 * and 01 99 00 0000 to 9999 of Paris by ARCEP.
 */
export const berlin: Neighbourhood = {
  mailDomain: 'example.org',
  phoneOf(place) {
    const line = String((place * 37 + 11) % 1_000).padStart(3, '0');
    if (place % 10 === 4) return `+44 20 7946 0${line}`;
    return place % 10 === 6 ? `+33 1 99 00 5${line}` : `+49 30 23125${line}`;
  },
  addressOf(place) {
    const [street, city, postalCode] = pick(aroundBerlin, place);
    return { line1: `${street} ${houseNumber(place)}`, city, postalCode, country: 'DE' };
  },
};

function houseNumber(place: number): number {
  return ((place * 13) % 180) + 1;
}

function pick<T>(list: NotEmpty<T>, place: number): T {
  return list.reduce((picked, each, at) => (at === place % list.length ? each : picked));
}
