package chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** A frame of the server, as a strict client reads it: whole, not masked, length in few bytes. */
record ServerFrame(int opcode, byte[] payload) {

  /** All frames in the buffer, which must hold nothing else. */
  static List<ServerFrame> readAll(ByteBuf in) {
    List<ServerFrame> frames = new ArrayList<>();
    while (in.isReadable()) {
      frames.add(read(in));
    }
    return frames;
  }

  private static ServerFrame read(ByteBuf in) {
    int first = in.readUnsignedByte();
    assertThat(first & 0xF0).as("FIN and nothing else").isEqualTo(0x80);
    int second = in.readUnsignedByte();
    assertThat(second & 0x80).as("mask").isZero();
    long length =
        switch (second) {
          case 126 -> in.readUnsignedShort();
          case 127 -> in.readLong();
          default -> second;
        };
    assertThat(length).isGreaterThan(second == 127 ? 0xFFFF : second == 126 ? 125 : -1);
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readBytes(payload);
    return new ServerFrame(first & 0x0F, payload);
  }

  /** Of a close frame; 1005 if it has none. */
  int code() {
    assertThat(opcode).isEqualTo(Opcode.CLOSE);
    return payload.length == 0
        ? StatusCode.NONE_GIVEN
        : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
  }
}
