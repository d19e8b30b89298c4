/** What a mail says, before it is dressed: plain sentences, at most one link. */
export type Letter = { subject: string; paragraphs: string[]; link?: { words: string; url: string }; code?: string };
export type Language = 'hu' | 'en';

/** `{name}` in a text is filled from the values; every value a text names must be given. */
type Words = { subject: string; paragraphs: readonly string[]; link?: string };
export type Template = { hu: Words; en: Words /** The value that is shown apart, to be copied. */; code?: string };
export type Values = Readonly<Record<string, string>>;

const signature: Record<Language, string> = {
  hu: 'Bizonylat – ezt a levelet a rendszer küldte, válaszolni rá nem kell.',
  en: 'Bizonylat – sent by the system; there is no need to answer.',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** HTML and text of one letter; no pictures, nothing fetched from anywhere. */
export function dressed({ subject, paragraphs, link, code }: Letter, language: Language): { subject: string; text: string; html: string } {
  const text = [
    ...paragraphs,
    ...(code ? [code] : []),
    ...(link ? [`${link.words}:\n${link.url}`] : []),
    `-- \n${signature[language]}`,
  ].join('\n\n');
  const body = [
    ...paragraphs.map((each) => `<p style="margin:0 0 16px">${escaped(each).replaceAll('\n', '<br>')}</p>`),
    ...(code
      ? [
          `<p style="margin:0 0 16px;font-family:monospace;font-size:15px;word-break:break-all;background:#f1f3f5;padding:12px">${escaped(code)}</p>`,
        ]
      : []),
    ...(link
      ? [
          `<p style="margin:0 0 16px"><a href="${escaped(link.url)}" style="display:inline-block;background:#087f5b;color:#fff;padding:10px 16px;border-radius:6px;text-decoration:none">${escaped(link.words)}</a></p>`,
          `<p style="margin:0 0 16px;font-size:13px;color:#495057;word-break:break-all">${escaped(link.url)}</p>`,
        ]
      : []),
    `<p style="margin:24px 0 0;font-size:13px;color:#495057">${escaped(signature[language])}</p>`,
  ].join('\n');
  const html = `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#212529;background:#fff">
<main style="max-width:560px;margin:0 auto">
${body}
</main></body></html>`;
  return { subject, text, html };
}
