package chat.bench.crowd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.id.OperationId;
import chat.protocol.ClientFrame;
import chat.protocol.Wire;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SendFrameTest {
  private static final byte[] CHANNEL = "0123456789abcdefghijklmnop".getBytes(US_ASCII);

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
          .isCloseTo(System.currentTimeMillis(), Offset.offset(10_000L));
      assertThat(ids.add(send.id())).as("each id once").isTrue();
    }
  }
}
