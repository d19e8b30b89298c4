import type { IconName } from './icons.ts';

/** The picture of a file's kind. */
export function iconOfMedia(mediaType: string | null): IconName {
  if (!mediaType) return 'file';
  if (mediaType.includes('pdf')) return 'filePdf';
  if (mediaType.startsWith('image/')) return 'photo';
  if (/zip|tar|rar|7z/.test(mediaType)) return 'fileZip';
  if (/xml|json/.test(mediaType)) return 'fileCode';
  if (/msdownload|executable/.test(mediaType)) return 'fileAlert';
  if (mediaType.startsWith('message/')) return 'mail';
  return mediaType.startsWith('text/') ? 'fileText' : 'file';
}

export const iconOfDoor = (door: string): IconName =>
  (
    ({
      mail: 'mail',
      smtp: 'mail',
      upload: 'upload',
      phone: 'phone',
      capture: 'phone',
      nav: 'bank',
      'nav-incoming': 'bank',
      push: 'plug',
      osa: 'plug',
      szamlazz: 'plug',
      folder: 'folder',
      'watched-folder': 'folder',
      sftp: 'folder',
      ftps: 'folder',
      ftp: 'folder',
      bank: 'bank',
      'bank-drop': 'bank',
    }) as const
  )[door] ?? 'inbox';
