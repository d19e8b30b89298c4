import { type DocumentKind, documentKinds } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';

/**
 * What one business's corrections taught: how many documents of each kind, and in how many of them each word stood.
 * Plain counts, so that it is stored as JSON, shown and forgotten; never shared between businesses.
 */
export type KindModel = { documents: Partial<Record<DocumentKind, number>>; words: Record<string, Partial<Record<DocumentKind, number>>> };

export const emptyModel = (): KindModel => ({ documents: {}, words: {} });

/** Votes are capped: a few corrections may tip the balance, not outshout the page. */
const largestVote = 3;
const fewestDocuments = 2;

const wordsOf = (text: string): Set<string> => new Set(folded(text).match(/\p{L}{4,}/gu) ?? []);

/** The model with one more confirmed document. */
export function learn(model: KindModel, text: string, kind: DocumentKind): KindModel {
  const words = { ...model.words };
  for (const word of wordsOf(text)) words[word] = { ...words[word], [kind]: (words[word]?.[kind] ?? 0) + 1 };
  return { documents: { ...model.documents, [kind]: (model.documents[kind] ?? 0) + 1 }, words };
}

/** Naive Bayes over the presence of words: points for each kind that people have confirmed at least twice. */
export function modelVotes(model: KindModel, text: string): Map<DocumentKind, number> {
  const known = documentKinds.filter((kind) => (model.documents[kind] ?? 0) >= fewestDocuments);
  const words = [...wordsOf(text)].filter((word) => model.words[word] !== undefined);
  const all = known.reduce((sum, kind) => sum + model.documents[kind]!, 0);
  return new Map(
    known.map((kind) => {
      const documents = model.documents[kind]!;
      let sum = 0;
      for (const word of words) {
        const here = ((model.words[word]![kind] ?? 0) + 0.5) / (documents + 1);
        const anywhere = (known.reduce((total, each) => total + (model.words[word]![each] ?? 0), 0) + 0.5) / (all + 1);
        sum += Math.log(here / anywhere);
      }
      return [kind, Math.max(-largestVote, Math.min(largestVote, sum / 4))] as const;
    }),
  );
}
