import type { KindModel } from '#services/domain/lessons.ts';
import { wordsToLearn } from '#services/domain/lessons.ts';
import { type DocumentKind, documentKinds } from '#services/domain/reading.ts';

/** Votes are capped: a few corrections may tip the balance, not outshout the page. */
const largestVote = 3;
const fewestDocuments = 2;
const mostReasons = 5;

/** Naive Bayes over the presence of words: points for each kind that people have confirmed at least twice, with the words that count most. */
export function modelVotes(model: KindModel, text: string): Map<DocumentKind, { points: number; words: string[] }> {
  const known = documentKinds.filter((kind) => (model.documents[kind] ?? 0) >= fewestDocuments);
  const words = [...wordsToLearn(text)].filter((word) => Object.hasOwn(model.words, word));
  const all = known.reduce((sum, kind) => sum + model.documents[kind]!, 0);
  return new Map(
    known.map((kind) => {
      const documents = model.documents[kind]!;
      const weights = words.map((word) => {
        const here = ((model.words[word]![kind] ?? 0) + 0.5) / (documents + 1);
        const anywhere = (known.reduce((total, each) => total + (model.words[word]![each] ?? 0), 0) + 0.5) / (all + 1);
        return { word, weight: Math.log(here / anywhere) };
      });
      const sum = weights.reduce((total, { weight }) => total + weight, 0);
      const reasons = weights.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
      return [
        kind,
        { points: Math.max(-largestVote, Math.min(largestVote, sum / 4)), words: reasons.slice(0, mostReasons).map(({ word }) => word) },
      ] as const;
    }),
  );
}
