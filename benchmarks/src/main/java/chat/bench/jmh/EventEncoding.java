package chat.bench.jmh;

import chat.protocol.Message;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import chat.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What an event costs once a node, and what each connection after that. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventEncoding {
  /** Characters of the message. */
  @Param({"200", "1000"})
  public int body;

  private ServerFrame.Event event;
  private byte[] json;
  private ByteBuf frame;

  /** Builds an event. */
  @Setup
  public void setUp() {
    event =
        ServerFrame.Event.of(
            new Message(
                "0123456789abcdefghijklmnop",
                "019a0000-0000-7000-8000-000000000000",
                12_345,
                12_300,
                12_345,
                "0123456789abcdefghijklmno0",
                "0123456789abcdefghijklmno4",
                Instant.parse("2026-01-01T00:00:00.123Z"),
                "x".repeat(body),
                "none",
                List.of()));
    json = Wire.toJson(event);
    frame = WebSocketConnection.textFrame(PooledByteBufAllocator.DEFAULT, json);
  }

  /** The event as JSON. */
  @Benchmark
  public byte[] toJson() {
    return Wire.toJson(event);
  }

  /** The JSON as a frame. */
  @Benchmark
  public boolean toFrame() {
    return WebSocketConnection.textFrame(PooledByteBufAllocator.DEFAULT, json).release();
  }

  /** What one more connection takes of a frame that is there. */
  @Benchmark
  public boolean duplicate() {
    return frame.retainedDuplicate().release();
  }
}
