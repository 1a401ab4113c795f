import * as z from 'zod';
import { type Output, schema } from '../schemas.ts';
import { isCurrency } from './currencies.ts';

/** The most minor units of a price: 12 digits, so that 9,007 times the dearest one is still an exact integer. */
export const mostOfPrice = 999_999_999_999;

/** The code of a currency by ISO 4217, in capitals as the standard has it. */
export const currency = schema(() =>
  z
    .string()
    .refine(isCurrency, { error: 'Is not a currency.', params: { code: 'currency' } })
    .meta({ minLength: 3, maxLength: 3, description: 'A code of ISO 4217, in capitals.', examples: ['USD'] }),
);

/** A price, or what is paid or given back: never less than nothing. */
export const money = schema(() =>
  z
    .strictObject({
      amount: z
        .int()
        .min(0)
        .max(mostOfPrice)
        // A `-0` of JSON would be written with a sign.
        .overwrite((amount) => amount + 0)
        .meta({ description: 'In minor units of the currency: 1999 is 19.99 USD, or 1,999 JPY.', examples: [1999] }),
      currency: currency(),
    })
    .meta({ id: 'Money', description: 'An amount of money.' }),
);

/** An amount in minor units of a currency of ISO 4217; what is owed or given back may be negative. */
export type Money = Output<typeof money>;
