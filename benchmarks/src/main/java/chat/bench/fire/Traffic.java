package chat.bench.fire;

import static chat.cluster.Person.await;

import chat.bench.fire.History.Entry;
import chat.bench.fire.History.Trouble;
import chat.bench.fire.History.View;
import chat.bench.fire.History.Window;
import chat.client.Changes;
import chat.client.ChatOptions;
import chat.cluster.Await;
import chat.cluster.Person;
import chat.protocol.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * People in a team, each on two devices, who write into its busy channels at a steady rate, and now
 * and then a single word into a quiet one.
 */
final class Traffic implements AutoCloseable {
  private static final int BUSY = 4;
  private static final int QUIET = 8;
  private static final int PAGE = 200;
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(60);

  private final List<String> busy = new ArrayList<>();
  private final List<String> quiet = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Recorder recorder;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("traffic").factory());
  private Person reader;
  private long sent;
  private int whispers;

  private Traffic(int clients) {
    this.recorder = new Recorder(clients);
  }

  /** Signs everybody up and connects them; returns when all are there. */
  static Traffic open(Vertx vertx, URI server, int clients) throws Exception {
    Traffic traffic = new Traffic(clients);
    List<Person> devices = new ArrayList<>();
    for (int i = 0; i < clients; i += 2) {
      Person person = Person.signUp(vertx, server, "p", ChatOptions.DEFAULTS);
      devices.add(person);
      if (i + 1 < clients) {
        devices.add(person.also(vertx, server));
      }
    }
    traffic.reader = devices.getFirst();
    traffic.found(devices);
    Set<String> channels = new LinkedHashSet<>(traffic.busy);
    channels.addAll(traffic.quiet);
    for (int i = 0; i < clients; i++) {
      traffic.clients.add(
          new Client("client " + (i + 1), devices.get(i), channels, traffic.recorder));
    }
    traffic.awaitConnected();
    return traffic;
  }

  private void found(List<Person> devices) throws Exception {
    String team = await(reader.session().createTeam("fire", true)).id();
    for (int i = 0; i < BUSY + QUIET; i++) {
      String channel = await(reader.session().createChannel(team, "c" + i, false)).id();
      (i < BUSY ? busy : quiet).add(channel);
    }
    for (int i = 2; i < devices.size(); i += 2) {
      await(devices.get(i).session().joinTeam(team));
      for (String channel : allChannels()) {
        await(devices.get(i).session().joinChannel(channel));
      }
    }
  }

  private List<String> allChannels() {
    List<String> all = new ArrayList<>(busy);
    all.addAll(quiet);
    return all;
  }

  /** From now on so many messages a second are sent, by all clients into all busy channels. */
  void begin(double perSecond) {
    long period = (long) (1e9 / perSecond);
    clock.scheduleAtFixedRate(this::send, period, period, TimeUnit.NANOSECONDS);
    clock.scheduleAtFixedRate(
        () -> clients.forEach(Client::markRead), 1_000, 1_000, TimeUnit.MILLISECONDS);
  }

  private void send() {
    // Each round of all clients begins with another channel, so that everybody writes everywhere.
    long round = sent / clients.size();
    clients.get((int) (sent % clients.size())).send(busy.get((int) ((sent + round) % BUSY)));
    sent++;
  }

  /** Nobody sends any more. */
  void end() {
    clock.shutdownNow();
  }

  /** Says one word in a channel in which nothing follows for long. */
  void whisper() {
    whisper(quiet.get(whispers % QUIET));
  }

  /** Says one word in that channel. */
  void whisper(String channel) {
    clients.get(whispers % clients.size()).send(channel);
    whispers++;
  }

  /** Says one word in every quiet channel. */
  void whisperEverywhere() {
    quiet.forEach(this::whisper);
  }

  String anyQuietChannel(Random random) {
    return quiet.get(random.nextInt(QUIET));
  }

  /** Every client drops its connection and comes back at once. */
  void storm() throws IOException {
    clients.forEach(Client::reconnect);
    awaitConnected();
  }

  /** Some people change their network, so that connections spread over the nodes again. */
  void mingle(Random random) throws IOException {
    clients.stream().filter(client -> random.nextInt(3) == 0).forEach(Client::reconnect);
    awaitConnected();
  }

  void awaitConnected() throws IOException {
    Await.until(
        CONNECTED_WITHIN,
        () -> clients.stream().allMatch(Client::isConnected),
        "clients do not get a connection");
  }

  Recorder recorder() {
    return recorder;
  }

  List<String> busy() {
    return busy;
  }

  /** All that is known, read anew where it is stored. */
  History history(List<Window> windows, List<Trouble> before) {
    Map<String, List<Entry>> stored = new HashMap<>();
    Map<String, List<Entry>> changes = new HashMap<>();
    List<Trouble> troubles = new ArrayList<>(before);
    for (String channel : allChannels()) {
      try {
        List<Entry> whole = stored(channel);
        changes.put(channel, changes(channel));
        stored.put(channel, whole);
      } catch (Exception e) {
        troubles.add(new Trouble(channel + " can't be read: " + e, System.nanoTime()));
      }
    }
    List<View> views = views(troubles);
    return new History(
        List.copyOf(windows),
        Set.copyOf(busy),
        recorder.submissions(),
        stored,
        changes,
        views,
        troubles);
  }

  /** What everybody saw, and what a sign-in that comes after it knows. */
  private List<View> views(List<Trouble> troubles) {
    List<View> seen = clients.stream().map(Client::view).toList();
    List<Future<Map<String, Long>>> asked = clients.stream().map(Client::readNow).toList();
    List<View> views = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      try {
        views.add(seen.get(i).withReadAtEnd(await(asked.get(i))));
      } catch (Exception e) {
        troubles.add(
            new Trouble(
                clients.get(i).name() + " is not told its read positions: " + e,
                System.nanoTime()));
        views.add(seen.get(i));
      }
    }
    return views;
  }

  private List<Entry> stored(String channel) throws Exception {
    List<Entry> all = new ArrayList<>();
    List<Message> page = await(reader.session().historyAfter(channel, 0, PAGE));
    while (!page.isEmpty()) {
      page.forEach(message -> all.add(Client.entry(message)));
      page = await(reader.session().historyAfter(channel, page.getLast().seq(), PAGE));
    }
    return all;
  }

  private List<Entry> changes(String channel) throws Exception {
    List<Entry> all = new ArrayList<>();
    Changes page = await(reader.session().changes(channel, 0));
    while (true) {
      page.items().forEach(message -> all.add(Client.entry(message)));
      if (!page.more()) {
        return all;
      }
      page = await(reader.session().changes(channel, page.rev()));
    }
  }

  @Override
  public void close() {
    end();
    clients.forEach(Client::close);
  }
}
