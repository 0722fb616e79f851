package chat.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final Handshake handshake = new Handshake("chat.v1.json");

  private String accept(MultiMap headers) {
    ByteBuf answer = handshake.accept(UnpooledByteBufAllocator.DEFAULT, headers);
    try {
      return answer.toString(US_ASCII);
    } finally {
      answer.release();
    }
  }

  @Test
  void theExampleOfTheRfcIsAnsweredAsThere() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
            .add("Sec-WebSocket-Protocol", "chat, superchat");

    assertThat(accept(headers))
        .isEqualTo(
            "HTTP/1.1 101 Switching Protocols\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                + "\r\n");
  }

  @Test
  void ourSubprotocolIsChosenAmongTheOffered() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
            .add("Sec-WebSocket-Protocol", "chat.v2.json")
            .add("Sec-WebSocket-Protocol", "x,chat.v1.json");

    assertThat(accept(headers)).contains("\r\nSec-WebSocket-Protocol: chat.v1.json\r\n");
  }
}
