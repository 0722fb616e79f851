package chat.bench;

import static chat.cluster.Person.await;
import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.cluster.Await;
import chat.cluster.Person;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who writes and reads in a benchmark: some people with one socket each, and channels of two
 * members, each the writer of some and the other reader of some. So a message is delivered to two
 * sockets: to its sender and to the other.
 *
 * @param people in the order of their sockets
 * @param channels channel i belongs to person i modulo their number and to the next one
 */
record Town(List<Person> people, List<byte[]> channels) {
  private static final int AT_A_TIME = 20;

  static Town build(Vertx vertx, URI node, int people, int channels) throws Exception {
    List<Person> all = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      all.add(Person.signUp(vertx, node, "load"));
    }
    String team = await(all.getFirst().session().createTeam("bench", true)).id();
    for (Person person : all.subList(1, people)) {
      await(person.session().joinTeam(team));
    }
    List<byte[]> ids = new ArrayList<>();
    for (int i = 0; i < channels; i += AT_A_TIME) {
      List<io.vertx.core.Future<String>> made = new ArrayList<>();
      for (int k = i; k < Math.min(channels, i + AT_A_TIME); k++) {
        Person owner = all.get(k % people);
        Person other = all.get((k + 1) % people);
        made.add(
            owner
                .session()
                .createChannel(team, "c" + k, false)
                .compose(
                    channel ->
                        (people == 1
                                ? io.vertx.core.Future.<Void>succeededFuture()
                                : other.session().joinChannel(channel.id()))
                            .map(channel.id())));
      }
      for (var id : made) {
        ids.add(await(id).getBytes(US_ASCII));
      }
    }
    return new Town(all, ids);
  }

  /** A socket for each person, all members of their channels. */
  List<LoadSocket> connect(NetClient client, URI node, LoadSocket.Listener listener)
      throws Exception {
    int channelsEach = people.size() == 1 ? channels.size() : 2 * channels.size() / people.size();
    List<LoadSocket> sockets = new ArrayList<>();
    for (Person person : people) {
      // Memberships travel through the log: wait until the sockets know of all.
      Await.until(
          Duration.ofSeconds(60),
          () -> {
            LoadSocket socket = open(client, node, person, listener);
            if (socket.ready().channels().size() > channelsEach) {
              sockets.add(socket);
              return true;
            }
            socket.close();
            return false;
          },
          "the memberships did not arrive");
    }
    return sockets;
  }

  private static LoadSocket open(
      NetClient client, URI node, Person person, LoadSocket.Listener listener) throws IOException {
    try {
      String token = person.session().credentials().accessToken();
      return await(LoadSocket.open(client, node, token, listener));
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("a socket did not open: " + e.getMessage(), e);
    }
  }
}
