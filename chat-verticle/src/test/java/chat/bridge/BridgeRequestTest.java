package chat.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.bridge.BridgeRequest.UnreadableException;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeRequestTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatTheClientSendsIsRead() throws Exception {
    assertThat(BridgeRequest.parse("{\"type\":\"ping\"}")).isEqualTo(new BridgeRequest.Ping());
    assertThat(BridgeRequest.parse("{\"type\":\"register\",\"address\":\"a\",\"headers\":{}}"))
        .isEqualTo(new BridgeRequest.Register("a"));
    assertThat(BridgeRequest.parse("{\"type\":\"unregister\",\"address\":\"a\"}"))
        .isEqualTo(new BridgeRequest.Unregister("a"));
    BridgeRequest.Send send =
        (BridgeRequest.Send)
            BridgeRequest.parse(
                "{\"type\":\"send\",\"address\":\"a\",\"headers\":{\"h\":\"1\"},"
                    + "\"body\":{\"n\":12345678901234567,\"t\":\"안녕\"},\"replyAddress\":\"r\"}");
    assertThat(send.replyAddress()).isEqualTo("r");
    assertThat(new String(send.body(), UTF_8)).isEqualTo("{\"n\":12345678901234567,\"t\":\"안녕\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | invalid_json",
        "[] | invalid_json",
        "1 | invalid_json",
        "{\"type\":\"ping\"} x | invalid_json",
        "{\"type\":\"ping\",\"type\":\"ping\"} | invalid_json",
        "{\"type\":\"ping\",\"other\":1} | invalid_json",
        "null | missing_type",
        "{} | missing_type",
        "{\"type\":\"send\"} | missing_address",
        "{\"type\":\"x\",\"address\":\"a\"} | invalid_type",
      })
  void whatIsNoRequestIsRefusedAndNamed(String json, String why) {
    assertThatThrownBy(() -> BridgeRequest.parse(json))
        .isInstanceOf(UnreadableException.class)
        .hasMessage(why);
  }

  @Test
  void deepNestingAndLongAddressesAreRefused() {
    String deep = "[".repeat(100) + "]".repeat(100);
    assertThatThrownBy(
            () ->
                BridgeRequest.parse("{\"type\":\"send\",\"address\":\"a\",\"body\":" + deep + "}"))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(
            () ->
                BridgeRequest.parse(
                    "{\"type\":\"register\",\"address\":\"" + "a".repeat(201) + "\"}"))
        .hasMessage("max_address_length_reached");
  }

  @Property(tries = 500)
  void nothingButARefusalComesOfNoise(@ForAll String noise) {
    for (String json : new String[] {noise, "{\"type\":\"" + noise, "{\"body\":" + noise + "}"}) {
      try {
        BridgeRequest.parse(json);
      } catch (UnreadableException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  @Property(tries = 200)
  void anyAddressComesBackAsItWas(@ForAll String address) throws Exception {
    String valid = new String(address.getBytes(UTF_8), UTF_8);

    byte[] message = BridgeAnswers.message(valid, "{\"t\":\"pong\"}".getBytes(UTF_8));
    byte[] failure = BridgeAnswers.failure(valid, 403, "access_denied", valid);

    assertThat(JSON.readTree(message).get("address").asText()).isEqualTo(valid);
    assertThat(JSON.readTree(failure).get("message").asText()).isEqualTo(valid);
  }
}
