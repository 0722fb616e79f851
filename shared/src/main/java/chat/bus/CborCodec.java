package chat.bus;

import chat.protocol.Wire;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Sends a record as CBOR (RFC 8949) to other processes, and as it is within this one. */
final class CborCodec<T extends BusMessage> implements MessageCodec<T, T> {
  private final Class<T> type;

  CborCodec(Class<T> type) {
    this.type = type;
  }

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    byte[] bytes = Wire.toCbor(message);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    int length = buffer.getInt(position);
    return Wire.fromCbor(buffer.getBytes(position + 4, position + 4 + length), type);
  }

  @Override
  public T transform(T message) {
    return message;
  }

  @Override
  public String name() {
    return type.getName();
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
