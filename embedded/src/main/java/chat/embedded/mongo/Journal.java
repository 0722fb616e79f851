package chat.embedded.mongo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The changes since the tables were last written out, in the order in which they were made. Callers
 * append under the store's lock; {@link #flush} then writes what all of them have appended with one
 * system call, so concurrent writers share it.
 *
 * <p>A file is a sequence of records: length, CRC-32C, and operations, of which all or none count.
 * A record at the end that is cut off was never acknowledged and is dropped. What is flushed is in
 * the page cache: it survives the end of this process, not that of the machine.
 */
final class Journal {
  static final byte DEFINE = 1;
  static final byte PUT = 2;
  static final byte REMOVE = 3;
  static final byte DROP = 4;
  static final int HEADER_BYTES = 2 * Integer.BYTES;

  private final Object flushLock = new Object();
  private final Map<String, Integer> numbers = new HashMap<>();
  private ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private DataOutputStream out = new DataOutputStream(pending);
  private FileChannel file;
  private long appended;
  private long flushed;
  private volatile long bytes;

  /** Further changes go to a new file. What has been appended goes to the old one first. */
  void startFile(Path path) throws IOException {
    synchronized (flushLock) {
      if (file != null) {
        flush(position());
        file.close();
      }
      synchronized (this) {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        numbers.clear();
        bytes = 0;
      }
    }
  }

  synchronized void put(String table, Key key, byte[] value) {
    operation(PUT, table);
    array(key.bytes());
    array(value);
  }

  synchronized void remove(String table, Key key) {
    operation(REMOVE, table);
    array(key.bytes());
  }

  synchronized void drop(String table) {
    operation(DROP, table);
  }

  /** Stands for everything appended so far. */
  synchronized long position() {
    return appended;
  }

  /** Bytes in the current file. */
  long bytes() {
    return bytes;
  }

  /** Returns once everything up to the position is in the file. */
  void flush(long position) throws IOException {
    synchronized (flushLock) {
      if (flushed >= position) {
        return;
      }
      byte[] operations;
      long upTo;
      synchronized (this) {
        operations = pending.toByteArray();
        upTo = appended;
        pending = new ByteArrayOutputStream(Math.min(operations.length, 1 << 20));
        out = new DataOutputStream(pending);
      }
      CRC32C checksum = new CRC32C();
      checksum.update(operations);
      ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + operations.length);
      record.putInt(operations.length).putInt((int) checksum.getValue()).put(operations).flip();
      bytes += record.remaining();
      while (record.hasRemaining()) {
        file.write(record);
      }
      flushed = upTo;
    }
  }

  void close() throws IOException {
    synchronized (flushLock) {
      file.close();
    }
  }

  private void operation(byte kind, String table) {
    try {
      Integer number = numbers.get(table);
      if (number == null) {
        number = numbers.size();
        numbers.put(table, number);
        out.writeByte(DEFINE);
        out.writeInt(number);
        array(table.getBytes(StandardCharsets.UTF_8));
      }
      out.writeByte(kind);
      out.writeInt(number);
      appended++;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array takes everything
    }
  }

  private void array(byte[] content) {
    try {
      out.writeInt(content.length);
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
