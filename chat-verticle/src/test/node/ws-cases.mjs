// Drives the npm client `ws` through the cases of a file, each on a connection of its own:
//   node ws-cases.mjs PORT CASES.json
// and prints a JSON line for each: what came back, as digests, and how the connection was closed.
// Frames are encoded by ws, right and wrong ones; what it receives it checks by its own rules.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Sender, WebSocket } from 'ws';

const [port, file] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(file, 'utf8'));
const AT_ONCE = 4;
const TIMEOUT_MS = 30_000;

function payloadOf({ hex, times }) {
  const unit = Buffer.from(hex, 'hex');
  return unit.length === 0 ? unit : Buffer.alloc(unit.length * times, unit);
}

const digest = (data) => createHash('sha256').update(data).digest('hex');

/** The frame as ws encodes it, with what ws refuses to encode put in afterwards. */
function encode({ fin, rsv, opcode, payload, sent }) {
  const data = payloadOf(payload);
  const parts = Sender.frame(data, {
    fin,
    opcode,
    mask: true,
    readOnly: false,
    rsv1: false,
  });
  const whole = Buffer.concat(parts);
  whole[0] |= rsv << 4;
  return whole.subarray(0, whole.length - (data.length - sent));
}

function pieces(frames, chop) {
  if (chop === -1) {
    return frames;
  }
  const all = Buffer.concat(frames);
  if (chop === 0) {
    return [all];
  }
  const cut = [];
  for (let from = 0; from < all.length; from += chop) {
    cut.push(all.subarray(from, from + chop));
  }
  return cut;
}

function run({ number, frames, chop }) {
  return new Promise((resolve) => {
    const heard = [];
    const result = { number, heard, code: null, error: null };
    const client = new WebSocket(`ws://127.0.0.1:${port}/`, {
      perMessageDeflate: false,
      maxPayload: 32 << 20,
      autoPong: false,
    });
    const timer = setTimeout(() => {
      result.error = 'timed out';
      client.terminate();
    }, TIMEOUT_MS);
    client.on('open', async () => {
      const socket = client._socket;
      socket.setNoDelay(true);
      for (const piece of pieces(frames.map(encode), chop)) {
        if (socket.destroyed || !socket.writable) {
          break;
        }
        if (!socket.write(piece)) {
          await new Promise((go) => {
            socket.once('drain', go);
            socket.once('close', go);
          });
        }
      }
    });
    client.on('message', (data, isBinary) =>
      heard.push({ opcode: isBinary ? 2 : 1, bytes: data.length, digest: digest(data) }),
    );
    client.on('pong', (data) =>
      heard.push({ opcode: 10, bytes: data.length, digest: digest(data) }),
    );
    client.on('error', (error) => {
      // The server ends the connection while the rest is under way: that is no error of its frames.
      if (!['EPIPE', 'ECONNRESET'].includes(error.code)) {
        result.error = String(error);
      }
    });
    client.on('close', (code) => {
      clearTimeout(timer);
      result.code = code;
      resolve(result);
    });
  });
}

async function worker() {
  for (let next = cases.shift(); next; next = cases.shift()) {
    console.log(JSON.stringify(await run(next)));
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, worker));
