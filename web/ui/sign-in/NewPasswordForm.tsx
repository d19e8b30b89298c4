import { Button } from '@mantine/core';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';

/** One new password behind a mailed link; empty where it may be left out. */
export function NewPasswordForm({
  act,
  isOptional = false,
  isSending,
  problem,
  onSend,
}: {
  act: string;
  isOptional?: boolean;
  isSending: boolean;
  problem: unknown;
  onSend: (password: string) => void;
}) {
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(String(new FormData(event.currentTarget).get('password')));
      }}
    >
      {problem ? <ProblemNotice problem={problem} /> : null}
      <NewPasswordField isOptional={isOptional} />
      <Button type="submit" variant="filled" loading={isSending}>
        {act}
      </Button>
    </form>
  );
}
