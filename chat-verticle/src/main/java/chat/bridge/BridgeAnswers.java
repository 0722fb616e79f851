package chat.bridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;

/** What a bridge client is told, as JSON in UTF-8. */
public final class BridgeAnswers {
  private static final JsonMapper JSON = new JsonMapper();

  private BridgeAnswers() {}

  static byte[] json(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /**
   * A message has come to an address.
   *
   * @param body JSON in UTF-8; taken over as it is
   */
  public static byte[] message(String address, byte[] body) {
    ByteArrayOutputStream message = new ByteArrayOutputStream(body.length + 96);
    message.writeBytes("{\"type\":\"rec\",\"address\":".getBytes(US_ASCII));
    message.writeBytes(json(JSON.getNodeFactory().textNode(address)));
    message.writeBytes(",\"body\":".getBytes(US_ASCII));
    message.writeBytes(body);
    message.write('}');
    return message.toByteArray();
  }

  /**
   * Something was refused.
   *
   * @param address at which the client waits for the outcome, or {@code null}
   * @param type such as {@code access_denied}
   */
  public static byte[] failure(String address, int code, String type, String message) {
    ObjectNode failure =
        JSON.createObjectNode()
            .put("type", "err")
            .put("failureCode", code)
            .put("failureType", type)
            .put("message", message);
    if (address != null) {
      failure.put("address", address);
    }
    return json(failure);
  }
}
