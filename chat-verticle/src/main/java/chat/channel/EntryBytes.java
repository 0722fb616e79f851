package chat.channel;

import chat.id.OperationId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Entries of the window as bytes: 40 each, big-endian. */
final class EntryBytes {
  private static final int SIZE = 5 * Long.BYTES;

  private EntryBytes() {}

  static byte[] write(List<IdWindow.Entry> entries) {
    ByteBuffer out = ByteBuffer.allocate(entries.size() * SIZE);
    for (IdWindow.Entry entry : entries) {
      out.putLong(entry.id().high())
          .putLong(entry.id().low())
          .putLong(entry.seq())
          .putLong(entry.n())
          .putLong(entry.time());
    }
    return out.array();
  }

  static List<IdWindow.Entry> read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<IdWindow.Entry> entries = new ArrayList<>(bytes.length / SIZE);
    while (in.remaining() >= SIZE) {
      entries.add(
          new IdWindow.Entry(
              new OperationId(in.getLong(), in.getLong()),
              in.getLong(),
              in.getLong(),
              in.getLong()));
    }
    return entries;
  }
}
