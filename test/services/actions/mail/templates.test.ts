import { expect, test } from 'vitest';
import { dressed } from '#services/actions/mail/letter.ts';
import { letterOf, previewValues, templateNames } from '#services/actions/mail/templates.ts';

const languages = ['hu', 'en'] as const;
const all = templateNames.flatMap((name) => languages.map((language) => [name, language] as const));

test.each(all)('the mail %s (%s) is whole in text and HTML, with no picture from elsewhere', (name, language) => {
  const { subject, text, html } = dressed(letterOf(name, language, previewValues), language);
  expect(subject).not.toMatch(/[{}\n]/);
  expect(text).not.toMatch(/\{\w+\}/);
  expect(html).not.toMatch(/<img|<script|url\(|\{\w+\}/i);
});

test('a value that is missing is an error, never an empty place in a letter', () => {
  expect(() => letterOf('activation', 'hu', {})).toThrow('no value for');
});

test('a name cannot break the subject or bring markup into the mail', () => {
  const letter = dressed(letterOf('activation', 'hu', { ...previewValues, name: 'X\r\nBcc: a@b.example <script>alert(1)</script>' }), 'hu');
  expect(letter.subject).not.toMatch(/[\r\n]/);
  expect(letter.html).not.toContain('<script>');
});
