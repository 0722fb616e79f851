package chat.embedded.mongo;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How the store writes values, which it never compares. */
final class ValueType extends BasicDataType<byte[]> {
  private static final int OBJECT = 24;

  @Override
  public int getMemory(byte[] value) {
    return OBJECT + value.length;
  }

  @Override
  public void write(WriteBuffer out, byte[] value) {
    out.putVarInt(value.length).put(value);
  }

  @Override
  public byte[] read(ByteBuffer in) {
    byte[] bytes = new byte[DataUtils.readVarInt(in)];
    in.get(bytes);
    return bytes;
  }

  @Override
  public byte[][] createStorage(int size) {
    return new byte[size][];
  }
}
