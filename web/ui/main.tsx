// First of all: schemas are made when their files are loaded.
import './no-made-code.ts';
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/forms.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './api/client.ts';
import { router } from './router.tsx';
import { startTexts } from './texts/texts.ts';
import { cssVariables, theme } from './theme.ts';

const cache = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // The session has ended: `me` is asked again, and the frame leads to the sign-in page.
      if (error instanceof ProblemError && error.status === 401) void cache.invalidateQueries({ queryKey: ['me'] });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && error instanceof ProblemError && (error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: true,
    },
  },
});

// The page's security policy takes no style sheet without it; Mantine's dialogs ask for it under the second name.
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
Object.assign(globalThis, { __webpack_nonce__: nonce });

await startTexts();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={cache}>
        <Notifications position="bottom-center" limit={3} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
