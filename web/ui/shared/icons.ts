import addressBook from '~icons/tabler/address-book';
import alertCircle from '~icons/tabler/alert-circle';
import alertTriangle from '~icons/tabler/alert-triangle';
import arrowBack from '~icons/tabler/arrow-back-up';
import ban from '~icons/tabler/ban';
import bell from '~icons/tabler/bell';
import bank from '~icons/tabler/building-bank';
import calendar from '~icons/tabler/calendar';
import calendarCheck from '~icons/tabler/calendar-check';
import camera from '~icons/tabler/camera';
import chart from '~icons/tabler/chart-bar';
import check from '~icons/tabler/check';
import checks from '~icons/tabler/checks';
import chevronDown from '~icons/tabler/chevron-down';
import chevronLeft from '~icons/tabler/chevron-left';
import chevronRight from '~icons/tabler/chevron-right';
import circleCheck from '~icons/tabler/circle-check';
import circleDot from '~icons/tabler/circle-dot';
import clock from '~icons/tabler/clock';
import columns from '~icons/tabler/columns-3';
import copy from '~icons/tabler/copy';
import copyCheck from '~icons/tabler/copy-check';
import phone from '~icons/tabler/device-mobile';
import devices from '~icons/tabler/devices';
import doorExit from '~icons/tabler/door-exit';
import dots from '~icons/tabler/dots';
import download from '~icons/tabler/download';
import eyeCheck from '~icons/tabler/eye-check';
import file from '~icons/tabler/file';
import fileAlert from '~icons/tabler/file-alert';
import fileCode from '~icons/tabler/file-code';
import fileInvoice from '~icons/tabler/file-invoice';
import fileSearch from '~icons/tabler/file-search';
import fileText from '~icons/tabler/file-text';
import filePdf from '~icons/tabler/file-type-pdf';
import fileZip from '~icons/tabler/file-zip';
import files from '~icons/tabler/files';
import filter from '~icons/tabler/filter';
import folder from '~icons/tabler/folder';
import history from '~icons/tabler/history';
import home from '~icons/tabler/home';
import inbox from '~icons/tabler/inbox';
import info from '~icons/tabler/info-circle';
import key from '~icons/tabler/key';
import keyboard from '~icons/tabler/keyboard';
import language from '~icons/tabler/language';
import fold from '~icons/tabler/layout-sidebar-left-collapse';
import unfold from '~icons/tabler/layout-sidebar-left-expand';
import link from '~icons/tabler/link';
import listSearch from '~icons/tabler/list-search';
import lock from '~icons/tabler/lock';
import logout from '~icons/tabler/logout';
import mail from '~icons/tabler/mail';
import mailOff from '~icons/tabler/mail-off';
import menu from '~icons/tabler/menu-2';
import minus from '~icons/tabler/minus';
import moon from '~icons/tabler/moon';
import box from '~icons/tabler/package';
import photo from '~icons/tabler/photo';
import photoUp from '~icons/tabler/photo-up';
import plug from '~icons/tabler/plug-connected';
import plus from '~icons/tabler/plus';
import refresh from '~icons/tabler/refresh';
import rotate from '~icons/tabler/rotate-clockwise';
import scissors from '~icons/tabler/scissors';
import search from '~icons/tabler/search';
import send from '~icons/tabler/send';
import settings from '~icons/tabler/settings';
import shieldLock from '~icons/tabler/shield-lock';
import shieldX from '~icons/tabler/shield-x';
import sun from '~icons/tabler/sun';
import trash from '~icons/tabler/trash';
import upload from '~icons/tabler/upload';
import user from '~icons/tabler/user';
import userCog from '~icons/tabler/user-cog';
import users from '~icons/tabler/users';
import wifiOff from '~icons/tabler/wifi-off';
import x from '~icons/tabler/x';
import zoomIn from '~icons/tabler/zoom-in';
import zoomOut from '~icons/tabler/zoom-out';

/** Every icon of the screens (Tabler, outline), as SVG text. */
export const icons = {
  addressBook,
  alertCircle,
  alertTriangle,
  arrowBack,
  ban,
  bank,
  bell,
  box,
  calendar,
  calendarCheck,
  camera,
  chart,
  check,
  checks,
  chevronDown,
  chevronLeft,
  chevronRight,
  circleCheck,
  circleDot,
  clock,
  columns,
  copy,
  copyCheck,
  devices,
  doorExit,
  dots,
  download,
  eyeCheck,
  file,
  fileAlert,
  fileCode,
  fileInvoice,
  filePdf,
  fileSearch,
  fileText,
  fileZip,
  files,
  fold,
  filter,
  folder,
  history,
  home,
  inbox,
  info,
  key,
  keyboard,
  language,
  link,
  listSearch,
  lock,
  logout,
  mail,
  mailOff,
  menu,
  minus,
  moon,
  phone,
  photo,
  photoUp,
  plug,
  plus,
  refresh,
  rotate,
  scissors,
  search,
  send,
  settings,
  shieldLock,
  shieldX,
  sun,
  trash,
  unfold,
  upload,
  user,
  userCog,
  users,
  wifiOff,
  x,
  zoomIn,
  zoomOut,
};
export type IconName = keyof typeof icons;
