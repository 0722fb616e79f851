package chat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatCommandTest {
  @TempDir private Path home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void whoIsNotSignedInIsToldHow() {
    assertThat(run("", "teams")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("chat: not signed in; log in with: ./chat login HANDLE\n");
  }

  @Test
  void aServerThatIsNotThereIsOneLine() {
    assertThat(run("secret\n", "login", "me", "--server", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(err.toString()).startsWith("chat: http://127.0.0.1:1 does not answer");
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThat(run("secret\n", "login", "me", "--server", "ftp://x")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("chat: not an http or https address: ftp://x\n");
  }

  @Test
  void wrongUsageHasItsOwnStatus() {
    assertThat(run("", "tail")).isEqualTo(2);
    assertThat(err.toString()).contains("CHANNEL");
  }

  @Test
  void controlCharactersOfOthersDoNotReachTheTerminal() {
    terminal("").line("a\u001b]0;title\u0007b\nc\td 안녕");

    assertThat(out.toString()).isEqualTo("a\uFFFD]0;title\uFFFDb\nc\td 안녕\n");
  }

  @Test
  void aTextOfTheLargestSizeIsReadWhole() {
    String text = "가".repeat(100_000);

    assertThat(terminal(text + "\n").input(100_000)).isEqualTo(text);
  }

  @Test
  void theHomeOfTheEnvironmentIsTaken() {
    assertThat(Home.of(Map.of("HOME", "/home/anna")).folder())
        .isEqualTo(Path.of("/home/anna/.config/chat"));
  }

  private int run(String input, String... arguments) {
    return ChatCommand.run(terminal(input), Map.of("XDG_CONFIG_HOME", home.toString()), arguments);
  }

  private Terminal terminal(String input) {
    return new Terminal(
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }
}
