import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dressed } from './letter.ts';
import { letterOf, previewValues, templateNames } from './templates.ts';

/** Writes every template in both languages, as HTML and text, filled with examples, for people to look at. Answers how many files. */
export async function writePreviews(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const files = templateNames.flatMap((name) =>
    (['hu', 'en'] as const).flatMap((language) => {
      const { subject, text, html } = dressed(letterOf(name, language, previewValues), language);
      return [
        { name: `${name}.${language}.html`, content: html },
        { name: `${name}.${language}.txt`, content: `${subject}\n\n${text}\n` },
      ];
    }),
  );
  for (const { name, content } of files) await writeFile(join(folder, name), content);
  return files.length;
}
