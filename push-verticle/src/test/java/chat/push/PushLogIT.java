package chat.push;

import static chat.push.TestPush.until;
import static org.assertj.core.api.Assertions.assertThat;

import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@UseBackends({Backend.KAFKA, Backend.MONGO, Backend.REDIS})
@Timeout(120)
final class PushLogIT {
  @Test
  void aThreadThatEndedBeginsAnewAtWhatIsNotDealtWith(Backends backends) throws Exception {
    String channel = Ids.random();
    List<LoggedPost> seen = new CopyOnWriteArrayList<>();
    PushLog.Listener listener =
        new PushLog.Listener() {
          @Override
          public void posted(List<LoggedPost> posts) {
            List<LoggedPost> own =
                posts.stream().filter(post -> post.channel().equals(channel)).toList();
            seen.addAll(own);
            if (!own.isEmpty() && seen.size() == 1) {
              throw new IllegalStateException("a test");
            }
            posts.forEach(post -> post.assignment().close(post.offset()));
          }

          @Override
          public void membersChanged(Set<String> channels) {}
        };
    try (TestPush push = new TestPush(backends);
        PushLog log = push.log(listener)) {
      log.start();
      long offset = push.append(channel, "ada");
      until("it is read again", () -> seen.size() == 2);
      until("and dealt with", () -> push.committed(channel) > offset);

      assertThat(seen).extracting(LoggedPost::offset).containsExactly(offset, offset);
      assertThat(seen.getFirst().assignment().isEnded()).isTrue();
      assertThat(seen.getLast().assignment().isEnded()).isFalse();
      assertThat(log.openCount()).isZero();
    }
  }
}
