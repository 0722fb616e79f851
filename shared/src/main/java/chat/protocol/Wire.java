package chat.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * How records look as bytes: JSON for clients, CBOR among ourselves. Reading is strict: unknown
 * properties, duplicate keys, wrong types and nesting deeper than {@link Limits#NESTING} are
 * refused. Absent and {@code null} are the same.
 *
 * <p>Thread-safe.
 */
public final class Wire {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  /** The times of what is said now lie in few seconds, and formatting one takes a microsecond. */
  private static volatile Second lastSecond = new Second(0, SECONDS.format(Instant.EPOCH));

  private record Second(long number, String text) {}

  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(Limits.NESTING)
          .maxStringLength(Limits.FRAME_BYTES)
          .maxNameLength(128)
          .maxNumberLength(32)
          .build();

  private static final JsonMapper JSON =
      strict(JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)).build();
  private static final CBORMapper CBOR =
      strict(CBORMapper.builder(CBORFactory.builder().build())).build();

  static {
    JSON.getFactory().setStreamReadConstraints(CONSTRAINTS);
  }

  private Wire() {}

  private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B strict(B builder) {
    return builder
        .addModule(new JavaTimeModule())
        .addModule(new SimpleModule().addSerializer(Instant.class, new InstantInMillis()))
        .serializationInclusion(JsonInclude.Include.NON_NULL)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        // Else " " would pass as null where a number is due.
        .withCoercionConfigDefaults(config -> config.setAcceptBlankAsEmpty(false))
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                config
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
  }

  /** The record as JSON in UTF-8. */
  public static byte[] toJson(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads JSON in UTF-8.
   *
   * @throws JsonProcessingException if it is not what {@code type} describes
   */
  public static <T> T fromJson(byte[] json, Class<T> type) throws JsonProcessingException {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record as CBOR. */
  public static byte[] toCbor(Object value) {
    try {
      return CBOR.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads CBOR.
   *
   * @throws UncheckedIOException if it is not what {@code type} describes
   */
  public static <T> T fromCbor(byte[] cbor, Class<T> type) {
    try {
      return CBOR.readValue(cbor, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** RFC 3339 in UTC, always with three digits of milliseconds. */
  public static String timestamp(Instant time) {
    Second second = lastSecond;
    if (second.number() != time.getEpochSecond()) {
      second = new Second(time.getEpochSecond(), SECONDS.format(time));
      lastSecond = second;
    }
    int millis = time.getNano() / 1_000_000;
    return second.text()
        + (char) ('0' + millis / 100)
        + (char) ('0' + millis / 10 % 10)
        + (char) ('0' + millis % 10)
        + 'Z';
  }

  private static final class InstantInMillis extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantInMillis() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(timestamp(value));
    }
  }
}
