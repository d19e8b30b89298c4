import { z } from 'zod';

// The page's security policy allows no code made at run time.
z.config({ jitless: true });
