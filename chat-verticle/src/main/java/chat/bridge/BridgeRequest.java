package chat.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What a bridge client asks for. */
public sealed interface BridgeRequest {
  /** It is alive. Not answered: the client would report the answer as unhandled. */
  record Ping() implements BridgeRequest {}

  /** It listens to an address from now on. */
  record Register(String address) implements BridgeRequest {}

  /** It does not listen to the address any more. */
  record Unregister(String address) implements BridgeRequest {}

  /**
   * It sends or publishes.
   *
   * @param body JSON in UTF-8
   * @param replyAddress drawn by the client for the one answer that it waits for, else {@code null}
   */
  record Send(String address, byte[] body, String replyAddress) implements BridgeRequest {}

  /** The characters of the longest address; those that clients draw are UUIDs. */
  int ADDRESS_LENGTH = 200;

  /** One level more than a frame has. */
  int NESTING = 17;

  /** A request cannot be read; the message is what the bridge of Vert.x would say. */
  final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Reads a request strictly: other properties, a name twice and anything behind it are refused.
   *
   * @param json one SockJS message
   */
  static BridgeRequest parse(String json) throws UnreadableException {
    Envelope envelope;
    try {
      envelope = Envelope.READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new UnreadableException("invalid_json");
    }
    return envelope == null ? new Envelope().request() : envelope.request();
  }

  /** As it comes. */
  final class Envelope {
    private static final ObjectReader READER = reader();

    public String type;
    public String address;
    public JsonNode headers;
    public JsonNode body;
    public String replyAddress;

    private static ObjectReader reader() {
      JsonMapper mapper =
          JsonMapper.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
              .build();
      mapper
          .getFactory()
          .setStreamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(NESTING).maxNumberLength(32).build());
      return mapper.readerFor(Envelope.class);
    }

    private BridgeRequest request() throws UnreadableException {
      if (type == null) {
        throw new UnreadableException("missing_type");
      }
      if (type.equals("ping")) {
        return new Ping();
      }
      if (address == null) {
        throw new UnreadableException("missing_address");
      }
      if (address.length() > ADDRESS_LENGTH
          || replyAddress != null && replyAddress.length() > ADDRESS_LENGTH) {
        throw new UnreadableException("max_address_length_reached");
      }
      return switch (type) {
        case "register" -> new Register(address);
        case "unregister" -> new Unregister(address);
        case "send", "publish" ->
            new Send(
                address,
                BridgeAnswers.json(body == null ? READER.createObjectNode() : body),
                replyAddress);
        default -> throw new UnreadableException("invalid_type");
      };
    }
  }
}
