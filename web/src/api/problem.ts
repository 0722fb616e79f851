/**
 * Something the server refused (an RFC 9457 problem document or a socket's `nack`), or the reason why it
 * could not be asked. `type` is a slug of the server's catalogue, or one of the two of our own:
 * `offline` (no answer came) and `timeout`.
 */
export class Problem extends Error {
  constructor(
    readonly type: string,
    readonly status: number,
    readonly title: string,
    readonly detail: string | null = null,
    /** Seconds to wait before another attempt, where the server said so. */
    readonly retryAfter: number | null = null,
    /** The field to blame, such as `handle`, where the server named one. */
    readonly field: string | null = null,
  ) {
    super(`${type}: ${detail ?? title}`);
  }

  /** Whether the same request may succeed later, so that repeating it makes sense. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }

  static offline(): Problem {
    return new Problem('offline', 0, 'The server cannot be reached');
  }

  static timeout(): Problem {
    return new Problem('timeout', 0, 'The server did not answer in time');
  }

  /** Reads a problem document; anything else with a failing status becomes `internal` or its like. */
  static async of(response: Response): Promise<Problem> {
    const retryAfter = Number(response.headers.get('Retry-After') ?? NaN);
    const body = await response.json().catch(() => null);
    const text = (key: string): string | null => {
      const value: unknown = body !== null && typeof body === 'object' ? Reflect.get(body, key) : null;
      return typeof value === 'string' ? value : null;
    };
    return new Problem(
      slug(text('type')) ?? byStatus(response.status),
      response.status,
      text('title') ?? response.statusText,
      text('detail'),
      Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
      text('field'),
    );
  }

  /** Whatever was thrown, as a problem. */
  static from(error: unknown): Problem {
    return error instanceof Problem ? error : new Problem('internal', 500, String(error));
  }
}

/** `type` is a URI reference: a proxy may have made it absolute, the slug is its last part. */
function slug(type: string | null): string | null {
  const last = type?.split('/').pop();
  return last === undefined || last === '' || last === 'about:blank' ? null : last;
}

function byStatus(status: number): string {
  const types: Record<number, string> = {
    400: 'bad-request',
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not-found',
    409: 'conflict',
    410: 'gone',
    413: 'too-large',
    429: 'rate-limited',
    502: 'unavailable',
    503: 'unavailable',
    504: 'unavailable',
  };
  return types[status] ?? (status >= 500 ? 'internal' : 'bad-request');
}
