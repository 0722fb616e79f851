package chat.embedded.mongo;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Makes the changes of a journal file again. Doing so twice, or on newer tables, does no harm. */
final class JournalReader {
  private static final int MAX_RECORD_BYTES = 1 << 30;

  /** What a journal changes. */
  interface Target {
    void put(String table, Key key, byte[] value);

    void remove(String table, Key key);

    void drop(String table);
  }

  private final Map<Integer, String> names = new HashMap<>();
  private final Target target;

  private JournalReader(Target target) {
    this.target = target;
  }

  static void replay(Path file, Target target) throws IOException {
    JournalReader reader = new JournalReader(target);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      byte[] record = readRecord(in);
      while (record != null) {
        reader.apply(record);
        record = readRecord(in);
      }
    }
  }

  /** The next whole record, or null where the file ends or was cut off. */
  private static byte[] readRecord(DataInputStream in) throws IOException {
    try {
      int length = in.readInt();
      int checksum = in.readInt();
      if (length < 0 || length > MAX_RECORD_BYTES) {
        return null;
      }
      byte[] record = in.readNBytes(length);
      CRC32C actual = new CRC32C();
      actual.update(record);
      return record.length == length && (int) actual.getValue() == checksum ? record : null;
    } catch (EOFException e) {
      return null;
    }
  }

  private void apply(byte[] record) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
    while (in.available() > 0) {
      byte kind = in.readByte();
      int number = in.readInt();
      switch (kind) {
        case Journal.DEFINE -> names.put(number, new String(array(in), StandardCharsets.UTF_8));
        case Journal.PUT -> target.put(names.get(number), new Key(array(in)), array(in));
        case Journal.REMOVE -> target.remove(names.get(number), new Key(array(in)));
        case Journal.DROP -> target.drop(names.get(number));
        default -> throw new IOException("unknown operation " + kind + " in the journal");
      }
    }
  }

  private static byte[] array(DataInputStream in) throws IOException {
    byte[] content = new byte[in.readInt()];
    in.readFully(content);
    return content;
  }
}
