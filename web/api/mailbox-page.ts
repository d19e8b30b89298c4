import type { MailboxEntry } from '#services/actions/mail/send-mail.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const linked = (text: string): string => escaped(text).replace(/https?:\/\/[^\s&]+/g, (url) => `<a href="${url}">${url}</a>`);

/** The demo's mailbox as a page: the mails that a real hub would have sent. */
export const mailboxPage = (
  mails: readonly MailboxEntry[],
  nonce: string,
): string => `<!doctype html><html lang="hu"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Kimenő levelek</title>
<style nonce="${nonce}">
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; } article { border-top: 1px solid #8884; padding: 1rem 0; }
  h2 { font-size: 1rem; margin: 0; } pre { white-space: pre-wrap; font: inherit; }
</style></head><body><main><h1>Kimenő levelek</h1>
${mails.length === 0 ? '<p>Még nem ment ki levél.</p>' : mails.map(({ to, subject, text, sentAt }) => `<article><h2>${escaped(subject)}</h2><small>${escaped(to)} · ${escaped(sentAt)}</small><pre>${linked(text)}</pre></article>`).join('')}
</main></body></html>`;
