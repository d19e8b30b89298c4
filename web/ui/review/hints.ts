/** The keys of the desk in the order of their use; the words are `review.key.*`. */
export const hints = [
  { keys: ['J', 'K'], word: 'step' },
  { keys: ['Enter'], word: 'accept' },
  { keys: ['Tab'], word: 'tab' },
  { keys: ['1', '2'], word: 'choose' },
  { keys: ['S'], word: 'split' },
  { keys: ['R'], word: 'rotate' },
  { keys: ['X'], word: 'discard' },
  { keys: ['U'], word: 'undo' },
  { keys: ['T'], word: 'kind' },
  { keys: ['O'], word: 'side' },
  { keys: ['P'], word: 'partner' },
  { keys: ['Esc'], word: 'escape' },
  { keys: ['+', '-'], word: 'zoom' },
  { keys: ['/'], word: 'find' },
] as const;
