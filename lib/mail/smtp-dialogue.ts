/** Follows what is said to an SMTP server by nodemailer's log of it, since an error of a silence does not tell where it was. */
export function followDialogue() {
  const commands: string[] = [];
  const ignore = () => {};
  const follow = ({ tnx }: { readonly tnx?: unknown }, line: string) => {
    if (tnx === 'client') commands.push(line);
    if (tnx === 'server') commands.shift();
  };
  return {
    logger: { debug: follow, ...{ trace: ignore, info: ignore, warn: ignore, error: ignore, fatal: ignore } },
    /** The first command that has no answer yet. */
    unanswered: () => commands[0],
  };
}
