package chat.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.websocket.Owner.Event;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketConnectionTest {
  private final Owner owner = new Owner(false);
  private final EmbeddedPeer peer = new EmbeddedPeer(EmbeddedPeer.LIMITS, owner);

  @AfterEach
  void nothingIsLeft() {
    peer.finish();
    assertThat(owner.closed).hasValue(1);
  }

  @Test
  void aFrameEncodedOnceServesManyConnectionsAndStaysTheCallers() {
    byte[] text = "an event".repeat(30).getBytes(UTF_8);
    ByteBuf frame = WebSocketConnection.textFrame(peer.alloc, text);
    for (int i = 0; i < 3; i++) {
      peer.connection.send(frame);
    }
    assertThat(peer.received())
        .hasSize(3)
        .allMatch(each -> new String(each.payload(), UTF_8).equals("an event".repeat(30)));
    assertThat(frame.refCnt()).isEqualTo(1);
    assertThat(frame.readerIndex()).isZero();
    frame.release();
  }

  @Test
  void sharedFramesKeepTheirPlaceAmongOthers() {
    ByteBuf one = WebSocketConnection.textFrame(peer.alloc, "1".getBytes(UTF_8));
    ByteBuf some =
        WebSocketConnection.textFrames(
            peer.alloc, List.of("3".getBytes(UTF_8), "4".repeat(70_000).getBytes(UTF_8)));
    peer.connection.send(one);
    peer.connection.sendText("2".getBytes(UTF_8));
    peer.connection.send(some);
    peer.connection.send(one);
    assertThat(texts()).containsExactly("1", "2", "3", "4".repeat(70_000), "1");
    peer.connection.send(some);
    peer.connection.close(StatusCode.GOING_AWAY, "bye");
    List<ServerFrame> last = peer.received();
    assertThat(last).hasSize(3);
    assertThat(last.getLast().code()).isEqualTo(StatusCode.GOING_AWAY);
    release(one, some);
  }

  @Test
  void sharedFramesComeBeforeTheAnswerToAClose() {
    ByteBuf frame = WebSocketConnection.textFrame(peer.alloc, "last".getBytes(UTF_8));
    peer.connection.send(frame);
    peer.send(ClientFrame.close(StatusCode.GOING_AWAY, ""));
    assertThat(peer.received()).extracting(ServerFrame::opcode).containsExactly(1, Opcode.CLOSE);
    release(frame);
  }

  @Test
  void aSharedFrameIsGivenUpWithTheConnection() {
    ByteBuf frame = WebSocketConnection.textFrame(peer.alloc, "nobody".getBytes(UTF_8));
    peer.connection.send(frame);
    peer.connection.abort();
    release(frame);
  }

  @Test
  void aFullConnectionIsSeenInTheTurnThatFillsIt() {
    ByteBuf frame = WebSocketConnection.textFrame(peer.alloc, "x".repeat(40_000).getBytes(UTF_8));
    peer.channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void flush(ChannelHandlerContext context) {
                // The peer does not read.
              }
            });
    for (int i = 0; i < 2; i++) {
      assertThat(peer.connection.isFull()).isFalse();
      peer.connection.send(frame);
    }
    assertThat(peer.connection.isFull()).isTrue();
    peer.channel.runPendingTasks();
    assertThat(peer.connection.isFull()).isTrue();
    peer.connection.abort();
    release(frame);
  }

  private List<String> texts() {
    return peer.received().stream().map(each -> new String(each.payload(), UTF_8)).toList();
  }

  /** The caller's references are the last ones. */
  private static void release(ByteBuf... frames) {
    for (ByteBuf frame : frames) {
      assertThat(frame.refCnt()).isEqualTo(1);
      frame.release();
    }
  }

  @Test
  void betweenMessagesNothingIsKept() {
    peer.send(ClientFrame.part(Opcode.TEXT, Payload.of('x', 5_000), false));
    assertThat(used()).isGreaterThanOrEqualTo(5_000);
    peer.send(ClientFrame.part(Opcode.CONTINUATION, Payload.of('x', 5_000), true));
    assertThat(used()).isZero();
    assertThat(peer.connection).hasFieldOrPropertyWithValue("reader", null);
  }

  @Test
  void anAnnouncedLengthCostsNothingUntilTheBytesCome() {
    peer.send(ClientFrame.of(Opcode.TEXT, Payload.of('x', 16 << 20)).cut(100));
    assertThat(used()).isLessThanOrEqualTo(1024);
  }

  @Test
  void aLongerMessageThanAllowedFailsAtItsHeader() {
    peer.connection.maxMessage(1_000);
    peer.send(ClientFrame.of(Opcode.TEXT, Payload.of('x', 1_001)).cut(0));
    assertThat(closeFrame().code()).isEqualTo(StatusCode.TOO_BIG);
  }

  @Test
  void fragmentsCountTogether() {
    peer.connection.maxMessage(1_000);
    peer.send(ClientFrame.part(Opcode.TEXT, Payload.of('x', 600), false));
    peer.send(ClientFrame.part(Opcode.CONTINUATION, Payload.of('x', 401), false).cut(0));
    assertThat(closeFrame().code()).isEqualTo(StatusCode.TOO_BIG);
  }

  @Test
  void theOwnerMayAllowLongerMessagesLater() {
    peer.connection.maxMessage(10);
    peer.connection.maxMessage(1_000);
    peer.send(ClientFrame.of(Opcode.TEXT, Payload.of('x', 1_000)));
    assertThat(owner.events).hasSize(1);
  }

  @Test
  void framesOfAClientMustBeMasked() {
    peer.send(new byte[] {(byte) 0x81, 1, 'a'});
    assertThat(closeFrame().code()).isEqualTo(StatusCode.PROTOCOL_ERROR);
  }

  @Test
  void lengthsMustBeInTheFewestBytes() {
    peer.send(new byte[] {(byte) 0x81, (byte) 0xFE, 0, 125});
    assertThat(closeFrame().code()).isEqualTo(StatusCode.PROTOCOL_ERROR);
  }

  @Test
  void aNegativeLengthIsRefused() {
    peer.send(new byte[] {(byte) 0x82, (byte) 0xFF, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0});
    assertThat(closeFrame().code()).isEqualTo(StatusCode.PROTOCOL_ERROR);
  }

  @Test
  void thisSideClosesFirst() {
    peer.connection.sendText("last".getBytes(UTF_8));
    peer.connection.close(StatusCode.GOING_AWAY, "bye");
    peer.connection.sendText("too late".getBytes(UTF_8));
    List<ServerFrame> received = peer.received();
    assertThat(received).hasSize(2);
    assertThat(received.getLast().code()).isEqualTo(StatusCode.GOING_AWAY);
    peer.send(ClientFrame.text("was under way"));
    peer.send(ClientFrame.part(Opcode.TEXT, Payload.of('x', 70_000), false));
    assertThat(peer.channel.isOpen()).isTrue();
    peer.send(ClientFrame.close(StatusCode.GOING_AWAY, ""));
    assertThat(peer.channel.isOpen()).isFalse();
    assertThat(owner.events).containsExactly(new Event.Closed(StatusCode.GOING_AWAY));
  }

  @Test
  void aPeerThatDoesNotAnswerTheCloseIsDropped() {
    peer.connection.close(StatusCode.NORMAL, "");
    peer.pass(Duration.ofSeconds(4));
    assertThat(peer.channel.isOpen()).isTrue();
    peer.pass(Duration.ofSeconds(2));
    assertThat(peer.channel.isOpen()).isFalse();
    assertThat(owner.events).containsExactly(new Event.Closed(StatusCode.NORMAL));
  }

  @Test
  void aReasonIsCutBetweenCharacters() {
    peer.connection.close(4000, "\uac00".repeat(50));
    ServerFrame close = closeFrame();
    assertThat(close.payload()).hasSize(2 + 123);
    assertThat(new String(close.payload(), 2, 123, UTF_8)).isEqualTo("\uac00".repeat(41));
  }

  @Test
  void aCodeThatMustNotBeSentIsRefused() {
    assertThatThrownBy(() -> peer.connection.close(StatusCode.ABNORMAL, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1006");
  }

  @Test
  void aSilentPeerIsPingedAndDroppedWithoutAPong() {
    peer.pass(Duration.ofSeconds(81));
    assertThat(peer.received()).singleElement().matches(frame -> frame.opcode() == Opcode.PING);
    peer.pass(Duration.ofSeconds(16));
    assertThat(owner.events).containsExactly(new Event.Closed(StatusCode.ABNORMAL));
  }

  @Test
  void aPeerThatAnswersPingsStays() {
    for (int i = 0; i < 50; i++) {
      peer.pass(Duration.ofSeconds(10));
      if (!peer.received().isEmpty()) {
        peer.send(ClientFrame.of(Opcode.PONG, Payload.NONE));
      }
    }
    assertThat(peer.channel.isOpen()).isTrue();
  }

  @Test
  void aPeerThatTalksIsNotPinged() {
    for (int i = 0; i < 50; i++) {
      peer.pass(Duration.ofSeconds(10));
      peer.send(ClientFrame.text("hello"));
    }
    assertThat(peer.received()).isEmpty();
  }

  @Test
  void aFloodOfFramesWithoutContentIsRefused() {
    for (int i = 0; i < 300; i++) {
      peer.send(ClientFrame.ping("x"));
    }
    assertThat(peer.received().getLast().code()).isEqualTo(StatusCode.POLICY_VIOLATION);
  }

  @Test
  void pingsNowAndThenAreNoFlood() {
    for (int i = 0; i < 1_000; i++) {
      peer.pass(Duration.ofSeconds(1));
      peer.send(ClientFrame.ping("x"));
    }
    assertThat(peer.received()).hasSize(1_000);
  }

  @Test
  void endlessEmptyFragmentsAreRefused() {
    peer.send(ClientFrame.part(Opcode.TEXT, Payload.NONE, false));
    for (int i = 0; i < 300; i++) {
      peer.send(ClientFrame.part(Opcode.CONTINUATION, Payload.NONE, false));
    }
    assertThat(closeFrame().code()).isEqualTo(StatusCode.POLICY_VIOLATION);
  }

  @Test
  void theEndOfTheChannelIsHeardOnce() {
    peer.channel.close();
    peer.connection.abort();
    peer.connection.sendText("nobody".getBytes(UTF_8));
    assertThat(owner.events).containsExactly(new Event.Closed(StatusCode.ABNORMAL));
  }

  private ServerFrame closeFrame() {
    List<ServerFrame> received = peer.received();
    assertThat(received).hasSize(1);
    return received.getFirst();
  }

  private long used() {
    return peer.alloc.metric().usedDirectMemory() + peer.alloc.metric().usedHeapMemory();
  }
}
