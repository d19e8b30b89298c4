/** What a file is by its content; its name is only a hint where the content says nothing. */
export const fileForms = [
  'pdf',
  'image',
  'xml',
  'docx',
  'odt',
  'xlsx',
  'xls',
  'ods',
  'html',
  'text',
  'csv',
  'mt940',
  'mail',
  'msg',
  'mbox',
  'tnef',
  'archive',
  'heic',
  'tiff',
  'encrypted',
  'executable',
  'empty',
  'unknown',
] as const;
export type FileForm = (typeof fileForms)[number];

/** `dialect`: of XML its root as `{namespace}name`; of the others a finer word where there is one (`zip`, `gzip`, `signed-data`). */
export type Identified = { mediaType: string; form: FileForm; dialect?: string };
