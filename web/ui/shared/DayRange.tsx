import { TextInput } from '@mantine/core';

type Props = {
  /** Which days are meant. */
  label: string;
  from: { label: string; value: string | undefined; onChange: (day: string) => void };
  to: { label: string; value: string | undefined; onChange: (day: string) => void };
};

/** A filter by days, both ends beside the word that says which days. */
export const DayRange = ({ label, from, to }: Props) => (
  <span className="row day-range">
    <span className="small faint" aria-hidden="true">
      {label}
    </span>
    {[from, to].map((end) => (
      <TextInput
        key={end.label}
        type="date"
        aria-label={end.label}
        value={end.value ?? ''}
        onChange={(event) => end.onChange(event.currentTarget.value)}
      />
    ))}
  </span>
);
