import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** The chat server, started by `./run` with a data directory and ports of its own: one after the other, for each node. */
export class Server {
  readonly data = mkdtempSync(join(tmpdir(), 'chat-browser-test-'));
  private process: ChildProcess | null = null;
  private readonly output: string[] = [];

  private constructor(
    readonly port: number,
    private readonly nodes: number,
  ) {}

  static async create(nodes = 1): Promise<Server> {
    return new Server(await freePorts(nodes), nodes);
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Resolves when the server says that it is ready. */
  async start(): Promise<void> {
    const [command, ...words] = (process.env['CHAT_RUN'] ?? join(ROOT, 'run')).split(' ');
    const options = ['--port', this.port, '--data', this.data, '--nodes', this.nodes].map(String);
    const child = spawn(command!, [...words, ...options], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    child.stderr.on('data', (data: Buffer) => this.output.push(data.toString()));
    const ready = new Promise<void>((done) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.output.push(`${line}\n`);
        if (line.startsWith('Ready ')) {
          done();
        }
      });
    });
    const exited = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`The server ended (${code ?? signal}) before it was ready:\n${this.tail()}`);
    });
    const begun = Date.now();
    await Promise.race([ready, exited]);
    console.log(`The server was ready after ${Date.now() - begun} ms.`);
    exited.catch(() => undefined);
  }

  /** Kills every process of the server at once, as a power cut would. */
  async kill(): Promise<void> {
    const child = this.process;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const exited = once(child, 'exit');
    const all = [child.pid, ...descendants(child.pid), ...usersOf(this.data)];
    for (const pid of new Set(all)) {
      signal(pid, 'SIGKILL');
    }
    await exited;
  }

  /** Kills one node, numbered from 1. */
  async killNode(node: number): Promise<void> {
    await this.endNode(node, 'SIGKILL');
  }

  /** Ends one node as its service manager would; resolves when it has gone. */
  async stopNode(node: number): Promise<void> {
    await this.endNode(node, 'SIGTERM');
  }

  private async endNode(node: number, how: NodeJS.Signals): Promise<void> {
    const pid = usersOf(join(this.data, `node-${node}.yaml`))[0];
    if (pid === undefined) {
      throw new Error(`There is no process of node ${node}.`);
    }
    signal(pid, how);
    await expect.poll(() => isAlive(pid)).toBe(false);
  }

  /** Waits until a node that had ended serves again. */
  async nodeServes(node: number): Promise<void> {
    const page = `http://localhost:${this.port + node - 1}/`;
    await expect
      .poll(() =>
        fetch(page).then(
          ({ ok }) => ok,
          () => false,
        ),
      )
      .toBe(true);
  }

  /** Ends the server as Ctrl-C would and removes its data. */
  async dispose(): Promise<void> {
    const child = this.process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      await exited;
    }
    rmSync(this.data, { recursive: true, force: true });
  }

  /** The end of what every process of the server has written. */
  logs(): string {
    const folder = join(this.data, 'logs');
    const files = existsSync(folder) ? readdirSync(folder) : [];
    const ends = files.map((file) => {
      const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
      return `${file}:\n${lines.slice(-30).join('\n')}`;
    });
    return [this.tail(), ...ends].join('\n\n');
  }

  tail(): string {
    return this.output.join('').split('\n').slice(-40).join('\n');
  }
}

function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const [child, stat] of readProc('stat')) {
    // The command's name, in brackets, may hold anything; the parent is the second field after it.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const found: number[] = [];
  for (const queue = [pid]; queue.length > 0;) {
    const next = children.get(queue.pop()!) ?? [];
    found.push(...next);
    queue.push(...next);
  }
  return found;
}

/** Processes that were started with the data directory: some may have left the tree. */
function usersOf(data: string): number[] {
  return readProc('cmdline')
    .filter(([, command]) => command.includes(data))
    .map(([pid]) => pid);
}

function readProc(file: string): [number, string][] {
  return readdirSync('/proc').flatMap((name): [number, string][] => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) {
      return [];
    }
    try {
      return [[pid, readFileSync(`/proc/${pid}/${file}`, 'utf8')]];
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The first of so many ports in a row that nobody listens at. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = await freePort(0);
    const others = Array.from({ length: count - 1 }, (_, i) => freePort(first! + 1 + i));
    if (first !== null && !(await Promise.all(others)).includes(null)) {
      return first;
    }
  }
}

/** That port, or any for 0; null if it is taken. */
async function freePort(wanted: number): Promise<number | null> {
  const probe = createServer();
  const taken = new Promise<null>((done) => probe.once('error', () => done(null)));
  const free = new Promise<number>((done) =>
    probe.listen(wanted, '127.0.0.1', () => done((probe.address() as { port: number }).port)),
  );
  const port = await Promise.race([taken, free]);
  if (port !== null) {
    probe.close();
    await once(probe, 'close');
  }
  return port;
}
