import * as z from 'zod';
import { entity } from '../../../lib/data/entity.ts';
import { sealedFields } from '../../../lib/data-keys/sealed-fields.ts';
import { schema } from '../../../lib/schemas.ts';

interface ChartId {
  readonly id: string;
}

const place = { table: 'identity', key: ({ id }: ChartId) => ({ pk: `CHART#${id}`, sk: 'CHART' }) } as const;

/** What only the patient's own key opens. */
export const ownFields = sealedFields({
  ...place,
  owner: ({ id }: ChartId) => `patients/${id}`,
  fields: {
    notes: schema(() => z.string()),
    allergies: schema(() => z.array(z.string()).optional()),
    address: schema(() => z.string().nullable()),
  },
});

/** What lists of the clinic show. */
export const shownFields = sealedFields({
  ...place,
  owner: ({ clinicId }: ChartId & { readonly clinicId: string }) => `clinics/${clinicId}`,
  fields: { bloodGroup: schema(() => z.enum(['A+', 'AB-'])) },
});

/** A small record for tests of sealed fields. */
export const charts = entity({
  ...place,
  name: 'chart',
  schema: schema(() =>
    z.object({ id: z.string(), clinicId: z.string(), ...ownFields.stored(), ...shownFields.stored() }),
  ),
});

const rowPlace = {
  table: 'identity',
  key: ({ id, clinicId }: ChartId & { readonly clinicId: string }) => ({ pk: `CHARTS#${clinicId}`, sk: id }),
} as const;
const rowFields = sealedFields({
  ...rowPlace,
  owner: ({ clinicId }: ChartId & { readonly clinicId: string }) => `clinics/${clinicId}`,
  fields: { name: schema(() => z.string()) },
});

/** The rows of a clinic's list, all under its one key. */
export const rows = {
  fields: rowFields,
  entity: entity({
    ...rowPlace,
    name: 'chartRow',
    schema: schema(() => z.object({ id: z.string(), clinicId: z.string(), ...rowFields.stored() })),
  }),
};
