import msgReader from '@kenjiuno/msgreader';
import { decodeText } from '#services/domain/decode-text.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { Entry } from './container.ts';
import { addressesOf } from './headers.ts';

/** An Outlook `.msg` as far as an intake needs it. */
export type OutlookMessage = {
  messageId: string | null;
  from: string | null;
  to: string[];
  subject: string | null;
  date: string | null;
  text: string;
  html: string;
  attachments: Entry[];
};

// CommonJS: the class stands under `default` of the module object.
const MsgReader = msgReader.default;

/** @throws DomainError `unreadable` */
export function readOutlook(bytes: Buffer): OutlookMessage {
  try {
    const copy = Uint8Array.from(bytes);
    const reader = new MsgReader(copy.buffer);
    const fields = reader.getFileData();
    if (fields.error !== undefined) throw new Error(fields.error);
    const attachments = (fields.attachments ?? []).map((attachment, index): Entry => {
      const { fileName, content } = reader.getAttachment(attachment);
      const isMessage = attachment.innerMsgContent === true;
      return {
        name: fileName || attachment.name || `${index + 1}`,
        bytes: Buffer.from(content),
        ...(isMessage
          ? { mediaType: 'application/vnd.ms-outlook' }
          : attachment.attachMimeTag
            ? { mediaType: attachment.attachMimeTag }
            : {}),
        ...(attachment.pidContentId ? { contentId: attachment.pidContentId } : {}),
      };
    });
    const date = new Date(fields.clientSubmitTime ?? fields.messageDeliveryTime ?? fields.creationTime ?? '');
    return {
      messageId: fields.messageId ?? /^message-id:\s*(\S+)/im.exec(fields.headers ?? '')?.[1] ?? null,
      from:
        addressOf(fields.senderSmtpAddress, fields.creatorSMTPAddress, fields.senderEmail) ??
        addressesOf(/^from:([^\r\n]*)/im.exec(fields.headers ?? '')?.[1])[0] ??
        null,
      to: (fields.recipients ?? []).map(({ smtpAddress, email }) => addressOf(smtpAddress, email)).filter((address) => address !== null),
      subject: fields.subject ?? null,
      date: Number.isNaN(date.getTime()) ? null : date.toISOString(),
      text: fields.body ?? '',
      html: fields.bodyHtml ?? (fields.html ? decodeText(fields.html).text : ''),
      attachments,
    };
  } catch (error) {
    throw Object.assign(new DomainError('unreadable', 'the Outlook message is damaged'), { cause: error });
  }
}

/** Exchange keeps X.500 names where a mail address should be; those are no address. */
const addressOf = (...candidates: (string | undefined)[]): string | null => candidates.find((each) => each?.includes('@')) ?? null;
