let offsetMs = 0;

/** Takes over the server's clock (RFC 3339, from `ready`): operation ids are made in server time. */
export function setServerTime(time: string): void {
  const server = Date.parse(time);
  if (Number.isFinite(server)) {
    offsetMs = server - Date.now();
  }
}

/** Unix milliseconds by the server's clock, as far as it is known. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}
