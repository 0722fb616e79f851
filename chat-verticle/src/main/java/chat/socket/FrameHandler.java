package chat.socket;

import chat.log.Answer;
import chat.log.LogRecord;
import chat.log.ReadLog;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.ClientFrame;
import chat.protocol.Limits;
import chat.protocol.ServerFrame;
import chat.protocol.Wire;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.function.Function;

/** Does what clients' frames ask for. Confined to its event loop. */
final class FrameHandler {
  private static final int SENDS_UNDER_WAY = 1_000;

  private final SocketLoop loop;
  private final SocketServices services;
  private final MeterRegistry metrics;
  private final FrameRate rate;
  private final TypingLimit typingLimit = new TypingLimit();
  private final Deletions deletions;
  private final Uploads uploads;

  FrameHandler(SocketLoop loop, SocketServices services) {
    this.loop = loop;
    this.services = services;
    this.deletions = new Deletions(loop.vertx(), services.log());
    this.uploads = new Uploads(loop.vertx(), services.log());
    this.metrics = services.metrics();
    SocketConfig config = services.config();
    this.rate = new FrameRate(config.framesPerSecond(), config.frameBurst());
  }

  /** Handles one frame; whatever is wrong with it is answered by a nack. */
  void handle(Session session, byte[] json) {
    if (!charge(session)) {
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
        case ClientFrame.Edit edit -> {
          requireMember(session, edit.channel());
          operate(session, edit.ref(), ConversationFrames.edit(session.user(), edit));
        }
        case ClientFrame.Delete delete -> {
          requireMember(session, delete.channel());
          operate(
              session,
              delete.ref(),
              ConversationFrames.delete(session.user(), delete),
              deletions::append);
        }
        case ClientFrame.React r -> {
          requireMember(session, r.channel());
          react(session, r.ref(), r.channel(), r.seq(), r.op(), r.emoji(), true);
        }
        case ClientFrame.Unreact r -> {
          requireMember(session, r.channel());
          react(session, r.ref(), r.channel(), r.seq(), r.op(), r.emoji(), false);
        }
        case ClientFrame.Read read -> read(session, read);
        case ClientFrame.Typing typing -> typing(session, typing);
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
    requireMember(session, send.channel());
    operate(
        session,
        send.ref(),
        ConversationFrames.post(session.user(), session.device(), send),
        uploads::append);
    typingLimit.sent(session.user(), send.channel());
  }

  private void react(
      Session session, String ref, String channel, Long seq, String op, String emoji, boolean add) {
    operate(session, ref, ConversationFrames.react(session.user(), channel, seq, op, emoji, add));
  }

  /** Has the channel's owner decide, and tells the client. */
  private void operate(Session session, String ref, LogRecord.Operation operation) {
    operate(session, ref, operation, services.log()::append);
  }

  private <T extends LogRecord.Operation> void operate(
      Session session, String ref, T operation, Function<T, Future<Answer.Accepted>> append) {
    requireRef(ref);
    if (session.sendsUnderWay >= SENDS_UNDER_WAY) {
      throw problem(
          ProblemType.OVERLOADED, "More than " + SENDS_UNDER_WAY + " sends without an answer");
    }
    session.sendsUnderWay++;
    append
        .apply(operation)
        .onComplete(
            accepted -> {
              session.sendsUnderWay--;
              boolean hasPlace = accepted.n() > 0;
              if (hasPlace) {
                loop.readMarks()
                    .advance(
                        new ReadLog.Position(operation.user(), operation.channel(), accepted.n()));
              }
              if (operation instanceof LogRecord.PostMessage post && post.parent() != 0) {
                loop.readMarks()
                    .advance(
                        ReadLog.Position.ofThread(
                            post.user(), post.channel(), post.parent(), accepted.seq()));
              }
              SocketLoop.send(
                  session,
                  new ServerFrame.Ack(
                      ref,
                      operation.id(),
                      operation.channel(),
                      accepted.seq(),
                      hasPlace ? accepted.n() : null,
                      accepted.time()));
            },
            failure -> {
              session.sendsUnderWay--;
              nack(session, ref, ProblemException.of(failure));
            });
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

  private void typing(Session session, ClientFrame.Typing typing) {
    requireMember(session, typing.channel());
    if (typing.parent() != null && typing.parent() < 1) {
      throw ProblemException.inField("parent", "must be the seq of a message");
    }
    String user = session.user();
    if (typingLimit.mayTell(user, typing.channel(), System.nanoTime())) {
      services
          .feeds()
          .typing(
              typing.channel(),
              user,
              Wire.toJson(new ServerFrame.Typing(typing.channel(), user, typing.parent())));
    }
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
