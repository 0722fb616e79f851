/** What a push tells: ids and counts, never text. */
export type Payload =
  | {
      readonly t: 'message';
      readonly channel: string;
      /** The newest message, by event number and ordinal; comments have no ordinal. */
      readonly seq: number;
      readonly n: number;
      /** It is a comment in this message's thread. */
      readonly parent?: number;
      /** Messages not read there, at least 1. */
      readonly unread: number;
      /** One of them mentions me. */
      readonly mention: boolean;
      /** Channels with something unread, this one included. */
      readonly badge: number;
    }
  | {
      readonly t: 'clear';
      readonly channel: string;
      /** Up to here all was read: `n` in the channel, `seq` among the comments on `parent`. */
      readonly n: number;
      readonly parent?: number;
      readonly seq: number;
      readonly badge: number;
    }
  | { readonly t: 'test' };

/** Reads a push's JSON; one that is not understood (a newer server's) is null. */
export function parsePayload(data: unknown): Payload | null {
  const fields = (data ?? {}) as Record<string, unknown>;
  const number = (name: string): number => (Number.isFinite(fields[name]) ? (fields[name] as number) : 0);
  const channel = fields['channel'];
  switch (fields['t']) {
    case 'test':
      return { t: 'test' };
    case 'clear':
      return typeof channel === 'string'
        ? {
            t: 'clear',
            channel,
            n: number('n'),
            ...(number('parent') > 0 ? { parent: number('parent') } : {}),
            seq: number('seq'),
            badge: number('badge'),
          }
        : null;
    case 'message':
      return typeof channel === 'string' && number('seq') > 0
        ? {
            t: 'message',
            channel,
            seq: number('seq'),
            n: number('n'),
            ...(number('parent') > 0 ? { parent: number('parent') } : {}),
            unread: Math.max(1, number('unread')),
            mention: fields['mention'] === true,
            badge: number('badge'),
          }
        : null;
    default:
      return null;
  }
}
