/**
 * What kind of image a file is, by its first bytes as the server will look at them: what its name says, and
 * so what the browser takes it for, may be wrong. Null for whatever is none that can be sent.
 */
export async function imageTypeOf(file: Blob): Promise<string | null> {
  // What cannot be read (a folder, say) is none.
  const buffer = await file
    .slice(0, 64)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  const begin = String.fromCharCode(...new Uint8Array(buffer));
  return Object.entries(SIGNATURES).find(([, signature]) => signature.test(begin))?.[0] ?? null;
}

const SIGNATURES: Readonly<Record<string, RegExp>> = {
  'image/png': /^\x89PNG\r\n\x1a\n/,
  'image/jpeg': /^\xff\xd8\xff/,
  'image/gif': /^GIF8[79]a/,
  'image/webp': /^RIFF.{4}WEBP/s,
  // The main brand, or a compatible one (ISO/IEC 14496-12, box ftyp).
  'image/avif': /^.{4}ftyp(avi[fs]|.{8}(.{4})*?avi[fs])/s,
};

export const IMAGE_TYPES: readonly string[] = Object.keys(SIGNATURES);
