package chat.embedded.junit;

import chat.embedded.Backend;
import chat.embedded.EmbeddedBackends;
import chat.embedded.EmbeddedOptions;
import chat.embedded.process.Folders;
import chat.embedded.process.PidFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The one set of back ends of a test JVM. Its data is in {@code target/backends-PID}; folders that
 * a killed test JVM left behind are removed, with the processes in them.
 */
final class SharedBackends implements AutoCloseable {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String PREFIX = "backends-";

  private final ExternalBackends external;
  private final Path dataDir;
  private final EmbeddedBackends embedded;

  private SharedBackends(ExternalBackends external, Path dataDir, EmbeddedBackends embedded) {
    this.external = external;
    this.dataDir = dataDir;
    this.embedded = embedded;
  }

  static SharedBackends create(Map<String, String> environment) {
    try {
      removeLeftOvers();
      long pid = ProcessHandle.current().pid();
      Path dataDir = TARGET.resolve(PREFIX + pid);
      new PidFile(owner(dataDir)).write(pid);
      return new SharedBackends(
          ExternalBackends.of(environment),
          dataDir,
          EmbeddedBackends.start(dataDir, EmbeddedOptions.of(Set.of()).withQuickKafka()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void ensureStarted(Set<Backend> wanted) throws IOException {
    Set<Backend> missing = EnumSet.noneOf(Backend.class);
    missing.addAll(wanted);
    missing.removeAll(external.given());
    embedded.ensureStarted(missing);
  }

  EmbeddedBackends embedded() {
    return embedded;
  }

  ClassBackends viewFor(Class<?> testClass) {
    return new ClassBackends(embedded, external, testClass);
  }

  @Override
  public void close() throws IOException {
    embedded.close();
    Folders.deleteRecursively(dataDir);
  }

  private static void removeLeftOvers() throws IOException {
    Files.createDirectories(TARGET);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(TARGET, PREFIX + "*")) {
      for (Path folder : folders) {
        if (new PidFile(owner(folder)).running().isEmpty()) {
          EmbeddedBackends.reapLeftOvers(folder);
          Folders.deleteRecursively(folder);
        }
      }
    }
  }

  /** Not in the run folder, whose processes are killed. */
  private static Path owner(Path dataDir) {
    return dataDir.resolve("owner");
  }
}
