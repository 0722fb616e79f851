package chat.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

class SockJsMessageTest {
  @Test
  void whatGoesToManyIsMadeAFrameOnceAndGivenUpAtTheEnd() {
    ByteBuf frame;
    try (SockJsMessage message = SockJsMessage.shared("안녕 \"둘\"".getBytes(UTF_8))) {
      frame = message.webSocketFrame();

      assertThat(message.webSocketFrame()).isSameAs(frame);
      assertThat(frame.toString(2, frame.readableBytes() - 2, UTF_8))
          .isEqualTo("a[\"안녕 \\\"둘\\\"\"]");
    }
    assertThat(frame.refCnt()).isZero();
  }
}
