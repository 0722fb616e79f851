package chat.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import chat.client.Credentials;
import chat.client.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialFileTest {
  private static final URI SERVER = URI.create("http://localhost:8080");

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void onlyTheOwnerMayReadIt() throws Exception {
    CredentialFile file = new CredentialFile(folder.resolve("chat"));
    file.write(SavedSession.of(SERVER, credentials(1)));

    assertThat(mode(folder.resolve("chat/session.json"))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("chat"))).isEqualTo("rwx------");
    assertThat(file.read().orElseThrow().credentials()).isEqualTo(credentials(1));
  }

  @Test
  void ofSeveralCommandsOneRefreshesAndTheOthersTakeItsResult() throws Exception {
    new CredentialFile(folder).write(SavedSession.of(SERVER, credentials(1)));
    AtomicInteger refreshes = new AtomicInteger();
    List<Future<Credentials>> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      asked.add(
          new CredentialFile(folder)
              .store(vertx)
              .replace(
                  credentials(1),
                  stale -> Future.succeededFuture(credentials(1 + refreshes.incrementAndGet()))));
      asked.getLast().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    assertThat(refreshes).hasValue(1);
    assertThat(asked).allSatisfy(answer -> assertThat(answer.result()).isEqualTo(credentials(2)));
  }

  @Test
  void nothingSecretIsPrinted() {
    assertThat(SavedSession.of(SERVER, credentials(1)) + " " + credentials(1))
        .doesNotContain("access-")
        .doesNotContain("refresh-");
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Credentials credentials(int generation) {
    return new Credentials(
        "access-" + generation,
        Instant.parse("2026-01-01T00:00:00Z"),
        "refresh-" + generation,
        "d",
        new User("u", "u", "U"));
  }
}
