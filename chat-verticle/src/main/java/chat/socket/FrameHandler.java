package chat.socket;

import chat.id.Ids;
import chat.id.OperationId;
import chat.log.LogRecord;
import chat.log.ReadLog;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.BodyText;
import chat.protocol.ClientFrame;
import chat.protocol.Limits;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Does what clients' frames ask for. Confined to its event loop. */
final class FrameHandler {
  private static final int SENDS_UNDER_WAY = 1_000;

  private final SocketLoop loop;
  private final SocketServices services;
  private final MeterRegistry metrics;
  private final FrameRate rate;

  FrameHandler(SocketLoop loop, SocketServices services) {
    this.loop = loop;
    this.services = services;
    this.metrics = services.metrics();
    SocketConfig config = services.config();
    this.rate = new FrameRate(config.framesPerSecond(), config.frameBurst());
  }

  /** Handles one frame; whatever is wrong with it is answered by a nack. */
  void handle(Session session, byte[] json) {
    if (!charge(session)) {
      return;
    }
    if (!session.isReady() && json.length > Limits.SIGN_IN_FRAME_BYTES) {
      nack(session, null, problem(ProblemType.TOO_LARGE, "The first frame signs in"));
      session.connection.close(CloseCode.SESSION_ENDED);
      return;
    }
    ClientFrame frame;
    try {
      frame = Wire.fromJson(json, ClientFrame.class);
    } catch (JsonProcessingException e) {
      nack(
          session,
          Refs.in(json),
          problem(ProblemType.BAD_REQUEST, "Not a frame: " + e.getOriginalMessage()));
      return;
    }
    if (frame instanceof ClientFrame.Auth auth) {
      auth(session, auth);
    } else if (!session.isReady()) {
      nack(session, Refs.of(frame), problem(ProblemType.UNAUTHORIZED, "Sign in first"));
    } else {
      handle(session, frame);
    }
  }

  /** Counts a message against the session's rate; whether it may be handled. */
  boolean charge(Session session) {
    long rate = this.rate.take(session.rate, System.nanoTime());
    if (rate == FrameRate.REFUSED) {
      nack(session, null, problem(ProblemType.RATE_LIMITED, "Too many frames a second"));
      session.connection.close(CloseCode.TOO_FAST);
      return false;
    }
    session.rate = rate;
    return true;
  }

  private void handle(Session session, ClientFrame frame) {
    try {
      switch (frame) {
        case ClientFrame.Auth auth -> throw new IllegalStateException("handled before");
        case ClientFrame.Send send -> send(session, send);
        case ClientFrame.Read read -> read(session, read);
        case ClientFrame.Status status -> status(session, status);
        case ClientFrame.Watch watch -> loop.watches().watch(session, watch.users());
        case ClientFrame.Ping ping -> SocketLoop.send(session, new ServerFrame.Pong());
      }
    } catch (ProblemException e) {
      nack(session, Refs.of(frame), e);
    }
  }

  private void auth(Session session, ClientFrame.Auth auth) {
    if (session.phase != Session.Phase.NEW) {
      nack(session, null, problem(ProblemType.BAD_REQUEST, "The socket is signed in already"));
    } else if (auth.token() == null) {
      nack(session, null, problem(ProblemType.BAD_REQUEST, "token is missing"));
    } else {
      loop.signIn(session, auth.token());
    }
  }

  private void send(Session session, ClientFrame.Send send) {
    requireRef(send.ref());
    LogRecord.PostMessage post = check(session, send);
    if (session.sendsUnderWay >= SENDS_UNDER_WAY) {
      throw problem(
          ProblemType.OVERLOADED, "More than " + SENDS_UNDER_WAY + " sends without an answer");
    }
    session.sendsUnderWay++;
    services
        .log()
        .append(post)
        .onComplete(
            accepted -> {
              session.sendsUnderWay--;
              loop.readMarks().advance(post.sender(), post.channel(), accepted.n());
              SocketLoop.send(
                  session,
                  new ServerFrame.Ack(
                      send.ref(),
                      post.id(),
                      post.channel(),
                      accepted.seq(),
                      accepted.n(),
                      accepted.time()));
            },
            failure -> {
              session.sendsUnderWay--;
              nack(session, send.ref(), ProblemException.of(failure));
            });
  }

  private LogRecord.PostMessage check(Session session, ClientFrame.Send send) {
    requireMember(session, send.channel());
    try {
      OperationId.parse(send.id());
    } catch (IllegalArgumentException e) {
      throw problem(ProblemType.BAD_REQUEST, e.getMessage());
    }
    String wrong = BodyText.problem(send.body());
    if (wrong != null) {
      throw problem(
          BodyText.isTooLong(send.body()) ? ProblemType.TOO_LARGE : ProblemType.BAD_REQUEST, wrong);
    }
    if (send.enc() != null && !send.enc().equals("none")) {
      throw problem(ProblemType.ENCRYPTION_UNAVAILABLE, "enc must be none");
    }
    List<String> mentions = send.mentions() == null ? List.of() : send.mentions();
    if (mentions.size() > Limits.MENTIONS || !mentions.stream().allMatch(Ids::isId)) {
      throw problem(ProblemType.BAD_REQUEST, "mentions must be at most 100 user ids");
    }
    return new LogRecord.PostMessage(
        send.channel(), send.id(), session.user(), session.device(), send.body(), "none", mentions);
  }

  private void read(Session session, ClientFrame.Read read) {
    requireRef(read.ref());
    long messages = requireMember(session, read.channel());
    if (read.n() == null || read.n() < 0) {
      throw problem(ProblemType.BAD_REQUEST, "n must be a number from 0");
    }
    // A position past the end would hide what is still to come.
    long n = Math.min(read.n(), messages);
    services
        .reads()
        .advance(new ReadLog.Position(session.user(), read.channel(), n))
        .onSuccess(
            done ->
                SocketLoop.send(
                    session, new ServerFrame.Ack(read.ref(), null, null, null, null, null)))
        .onFailure(failure -> nack(session, read.ref(), ProblemException.of(failure)));
  }

  private void status(Session session, ClientFrame.Status frame) {
    Session.Status status = Session.Status.of(frame.status());
    if (status == null) {
      throw problem(ProblemType.BAD_REQUEST, "status must be online, idle or dnd");
    }
    loop.setStatus(session, status);
  }

  private static void requireRef(String ref) {
    if (ref != null && ref.length() > Limits.REF) {
      throw problem(ProblemType.BAD_REQUEST, "ref has more than " + Limits.REF + " characters");
    }
  }

  /** How many messages the channel has. */
  private long requireMember(Session session, String channel) {
    if (channel == null) {
      throw problem(ProblemType.BAD_REQUEST, "channel is missing");
    }
    long messages = loop.messages(session, channel);
    if (messages < 0) {
      throw problem(ProblemType.NOT_FOUND, "There is no such channel, or you are not a member");
    }
    return messages;
  }

  private static ProblemException problem(ProblemType type, String detail) {
    return new ProblemException(type, detail);
  }

  void nack(Session session, String ref, ProblemException problem) {
    metrics.counter("chat_nacks", "type", problem.type().slug()).increment();
    SocketLoop.send(session, ServerFrame.Nack.of(ref, problem));
  }
}
