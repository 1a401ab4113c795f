import * as z from 'zod';
import { id, type Output, schema } from '../schemas.ts';

/** Something that happened, as it is stored, sent and consumed; `data` is parsed by its type's own schema. */
export const envelope = schema(() =>
  z.object({
    id: id(),
    type: z.string().min(1),
    /** Of the shape of `data`; raised when a consumer of the old one would stumble. */
    version: z.int().positive(),
    time: z.iso.datetime(),
    /** What it happened to, `users/<id>`. */
    subject: z.string().min(1),
    data: z.record(z.string(), z.unknown()),
    /** Of the HTTP request that began it all. */
    correlationId: z.string().min(1),
  }),
);

export type Envelope = Output<typeof envelope>;
