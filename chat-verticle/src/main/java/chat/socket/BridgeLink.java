package chat.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.bridge.BridgeAnswers;
import chat.bridge.BridgeRequest;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import chat.sockjs.SockJsMessage;
import chat.sockjs.SockJsSocket;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * What ties a client of the event-bus bridge and its session together. All that such a client can
 * send to and listen to is its own session, under {@link #ADDRESS}: whatever it asks for, nothing
 * is registered on the event bus, and nothing is kept for an address. Confined to its event loop.
 */
final class BridgeLink extends SockJsLink {
  /** The client's own session, whichever client asks. */
  static final String ADDRESS = "chat.session";

  /** Answers that a client may wait for in a callback of its own at a time. */
  private static final int REPLIES = 1_000;

  private static final int DENIED = 403;
  private static final int BAD = 400;

  private boolean listens;

  /** Where answers go that the client waits for apart, by the ref of its frame; rarely any. */
  private Map<String, String> replies = Map.of();

  BridgeLink(SocketLoop loop, SockJsSocket socket, HttpServerRequest request) {
    super(loop, socket, request);
  }

  @Override
  public void message(String message) {
    BridgeRequest request;
    try {
      request = BridgeRequest.parse(message);
    } catch (BridgeRequest.UnreadableException e) {
      refuse(null, BAD, e.getMessage(), "Not a request of the bridge: " + e.getMessage());
      return;
    }
    switch (request) {
      case BridgeRequest.Ping ping -> loop().charge(session());
      case BridgeRequest.Register register -> listen(register.address(), true);
      case BridgeRequest.Unregister unregister -> listen(unregister.address(), false);
      case BridgeRequest.Send send -> send(send);
    }
  }

  private void listen(String address, boolean on) {
    if (!address.equals(ADDRESS)) {
      deny(address);
    } else if (loop().charge(session())) {
      boolean begins = on && !listens;
      listens = on;
      if (begins) {
        loop().drained(session());
      }
    }
  }

  private void send(BridgeRequest.Send send) {
    String answerTo = send.replyAddress() == null ? send.address() : send.replyAddress();
    if (!send.address().equals(ADDRESS)) {
      deny(answerTo);
    } else if (!listens) {
      refuse(answerTo, BAD, "rejected", "Register a handler for " + ADDRESS + " first");
    } else if (send.replyAddress() == null || expects(send)) {
      received(send.body());
    }
  }

  private boolean expects(BridgeRequest.Send send) {
    String ref = Refs.in(send.body());
    if (ref == null) {
      refuse(
          send.replyAddress(), BAD, "rejected", "Only a frame with a ref can have a reply handler");
    } else if (replies.size() >= REPLIES) {
      refuse(send.replyAddress(), DENIED, "rejected", "Too many replies are waited for");
    } else {
      if (replies.isEmpty()) {
        replies = new HashMap<>();
      }
      replies.put(ref, send.replyAddress());
      return true;
    }
    return false;
  }

  private void deny(String address) {
    refuse(address, DENIED, "access_denied", "Only " + ADDRESS + " is open to clients");
  }

  private void refuse(String address, int code, String type, String message) {
    if (loop().charge(session())) {
      say(BridgeAnswers.failure(address, code, type, message));
    }
  }

  private void say(byte[] answer) {
    socket().send(SockJsMessage.of(answer));
  }

  @Override
  public void send(Outgoing frame) {
    if (!frame.isShared() && !replies.isEmpty() && reply(frame.json())) {
      return;
    }
    if (listens) {
      socket().send(frame.bridgeMessage());
    }
  }

  /** Whether the frame went to a reply handler. */
  private boolean reply(byte[] json) {
    try {
      switch (Wire.fromJson(json, ServerFrame.class)) {
        case ServerFrame.Ack ack -> {
          String to = taken(ack.ref());
          if (to != null) {
            say(BridgeAnswers.message(to, json));
          }
          return to != null;
        }
        case ServerFrame.Nack nack -> {
          String to = taken(nack.ref());
          if (to != null) {
            say(BridgeAnswers.failure(to, nack.status(), nack.type(), new String(json, UTF_8)));
          }
          return to != null;
        }
        default -> {
          return false;
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a frame of our own can be read", e);
    }
  }

  private String taken(String ref) {
    String to = ref == null ? null : replies.remove(ref);
    if (replies.isEmpty()) {
      replies = Map.of();
    }
    return to;
  }

  /** Who does not listen is as one who does not read: it gets a resync when it does. */
  @Override
  public boolean isFull() {
    return !listens || super.isFull();
  }
}
