package chat.cluster;

import java.io.IOException;
import java.util.List;

/** By what a cell's processes reach each other, and where that can be cut. */
public interface Network extends AutoCloseable {
  /** The address of all back ends. */
  String backendHost();

  /** The address of a node, by its number from 0. */
  String host(int node);

  /** What must precede a command for it to run where that node does; may be empty. */
  List<String> enterCommand(int node);

  /** Whether anything can be cut here. */
  boolean canCut();

  /** Loses every packet between two nodes, in both directions, until the cut is healed. */
  Cut cutNodes(int one, int other) throws IOException;

  /** Loses every packet between a node and what listens at that port of the back ends' address. */
  Cut cutBackend(int node, int port) throws IOException;

  @Override
  void close();

  /** Two sides that don't hear each other. No connection is closed: each side hears silence. */
  interface Cut {
    /** Lets packets through again; once. */
    void heal() throws IOException;
  }
}
