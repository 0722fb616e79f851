import { Problem } from './problem';

const TIMEOUT_MS = 20_000;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One JSON request without a session. Resolves with the parsed answer (`undefined` for 204), rejects with
 * a {@link Problem}; gives up after 20 seconds.
 */
export async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  token?: string | null,
): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (token) {
    headers['Authorization'] = `Bearer ${token}`;
  }
  let response: Response;
  try {
    response = await fetch(`/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: 'no-store',
      credentials: 'omit',
    });
    if (response.ok) {
      return (response.status === 204 || response.status === 202 ? undefined : await response.json()) as T;
    }
  } catch (error) {
    throw error instanceof DOMException && error.name === 'TimeoutError'
      ? Problem.timeout()
      : Problem.offline();
  }
  throw await Problem.of(response);
}

/** `?a=1&b=2` of the values that are there. */
export function query(values: Record<string, string | number | undefined | null>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
