import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StatementImported, StatementPreview } from '#web/contract/bank-statements.ts';
import { api } from '../../api/client.ts';
import { useBusiness } from '../../frame/useBusiness.ts';
import { Icon } from '../../shared/Icon.tsx';
import { SkeletonRows } from '../../shared/Late.tsx';
import { Page } from '../../shared/Page.tsx';
import { ProblemNotice } from '../../shared/ProblemNotice.tsx';
import { Scroller } from '../../shared/Scroller.tsx';
import { BankNav } from '../BankNav.tsx';
import { Accounts } from './Accounts.tsx';
import { ImportedNote } from './ImportedNote.tsx';
import { MappingTable } from './MappingTable.tsx';
import { PreviewedStatements } from './PreviewedStatements.tsx';
import { refusalText } from './refusal-text.ts';
import { formOf, nothingSaid, type Say } from './say.ts';
import '../bank.css';
import './import.css';

/** A bank's file: looked at first, its columns set right where the format is unknown, then taken in whole or not at all. */
export function ImportScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const cache = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [say, setSay] = useState<Say>(nothingSaid);
  const [preview, setPreview] = useState<StatementPreview | null>(null);
  const [guess, setGuess] = useState<StatementPreview['guess']>(null);
  const [imported, setImported] = useState<StatementImported | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const root = `/businesses/${business.id}/bank-statements`;

  const tried = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const look = (given: File, said: Say) => {
    setFile(given);
    setSay(said);
    setImported(null);
    return tried(async () => {
      const seen = await api.form(`${root}/preview`, formOf(given, said), StatementPreview);
      setPreview(seen);
      // Once a person says what the columns are, nothing is guessed any more: the rows of the guess stay in sight.
      if (!said.mapping) setGuess(seen.guess);
    });
  };
  const take = (given: File) =>
    tried(async () => {
      setImported(await api.form(root, formOf(given, say), StatementImported));
      setPreview(null);
      setFile(null);
      await cache.invalidateQueries({ queryKey: ['transaction', business.id] });
    });
  const choose = (files: FileList | null) => files?.[0] && void look(files[0], nothingSaid);
  return (
    <Page title={t('bank.import')} tools={<BankNav />}>
      <Scroller
        className="page-body import"
        aria-label={t('bank.import')}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          choose(event.dataTransfer.files);
        }}
      >
        <section className="card import-drop">
          <Icon name="upload" />
          <span className="grow">
            <span className="strong">{file ? file.name : t('bank.chooseFile')}</span>
            <br />
            <span className="small faint">{t('bank.chooseHint')}</span>
          </span>
          <input ref={input} type="file" hidden aria-label={t('bank.chooseFile')} onChange={(event) => choose(event.currentTarget.files)} />
          <Button variant={file ? 'default' : 'filled'} onClick={() => input.current?.click()}>
            {t(file ? 'bank.otherFile' : 'bank.chooseFile')}
          </Button>
        </section>
        {problem ? <ProblemNotice problem={problem} /> : null}
        {isBusy && <SkeletonRows rows={4} />}
        {imported && <ImportedNote imported={imported} />}
        {file && preview && !isBusy && (
          <>
            {preview.refused && !guess && (
              <div className="problem" role="alert">
                <Icon name="alertCircle" />
                <p>{refusalText(t, preview.refused)}</p>
              </div>
            )}
            {guess && (
              <MappingTable
                guess={guess}
                refused={preview.refused}
                balances={say.mapping ? balancesOf(preview) : guess.balances}
                mapping={say.mapping ?? guess.mapping}
                onMapping={(mapping) => void look(file, { ...say, mapping })}
              />
            )}
            {preview.statements.length > 0 && (
              <PreviewedStatements
                preview={preview}
                say={say}
                // The account belongs to what is looked at: it is asked again with it.
                onSay={(said) => (said.account === say.account ? setSay(said) : void look(file, said))}
                onTake={() => void take(file)}
              />
            )}
          </>
        )}
        <Accounts businessId={business.id} />
      </Scroller>
    </Page>
  );
}

/** Whether the balances of all the file's statements speak for the columns, or one's against them. */
function balancesOf({ statements }: StatementPreview): boolean | null {
  const said = statements.map(({ balances }) => balances);
  return said.includes(false) ? false : said.length > 0 && said.every((each) => each === true) ? true : null;
}
