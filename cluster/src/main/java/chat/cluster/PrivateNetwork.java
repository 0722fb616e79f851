package chat.cluster;

import chat.embedded.process.ChildProcess;
import chat.embedded.process.ChildSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network of nothing but this cell: this process and the back ends are in one network namespace,
 * which {@code scripts/private-network} has made, and each node in one of its own, with a cable
 * between. This namespace routes between the nodes, so a cut is a rule by which it drops packets:
 * connections that were open stay open and hear nothing, new ones are not answered.
 *
 * <p>Nothing is left behind, however this process ends: a namespace goes with its last process.
 */
public final class PrivateNetwork implements Network {
  /** Set by {@code scripts/private-network}. */
  private static final String MADE = "CHAT_PRIVATE_NETWORK";

  private static final String BACKENDS = "10.77.0.1";

  /** After our rules, which is why it can't stay at 0. */
  private static final int LOCAL_ADDRESSES = 1_000;

  private final AtomicInteger rules = new AtomicInteger();
  private final List<ChildProcess> keepers = new ArrayList<>();

  private PrivateNetwork() {}

  /** Whether this process is in a network namespace that was made for it. */
  public static boolean isAvailable() {
    return System.getenv(MADE) != null;
  }

  /**
   * Lays the cables; once in a process.
   *
   * @param folder for the pid files and logs of what keeps the nodes' namespaces
   * @throws IOException if this process may not do so
   */
  public static PrivateNetwork create(Path folder, int nodes) throws IOException {
    if (!isAvailable()) {
      throw new IOException("there is no private network: start with scripts/private-network");
    }
    PrivateNetwork network = new PrivateNetwork();
    try {
      network.prepare();
      for (int node = 0; node < nodes; node++) {
        network.add(folder, node);
      }
      return network;
    } catch (IOException e) {
      network.close();
      throw e;
    }
  }

  private void prepare() throws IOException {
    Command.run("ip", "link", "set", "lo", "up");
    Command.run("ip", "address", "add", BACKENDS + "/32", "dev", "lo");
    Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
    rule("add", LOCAL_ADDRESSES, "lookup", "local");
    rule("del", 0);
  }

  private void add(Path folder, int node) throws IOException {
    String name = "network-" + (node + 1);
    ChildProcess keeper =
        ChildProcess.start(
            new ChildSpec(
                name,
                List.of("unshare", "--net", "sh", "-c", "echo there; exec sleep infinity"),
                Map.of(),
                folder,
                folder.resolve("logs").resolve(name + ".log"),
                folder.resolve("run").resolve(name + ".pid"),
                line -> line.equals("there")));
    keepers.add(keeper);
    keeper.awaitReady(Command.LIMIT);
    String cable = "node" + (node + 1);
    String pid = Long.toString(keeper.pid());
    Command.run("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", pid);
    Command.run("ip", "address", "add", router(node) + "/30", "dev", cable);
    Command.run("ip", "link", "set", cable, "up");
    inside(node, "ip", "link", "set", "lo", "up");
    inside(node, "ip", "address", "add", host(node) + "/30", "dev", "eth0");
    inside(node, "ip", "link", "set", "eth0", "up");
    inside(node, "ip", "route", "add", "default", "via", router(node));
  }

  private void inside(int node, String... command) throws IOException {
    List<String> whole = new ArrayList<>(enterCommand(node));
    whole.addAll(List.of(command));
    Command.run(whole.toArray(String[]::new));
  }

  private static String router(int node) {
    return "10.77." + (node + 1) + ".1";
  }

  @Override
  public String backendHost() {
    return BACKENDS;
  }

  @Override
  public String host(int node) {
    return "10.77." + (node + 1) + ".2";
  }

  @Override
  public List<String> enterCommand(int node) {
    return List.of("nsenter", "--net=/proc/" + keepers.get(node).pid() + "/ns/net");
  }

  @Override
  public boolean canCut() {
    return true;
  }

  @Override
  public Cut cutNodes(int one, int other) throws IOException {
    int rule = nextRule();
    rule("add", rule, "from", host(one), "to", host(other), "blackhole");
    rule("add", rule, "from", host(other), "to", host(one), "blackhole");
    return () -> heal(rule);
  }

  @Override
  public Cut cutBackend(int node, int port) throws IOException {
    int rule = nextRule();
    String number = Integer.toString(port);
    rule("add", rule, "from", host(node), "ipproto", "tcp", "dport", number, "blackhole");
    rule("add", rule, "to", host(node), "ipproto", "tcp", "sport", number, "blackhole");
    return () -> heal(rule);
  }

  private int nextRule() {
    return 1 + rules.getAndIncrement() % (LOCAL_ADDRESSES - 1);
  }

  private static void heal(int rule) throws IOException {
    rule("del", rule);
    rule("del", rule);
  }

  private static void rule(String verb, int preference, String... rest) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("ip", "rule", verb, "pref", Integer.toString(preference)));
    command.addAll(List.of(rest));
    Command.run(command.toArray(String[]::new));
  }

  /** Takes the nodes' namespaces away. */
  @Override
  public void close() {
    keepers.forEach(ChildProcess::kill);
    keepers.clear();
  }
}
