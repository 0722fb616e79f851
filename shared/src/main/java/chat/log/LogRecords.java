package chat.log;

import java.util.Arrays;

/** What can be said of a {@link LogRecord} without reading it whole. */
public final class LogRecords {
  /** In CBOR: a map of unknown length, and in it first of all the type. */
  private static final byte[] POST = {(byte) 0xbf, 0x61, 't', 0x64, 'p', 'o', 's', 't'};

  private LogRecords() {}

  /**
   * Whether the record begins as a {@link LogRecord.PostMessage} does; those of every other type
   * begin otherwise.
   *
   * @param cbor may be {@code null}
   */
  public static boolean isPost(byte[] cbor) {
    return cbor != null
        && cbor.length > POST.length
        && Arrays.equals(cbor, 0, POST.length, POST, 0, POST.length);
  }
}
