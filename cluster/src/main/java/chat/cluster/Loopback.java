package chat.cluster;

import java.util.List;

/** The loopback interface, the same for all. Nothing can be cut. */
public final class Loopback implements Network {
  private static final String ADDRESS = "127.0.0.1";

  @Override
  public String backendHost() {
    return ADDRESS;
  }

  @Override
  public String host(int node) {
    return ADDRESS;
  }

  @Override
  public List<String> enterCommand(int node) {
    return List.of();
  }

  @Override
  public boolean canCut() {
    return false;
  }

  @Override
  public Cut cutNodes(int one, int other) {
    throw new UnsupportedOperationException("the loopback can't be cut");
  }

  @Override
  public Cut cutBackend(int node, int port) {
    throw new UnsupportedOperationException("the loopback can't be cut");
  }

  @Override
  public void close() {}
}
