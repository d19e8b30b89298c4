type Operation = {
  operationId?: string;
  summary?: string;
  'x-permission'?: string;
  requestBody?: unknown;
  responses?: Record<string, { description?: string }>;
};
type Described = { info: { title: string; version: string }; paths?: Record<string, Record<string, unknown> | undefined> };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A readable page of the API, made from its OpenAPI description; no script, nothing from elsewhere. */
export function docsPage(description: unknown, nonce: string): string {
  const { info, paths = {} } = description as Described;
  const entries = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(([method, operation]) => entry(method, path, operation as Operation)),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(info.title)} API ${escaped(info.version)}</title>
<style nonce="${nonce}">
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  section { border-top: 1px solid #8884; padding: .75rem 0; }
  code { font-size: .95em; } h2 { font-size: 1rem; margin: 0; } .method { display: inline-block; min-width: 4.5em; font-weight: 700; }
  ul { margin: .25rem 0; padding-left: 1.25rem; }
</style></head><body><main>
<h1>${escaped(info.title)} API</h1>
<p>The machine-readable form is <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1). Errors are RFC 9457 problem details with a stable <code>type</code>.
Programs: <code>POST /api/v1/tokens</code> with <code>{"securityKey"}</code>, then <code>Authorization: Bearer …</code>.</p>
${entries.join('\n')}
</main></body></html>`;
}

const entry = (
  method: string,
  path: string,
  { operationId, summary, responses = {}, 'x-permission': permission }: Operation,
): string => `<section id="${escaped(operationId ?? '')}">
<h2><span class="method">${escaped(method.toUpperCase())}</span> <code>/api/v1${escaped(path)}</code></h2>
<p>${escaped(summary ?? '')}. <small>Permission: <code>${escaped(permission ?? '')}</code></small></p>
<ul>${Object.entries(responses)
  .map(([status, { description }]) => `<li><code>${escaped(status)}</code> ${escaped(description ?? '')}</li>`)
  .join('')}</ul>
</section>`;
