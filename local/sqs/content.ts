/** Parses the body of a call or an answer as JSON; answers undefined where it is none. */
export function contentOf({ body }: { readonly body: Buffer }): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** A call or an answer with another body. */
export function withContent<C extends { readonly body: Buffer }>(call: C, content: unknown): C {
  return { ...call, body: Buffer.from(JSON.stringify(content)) };
}
