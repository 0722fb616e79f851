package chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.NodeScripts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of the Autobahn suite over real sockets, by the npm client {@code ws}. */
class WsClientIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Payload, String> DIGESTS = new HashMap<>();

  /** What the script prints for each case. */
  record Result(String number, List<Heard> heard, int code, String error) {
    record Heard(int opcode, int bytes, String digest) {}
  }

  private static SocketServer server;
  private static Map<String, Result> results;

  @BeforeAll
  static void runAllCases(@TempDir Path folder) throws Exception {
    server = new SocketServer(EmbeddedPeer.LIMITS, true, 1 << 20);
    server.loop.start();
    Path file = folder.resolve("cases.json");
    JSON.writeValue(file.toFile(), AutobahnCases.all());
    results =
        NodeScripts.run(
                Duration.ofMinutes(3),
                "ws-cases.mjs",
                String.valueOf(server.port()),
                file.toAbsolutePath().toString())
            .stream()
            .map(WsClientIT::result)
            .collect(Collectors.toMap(Result::number, Function.identity()));
    Files.delete(file);
  }

  @AfterAll
  static void stop() {
    server.loop.stop();
    server.close();
  }

  static List<AutobahnCase> cases() {
    return AutobahnCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAsTheSuiteWishes(AutobahnCase autobahn) {
    Result result = results.get(autobahn.number());
    assertThat(result).as("result").isNotNull();
    assertThat(result.error()).isNull();
    assertThat(result.heard())
        .containsExactlyElementsOf(autobahn.heard().stream().map(WsClientIT::heard).toList());
    assertThat(result.code()).isEqualTo(autobahn.code());
  }

  @Test
  void everyConnectionEndedAndLeftNothing() throws Exception {
    for (int i = 0; i < cases().size(); i++) {
      SocketServer.Accepted accepted = server.next();
      for (Owner.Event event = accepted.owner().next();
          !(event instanceof Owner.Event.Closed);
          event = accepted.owner().next()) {}
      assertThat(accepted.owner().brokenRule).isFalse();
      assertThat(accepted.owner().closed).hasValue(1);
    }
    assertThat(server.used()).as("bytes of buffers that were not released").isZero();
  }

  private static Result result(String line) {
    try {
      return JSON.readValue(line, Result.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a result: " + line, e);
    }
  }

  private static Result.Heard heard(AutobahnCase.Heard heard) {
    return new Result.Heard(
        heard.opcode(),
        heard.payload().length(),
        DIGESTS.computeIfAbsent(heard.payload(), WsClientIT::digest));
  }

  private static String digest(Payload payload) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload.bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
