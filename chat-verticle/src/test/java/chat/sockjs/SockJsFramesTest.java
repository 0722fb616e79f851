package chat.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsFramesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void koreanTextIsWrittenAsItIs() {
    assertThat(quoted("{\"body\":\"안녕\"}")).isEqualTo("\"{\\\"body\\\":\\\"안녕\\\"}\"");
  }

  @Property(tries = 300)
  void whateverIsQuotedIsReadBack(@ForAll @StringLength(max = 200) String text) throws IOException {
    String valid = new String(text.getBytes(UTF_8), UTF_8);

    assertThat(JSON.readValue(quoted(valid), String.class)).isEqualTo(valid);
  }

  @Property(tries = 300)
  void whateverAClientSendsIsReadBack(@ForAll List<@StringLength(max = 50) String> messages)
      throws IOException {
    assertThat(SockJsFrames.decode(JSON.writeValueAsBytes(messages))).isEqualTo(messages);
  }

  @Test
  void severalMessagesShareAFrame() {
    byte[] a = SockJsFrames.quote("a".getBytes(UTF_8));
    byte[] b = SockJsFrames.quote("b".getBytes(UTF_8));

    assertThat(SockJsFrames.messages(List.of(a, b))).asString().isEqualTo("a[\"a\",\"b\"]");
  }

  @Test
  void theLastFrameSaysWhy() {
    assertThat(SockJsFrames.close(4401, "not \"signed\" in"))
        .asString()
        .isEqualTo("c[4401,\"not \\\"signed\\\" in\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[1]", "[\"a\"", "[\"a\"] x", "null", "[\"a\",[\"b\"]]", "[\"a"})
  void whatIsNoListOfMessagesIsRefused(String json) {
    assertThatThrownBy(() -> SockJsFrames.decode(json.getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }

  private static String quoted(String text) {
    return new String(SockJsFrames.quote(text.getBytes(UTF_8)), UTF_8);
  }
}
