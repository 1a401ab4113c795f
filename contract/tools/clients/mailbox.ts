interface Mail {
  readonly subject: string;
  readonly to: readonly { readonly address: string }[];
  readonly text: string;
}

/** The one-time token in the first mail to an address; waits until it is there. */
export async function mailedToken(mailboxUrl: string, address: string): Promise<string> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const mails = (await (await fetch(`${mailboxUrl}/email`)).json()) as Mail[];
    const mail = mails.find(({ to }) => to.some((recipient) => recipient.address === address));
    const token = /[?&]token=([\w-]+)/.exec(mail?.text ?? '')?.[1];
    if (token) return token;
    if (Date.now() > deadline) throw new Error(`no mail with a token came to ${address}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
