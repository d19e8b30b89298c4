import { Button, type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The accent: act here, you are here. */
const teal: MantineColorsTuple = [
  '#e2f2ef',
  '#c5e6e0',
  '#9dd5cb',
  '#70c2b4',
  '#46c2b1',
  '#23958a',
  '#0f7f72',
  '#0b7468',
  '#095e54',
  '#064840',
];
const dark: MantineColorsTuple = [
  '#e8ecee',
  '#b9c3ca',
  '#9aa6ae',
  '#6b7880',
  '#46525a',
  '#2a3238',
  '#232a2f',
  '#181d21',
  '#111518',
  '#0b0e10',
];

/**
 * Every colour of the screens, light and dark: greys, one accent, and four colours with one meaning each
 * (red late or refused, amber needs a person, green done, blue information). All text reaches 4.5 : 1 on `--sunken`.
 */
const colours = {
  '--bg': ['#f5f6f7', '#111518'],
  '--surface': ['#ffffff', '#181d21'],
  '--sunken': ['#edf0f2', '#232a2f'],
  '--line': ['#e3e6e9', '#2a3238'],
  '--line-strong': ['#c9d0d5', '#46525a'],
  '--text': ['#1a2126', '#e8ecee'],
  '--text-soft': ['#48535b', '#b9c3ca'],
  '--text-faint': ['#5f6a72', '#9aa6ae'],
  '--accent': ['#0b7468', '#46c2b1'],
  '--accent-soft': ['#e2f2ef', '#12302d'],
  '--accent-line': ['#86c5bb', '#24665d'],
  '--fill': ['#0b7468', '#0f7f72'],
  '--red': ['#b3261e', '#ff938b'],
  '--red-soft': ['#fcebe9', '#3b1d1c'],
  '--red-bar': ['#d0463d', '#d9635b'],
  '--amber': ['#825000', '#f0b450'],
  '--amber-soft': ['#fff3dc', '#33260f'],
  '--amber-bar': ['#e0930f', '#d9952a'],
  '--green': ['#286e2e', '#7fca87'],
  '--green-soft': ['#e7f4e8', '#1a3020'],
  '--blue': ['#1c5cab', '#86b9f6'],
  '--blue-soft': ['#e8f1fc', '#182b43'],
  '--shadow': ['0 4px 16px rgb(20 30 36 / 0.16)', '0 4px 16px rgb(0 0 0 / 0.5)'],
} as const;

const inScheme = (scheme: 0 | 1): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(colours).map(([name, pair]) => [name, pair[scheme]])),
  '--mantine-color-body': colours['--surface'][scheme],
  '--mantine-color-text': colours['--text'][scheme],
  '--mantine-color-dimmed': colours['--text-faint'][scheme],
  '--mantine-color-placeholder': colours['--text-faint'][scheme],
  '--mantine-color-anchor': colours['--accent'][scheme],
  '--mantine-color-default': colours['--surface'][scheme],
  '--mantine-color-default-hover': colours['--bg'][scheme],
  '--mantine-color-default-border': colours['--line-strong'][scheme],
  '--mantine-color-error': colours['--red'][scheme],
  '--mantine-primary-color-filled': colours['--fill'][scheme],
  '--mantine-color-teal-filled': colours['--fill'][scheme],
  // White stands on it in both: the act that nothing takes back.
  '--mantine-color-red-filled': colours['--red'][0],
  '--mantine-color-red-filled-hover': '#8f1e18',
  '--mantine-color-teal-light': colours['--accent-soft'][scheme],
  '--mantine-color-teal-light-color': colours['--accent'][scheme],
});

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: inScheme(0), dark: inScheme(1) });

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  fontSizes: { xs: '13px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '20px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '14px', lineHeight: '20px' } } },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '6px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { variant: 'default' },
      vars: (_theme, { size }) => ({
        root:
          size === 'lg'
            ? { '--button-height': '48px', '--button-fz': '16px' }
            : { '--button-height': 'var(--control)', '--button-padding-x': '12px', '--button-fz': '14px' },
      }),
    }),
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false, comboboxProps: { shadow: 'md' } } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-start', transitionProps: { duration: 0 } } },
    Modal: {
      defaultProps: { transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.3 }, closeButtonProps: { 'aria-label': '×' } },
    },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } },
  },
});
