package chat.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.id.OperationId;
import chat.protocol.ClientFrame;
import chat.protocol.Message;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The prepared bytes are what the protocol says, and what the server says is read right. */
class WireTest implements FrameScanner.Sink {
  private static final byte[] CHANNEL = "0123456789abcdefghijklmnop".getBytes(US_ASCII);

  private final List<String> heard = new ArrayList<>();

  @Test
  void aPreparedFrameIsASendOfTheProtocol() throws Exception {
    SendFrame frames = new SendFrame(1024);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = frames.next(i, CHANNEL, 0x123456789ABCL + i);
      ClientFrame.Send send =
          (ClientFrame.Send)
              Wire.fromJson(Arrays.copyOfRange(bytes, 8, bytes.length), ClientFrame.class);
      assertThat(send.ref()).isEqualTo(String.format("%010d", i));
      assertThat(send.channel()).isEqualTo(new String(CHANNEL, US_ASCII));
      assertThat(send.body()).hasSize(1024).startsWith(String.format("%016x", 0x123456789ABCL + i));
      assertThat(OperationId.parse(send.id()).millis())
          .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(10_000L));
      assertThat(ids.add(send.id())).as("each id once").isTrue();
    }
  }

  @Test
  void framesAreReadHoweverTheBytesAreCut() {
    SendFrame frame = new SendFrame(1024);
    String body = new String(frame.next(0, CHANNEL, 77), US_ASCII).split("\"body\":\"")[1];
    Message message =
        new Message(
            "c",
            "id",
            1,
            1,
            1,
            "u",
            "d",
            Instant.EPOCH,
            body.substring(0, 1024),
            "none",
            List.of());
    Buffer bytes = Buffer.buffer();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      append(
          bytes, new ServerFrame.Ack(String.format("%010d", i), "id", "c", 1L, 1L, Instant.EPOCH));
      append(bytes, ServerFrame.Event.of(message));
      append(bytes, new ServerFrame.Pong());
      expected.addAll(List.of("ack " + i, "event 77", "other"));
    }
    Random random = new Random(5);
    FrameScanner scanner = new FrameScanner(this);
    for (int at = 0; at < bytes.length(); ) {
      int next = Math.min(bytes.length(), at + 1 + random.nextInt(5_000));
      scanner.feed(bytes.getBuffer(at, next));
      at = next;
    }

    assertThat(heard).isEqualTo(expected);
  }

  @Test
  void theSlopeOfAGrowingBacklogIsItsGrowth() {
    List<double[]> points = new ArrayList<>();
    for (int second = 0; second < 10; second++) {
      points.add(new double[] {second, 500 + 20 * second});
    }

    assertThat(Backlog.slope(points)).isEqualTo(20);
  }

  private static void append(Buffer bytes, ServerFrame frame) {
    byte[] payload = new String(Wire.toJson(frame), UTF_8).getBytes(UTF_8);
    bytes.appendByte((byte) 0x81);
    if (payload.length < 126) {
      bytes.appendByte((byte) payload.length);
    } else {
      bytes.appendByte((byte) 126).appendUnsignedShort(payload.length);
    }
    bytes.appendBytes(payload);
  }

  @Override
  public void acked(int ref) {
    heard.add("ack " + ref);
  }

  @Override
  public void delivered(long dueNanos) {
    heard.add("event " + dueNanos);
  }

  @Override
  public void refused(String frame) {
    heard.add("nack");
  }

  @Override
  public void other(String frame) {
    heard.add("other");
  }

  @Override
  public void closed(String reason) {
    heard.add("closed");
  }
}
