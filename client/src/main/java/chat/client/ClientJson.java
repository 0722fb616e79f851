package chat.client;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;

/**
 * Reads what a server says and writes what it is told. Unlike the server, the client ignores fields
 * and frames that it does not know: the server may be newer.
 */
final class ClientJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private ClientJson() {}

  static Buffer write(Object value) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a tree, in which null stays. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Fails with {@code internal} if it is not what {@code type} describes. */
  static <T> T read(Buffer json, Class<T> type) {
    return read(json.toString(), MAPPER.constructType(type));
  }

  /** The same of text that came as such. */
  static <T> T read(String json, Class<T> type) {
    return read(json, MAPPER.constructType(type));
  }

  static <T> Page<T> readPage(Buffer json, Class<T> item) {
    return read(json.toString(), MAPPER.getTypeFactory().constructParametricType(Page.class, item));
  }

  private static <T> T read(String json, JavaType type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          ProblemType.INTERNAL, "The server's answer can't be read: " + e.getOriginalMessage());
    }
  }
}
