package chat.system;

import static chat.cluster.Person.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ChatConnection;
import chat.client.ChatEvent;
import chat.client.MessageFilter;
import chat.client.Start;
import chat.cluster.Await;
import chat.cluster.Cluster;
import chat.cluster.Person;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Attachment;
import chat.protocol.Message;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Images through whole nodes: uploaded, sent over a socket, found, and gone with their message. */
@ExtendWith(ClusterExtension.class)
class ImagesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Buffer IMAGE =
      Buffer.buffer(HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452"))
          .appendBytes(new byte[50_000]);

  @Test
  void anImageIsSeenByTheOthersFoundBySearchAndGoneWithItsMessage(Cluster cluster, Vertx vertx)
      throws Exception {
    Person anna = Person.signUp(vertx, cluster.address(0), "anna");
    Person ben = Person.signUp(vertx, cluster.address(1), "ben");
    String channel = Team.of(anna, ben).general();
    Queue<Message> seen = new ConcurrentLinkedQueue<>();
    ChatConnection bens = ben.session().connect(Start.NOW, event -> note(event, seen));
    ChatConnection annas = anna.session().connect(Start.NOW, event -> {});
    try {
      await(annas.send(channel, "before it"));
      Attachment image = await(anna.session().images().upload(channel, IMAGE, "image/png"));
      Attachment asAnotherSays = new Attachment(image.key(), "/media/another", 1, "text/html");
      long seq = await(annas.sendImages(channel, "", List.of(), List.of(asAnotherSays))).seq();
      await(bens.send(channel, "after it"));

      Await.until(
          PATIENCE,
          () -> seen.stream().anyMatch(message -> List.of(image).equals(message.attachments())),
          "ben did not see the image");
      assertThat(await(ben.session().images().get(image))).isEqualTo(IMAGE);
      assertThatThrownBy(() -> await(bens.sendImages(channel, "", List.of(), List.of(image))))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.type()).isEqualTo(ProblemType.UNPROCESSABLE));

      Message message = await(ben.session().message(channel, seq));
      assertThat(message.attachments()).containsExactly(image);
      assertThat(found(ben, channel, null, true)).containsExactly(seq);
      assertThat(found(ben, channel, anna.id(), true)).containsExactly(seq);
      assertThat(found(ben, channel, ben.id(), true)).isEmpty();
      assertThat(found(ben, channel, anna.id(), false)).hasSize(2).startsWith(seq);
      MessageFilter since = new MessageFilter(null, true, message.time(), null);
      MessageFilter until = new MessageFilter(null, true, null, message.time());
      assertThat(found(ben, channel, since)).containsExactly(seq);
      assertThat(found(ben, channel, until)).isEmpty();

      await(anna.session().delete(channel, seq));

      assertThat(await(ben.session().message(channel, seq)).attachments()).isNullOrEmpty();
      assertThat(found(ben, channel, null, true)).isEmpty();
      Await.until(PATIENCE, () -> isGone(ben, image), "the image is still served");
    } finally {
      annas.close();
      bens.close();
    }
  }

  private static void note(ChatEvent event, Queue<Message> seen) {
    if (event instanceof ChatEvent.MessageReceived received) {
      seen.add(received.message());
    }
  }

  private static List<Long> found(Person person, String channel, String sender, boolean images)
      throws Exception {
    return found(person, channel, new MessageFilter(sender, images, null, null));
  }

  private static List<Long> found(Person person, String channel, MessageFilter filter)
      throws Exception {
    return await(person.session().inChannel(channel).search(filter, null)).items().stream()
        .map(Message::seq)
        .toList();
  }

  private static boolean isGone(Person person, Attachment image) {
    try {
      await(person.session().images().get(image));
      return false;
    } catch (ProblemException e) {
      return e.type() == ProblemType.NOT_FOUND;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
