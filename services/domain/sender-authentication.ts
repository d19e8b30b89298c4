type Judged = { result: string; domain: string | null };

/** What SPF, DKIM, DMARC and ARC said of a mail's sender, in the words of RFC 8601 (`pass`, `fail`, `none`, …). */
export type SenderAuthentication = {
  spf: Judged;
  dkim: Judged[];
  dmarc: Judged;
  arc: { result: string };
};
