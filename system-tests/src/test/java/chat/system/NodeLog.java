package chat.system;

import chat.cluster.NodeProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a node of the shared cell logs from some moment on. */
record NodeLog(Path file, long since) {

  /** From now on. */
  static NodeLog of(NodeProcess node) throws IOException {
    Path file = ClusterExtension.FOLDER.resolve("logs").resolve(node.name() + ".log");
    return new NodeLog(file, Files.size(file));
  }

  boolean says(String text) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(since);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(text);
    }
  }
}
