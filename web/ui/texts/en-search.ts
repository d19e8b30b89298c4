import type { Words } from './hu.ts';
import type { search } from './hu-search.ts';

export const searchInEnglish: Words<typeof search> = {
  standing: {
    exempt: 'pays no VAT (1)',
    pays: 'pays VAT (2)',
    eva: 'simplified tax (3)',
    'group-member': 'member of a VAT group (4)',
    group: 'VAT group (5)',
  },
  move: {
    title: "Another client's?",
    hint: 'Neither party on it is this business. Moved, it is read anew there and leaves this place.',
    hintUnasked: 'If it does not belong to this business, move it: it is read anew there and leaves here.',
    to: 'Move to',
    go: 'Move it',
  },
  imported: {
    title: 'What became of its invoices',
    go: 'Fine so, take the rest',
    imported: 'imported',
    updated: 'updated',
    unchanged: 'unchanged',
    refused: 'left out',
    failed: 'failed',
  },
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
