/** The most formatters of a kind that an instance keeps: to make one takes fifty times as long as to write by it. */
const mostKept = 100;

/** Keeps formatters by a key, each made when it is first asked for; of too many the one goes that was made first. */
export function keepFormatters<Formatter>(): (key: string, make: () => Formatter) => Formatter {
  const formatters = new Map<string, Formatter>();
  return (key, make) => {
    const kept = formatters.get(key);
    if (kept) return kept;
    const made = make();
    const [oldest] = formatters.keys();
    if (formatters.size >= mostKept && oldest !== undefined) formatters.delete(oldest);
    formatters.set(key, made);
    return made;
  };
}
