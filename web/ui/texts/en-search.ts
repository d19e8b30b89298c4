import type { Words } from './hu.ts';
import type { search } from './hu-search.ts';

export const searchInEnglish: Words<typeof search> = {
  search: {
    title: 'Search',
    field: 'Word, number, partner, amount',
    type: 'Type',
    types: { invoice: 'invoice', document: 'document', partner: 'partner' },
    all: 'All results: {{q}}',
    emptyTitle: 'Search in the text of documents',
    emptyHint: 'Accents and word forms do not matter. A piece of an invoice number is enough; amounts are found too.',
    nothing: 'Nothing like this: {{q}}',
  },
};
