import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';

/** One address for several nodes: each new connection goes to the node that was chosen last, or ends at once if none is. */
export class Balancer {
  private readonly open = new Set<Socket>();
  private readonly server: Server;
  private target: number | null = null;

  private constructor() {
    this.server = createServer((client) => this.pass(client));
  }

  static async listen(): Promise<Balancer> {
    const balancer = new Balancer();
    balancer.server.listen(0, '127.0.0.1');
    await once(balancer.server, 'listening');
    return balancer;
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as { port: number }).port}`;
  }

  /** From now on connections go to the node at that port; those that there are stay where they are. */
  choose(port: number | null): void {
    this.target = port;
  }

  private pass(client: Socket): void {
    if (this.target === null) {
      client.destroy();
      return;
    }
    const node = connect(this.target, '127.0.0.1');
    for (const [from, to] of [[client, node] as const, [node, client] as const]) {
      this.open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.open.delete(from);
        to.destroy();
      });
    }
  }

  close(): void {
    this.server.close();
    this.open.forEach((socket) => socket.destroy());
  }
}
