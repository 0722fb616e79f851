package chat.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * Encodes values so that the bytes compare, unsigned, as the values do in MongoDB's order (null,
 * numbers, strings, documents, arrays, binary data, ids, booleans, dates, timestamps). No encoding
 * is a prefix of another, so encodings can be put one after the other. Equal numbers of different
 * types are equal; strings compare by their UTF-8 bytes.
 *
 * <p>Each encoding begins with the tag of its type, {@code 0x10} to {@code 0xEF}, also when it is
 * inverted for a descending index. Not thread-safe.
 */
final class KeyEncoding {
  private static final int MIN_KEY = 0x10;
  private static final int NULL = 0x18;
  private static final int NUMBER = 0x20;
  private static final int STRING = 0x28;
  private static final int DOCUMENT = 0x30;
  private static final int ARRAY = 0x38;
  private static final int BINARY = 0x40;
  private static final int LEGACY_UUID = 0x44;
  private static final int UNIQUE_ID = 0x46;
  private static final int OBJECT_ID = 0x48;
  private static final int BOOLEAN = 0x50;
  private static final int DATE = 0x58;
  private static final int TIMESTAMP = 0x60;
  private static final int MAX_KEY = 0x70;

  private static final int MORE = 0x01;
  private static final int END = 0x00;
  private static final int BAD_VALUE = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

  /** The key of a single value. */
  static Key of(Object value) {
    return new KeyEncoding().add(value, true).toKey();
  }

  KeyEncoding add(Object value, boolean ascending) {
    if (ascending) {
      value(value);
    } else {
      for (byte b : of(value).bytes()) {
        out.write(~b);
      }
    }
    return this;
  }

  /** Adds only the type of a value: a prefix of all values of that type. */
  KeyEncoding addType(Object value, boolean ascending) {
    int tag = of(value).bytes()[0];
    out.write(ascending ? tag : ~tag);
    return this;
  }

  Key toKey() {
    return new Key(out.toByteArray());
  }

  private void value(Object value) {
    switch (value) {
      case null -> out.write(NULL);
      case Missing missing -> out.write(NULL);
      case Decimal128 decimal ->
          throw new MongoServerError(
              BAD_VALUE, "BadValue", "a decimal cannot be part of an index here: " + decimal);
      case Number number -> number(number);
      case String text -> {
        out.write(STRING);
        text(text);
      }
      case Map<?, ?> document -> document(document);
      case Collection<?> array -> {
        out.write(ARRAY);
        for (Object element : array) {
          out.write(MORE);
          value(element);
        }
        out.write(END);
      }
      case byte[] bytes -> binary(bytes);
      case BinData data -> binary(data.getData());
      case LegacyUUID uuid -> uuid(LEGACY_UUID, uuid.getUuid());
      case UUID uuid -> uuid(UNIQUE_ID, uuid);
      case ObjectId id -> {
        out.write(OBJECT_ID);
        out.writeBytes(id.toByteArray());
      }
      case Boolean bool -> {
        out.write(BOOLEAN);
        out.write(bool ? 1 : 0);
      }
      case Instant date -> {
        out.write(DATE);
        ordered(date.toEpochMilli());
      }
      case BsonTimestamp timestamp -> {
        out.write(TIMESTAMP);
        ordered(timestamp.getValue());
      }
      case MinKey min -> out.write(MIN_KEY);
      case MaxKey max -> out.write(MAX_KEY);
      default ->
          throw new MongoServerError(
              BAD_VALUE, "BadValue", "cannot be part of an index: " + value.getClass().getName());
    }
  }

  /** The nearest double and, since a long has more digits than that, what is left over. */
  private void number(Number number) {
    out.write(NUMBER);
    double nearest = number.doubleValue() + 0.0; // makes -0.0 0.0
    long bits = Double.doubleToLongBits(nearest);
    // The bits of doubles grow with their value, but for negative ones, where they count backwards.
    ordered(Double.isNaN(nearest) ? Long.MIN_VALUE : bits >= 0 ? bits : ~bits ^ Long.MIN_VALUE);
    long rest =
        number instanceof Long value && nearest != 0x1p63
            ? value - (long) nearest
            : number instanceof Long value ? value - Long.MAX_VALUE - 1 : 0;
    int shifted = (int) rest + 0x8000;
    out.write(shifted >> 8);
    out.write(shifted);
  }

  private void ordered(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value ^ Long.MIN_VALUE).array());
  }

  private void text(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      out.write(b);
      if (b == 0) {
        out.write(0xFF); // so that the end below comes before every continuation
      }
    }
    out.write(0);
    out.write(1);
  }

  private void document(Map<?, ?> document) {
    out.write(DOCUMENT);
    for (Map.Entry<?, ?> field : document.entrySet()) {
      out.write(MORE);
      out.write(of(field.getValue()).bytes()[0]);
      text((String) field.getKey());
      value(field.getValue());
    }
    out.write(END);
  }

  private void binary(byte[] bytes) {
    out.write(BINARY);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  private void uuid(int tag, UUID uuid) {
    out.write(tag);
    out.writeBytes(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }

  /** Whether a value of a query can bound a range: operators and patterns cannot. */
  static boolean isPlain(Object value) {
    return switch (value) {
      case null -> true;
      case Number number -> !(number instanceof Decimal128);
      case String text -> true;
      case Boolean bool -> true;
      case Instant date -> true;
      case ObjectId id -> true;
      case BinData data -> true;
      case byte[] bytes -> true;
      case UUID uuid -> true;
      case LegacyUUID uuid -> true;
      case BsonTimestamp timestamp -> true;
      case Document document -> document.keySet().stream().noneMatch(key -> key.startsWith("$"));
      default -> false;
    };
  }
}
