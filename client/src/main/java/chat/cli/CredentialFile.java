package chat.cli;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import chat.client.CredentialStore;
import chat.client.Credentials;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The credentials in {@code session.json}, readable by their owner only (mode 0600), replaced as a
 * whole. Several commands may run at once: a lock lets one of them refresh, and the others take
 * what it wrote.
 */
final class CredentialFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private static final long REFRESH_SECONDS = 60;

  private final Path folder;
  private final Path file;

  CredentialFile(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("session.json");
  }

  /** What was saved last, if anything. */
  Optional<SavedSession> read() {
    try {
      return Optional.of(MAPPER.readValue(Files.readString(file), SavedSession.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new CliException("cannot read " + file + ": " + e.getMessage());
    }
  }

  void write(SavedSession session) {
    try {
      makeFolder();
      Path next =
          Files.createTempFile(
              folder,
              "session",
              ".tmp",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(next, MAPPER.writeValueAsString(session));
      Files.move(next, file, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CliException("cannot write " + file + ": " + e.getMessage());
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new CliException("cannot delete " + file + ": " + e.getMessage());
    }
  }

  /** Keeps later credentials of the session of that server. */
  CredentialStore store(Vertx vertx) {
    return (stale, refresh) -> vertx.executeBlocking(() -> replace(stale, refresh), false);
  }

  private Credentials replace(Credentials stale, Function<Credentials, Future<Credentials>> refresh)
      throws Exception {
    makeFolder();
    try (FileChannel channel = FileChannel.open(folder.resolve("session.lock"), CREATE, WRITE);
        var lock = channel.lock()) {
      Optional<SavedSession> saved = read();
      if (saved.isPresent() && !saved.get().refreshToken().equals(stale.refreshToken())) {
        return saved.get().credentials();
      }
      Credentials fresh =
          refresh
              .apply(stale)
              .timeout(REFRESH_SECONDS, TimeUnit.SECONDS)
              .toCompletionStage()
              .toCompletableFuture()
              .get();
      if (saved.isPresent() && lock.isValid()) {
        write(SavedSession.of(saved.get().server(), fresh));
      }
      return fresh;
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void makeFolder() throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
