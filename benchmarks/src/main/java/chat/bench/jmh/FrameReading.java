package chat.bench.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.websocket.WebSocketConnection;
import chat.websocket.WebSocketLimits;
import chat.websocket.WebSocketLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One masked text frame of a client, from the channel's bytes to the message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameReading {
  /** Payload of the frame. */
  @Param({"60", "300", "10000"})
  public int bytes;

  /** Whether the payload needs the decoder of UTF-8: Korean text. */
  @Param({"false", "true"})
  public boolean korean;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private ByteBuf frame;
  private long heard;

  /** Opens the connection and builds the frame. */
  @Setup
  public void setUp() {
    String text = (korean ? "가나다" : "abcdefghi").repeat(bytes / 9 + 1);
    byte[] payload = text.getBytes(UTF_8);
    int length = bytes / 9 * 9;
    byte[] mask = {0x12, 0x34, 0x56, 0x78};
    frame = PooledByteBufAllocator.DEFAULT.directBuffer(length + 14);
    frame.writeByte(0x81);
    if (length < 126) {
      frame.writeByte(0x80 | length);
    } else {
      frame.writeByte(0x80 | 126).writeShort(length);
    }
    frame.writeBytes(mask);
    for (int i = 0; i < length; i++) {
      frame.writeByte(payload[i] ^ mask[i & 3]);
    }
    WebSocketConnection.attach(
        channel,
        new WebSocketLoop(channel.eventLoop(), WebSocketLimits.DEFAULT),
        new WebSocketConnection.Listener() {
          @Override
          public void message(WebSocketConnection from, ByteBuf utf8) {
            heard += utf8.readableBytes();
          }

          @Override
          public void closed(WebSocketConnection from, int code) {
            throw new IllegalStateException("closed with " + code);
          }
        });
  }

  /** Reads one frame. The parser unmasks in place, so each gets a copy. */
  @Benchmark
  public long frame() {
    ByteBuf copy = PooledByteBufAllocator.DEFAULT.directBuffer(frame.readableBytes());
    copy.writeBytes(frame, 0, frame.readableBytes());
    channel.pipeline().fireChannelRead(copy);
    return heard;
  }

  /** Frees the frame. */
  @TearDown
  public void tearDown() {
    frame.release();
  }
}
