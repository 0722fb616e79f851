package chat.push;

import chat.bus.Addresses;
import chat.bus.Bus;
import chat.bus.PushMessages;
import chat.bus.PushMessages.Done;
import chat.bus.PushMessages.Kinds;
import chat.bus.PushMessages.KindsOf;
import chat.bus.PushMessages.Offer;
import chat.bus.PushMessages.Offered;
import chat.bus.PushMessages.Subscribe;
import chat.bus.PushMessages.Trial;
import chat.bus.PushMessages.Unsubscribe;
import chat.bus.SessionRevoked;
import chat.config.KafkaConfig;
import chat.config.RedisConfig;
import chat.log.ReadLog.Position;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.store.RedisLink;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.mongo.MongoClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells devices that are away. Deploy one in each process with the role push, on an event loop.
 * Nothing in the log is skipped; what a crash repeats takes its former self's place on the device.
 * While MongoDB is away at the start, it waits, and nothing else does. Without Redis, badges count
 * what this node alone has told since it began.
 */
public final class PushVerticle extends VerticleBase {
  /** The consumer group of those that push. */
  public static final String GROUP = PushLog.GROUP;

  private static final Logger LOG = LoggerFactory.getLogger(PushVerticle.class);

  private static final long RETRY_MILLIS = 1_000;
  private static final Duration REDIS_WITHIN = Duration.ofSeconds(2);

  private final String member;
  private final KafkaConfig kafka;
  private final RedisConfig redisConfig;
  private final PushConfig config;
  private final MongoClient mongo;
  private final MeterRegistry metrics;
  private Context own;
  private PublicAddresses addresses;
  private Http http;
  private RedisLink redis;
  private VapidKeys keys;
  private Map<String, Provider> providers;
  private Subscriptions subscriptions;
  private Dispatcher dispatcher;
  private Audiences audiences;
  private Deviceless deviceless;
  private Teller teller;
  private PushLog log;
  private Reads reads;
  private boolean stopped;

  /**
   * A verticle.
   *
   * @param member its name in the consumer group: the same after a restart
   */
  public PushVerticle(
      String member,
      KafkaConfig kafka,
      RedisConfig redis,
      PushConfig config,
      MongoClient mongo,
      MeterRegistry metrics) {
    this.member = member;
    this.kafka = kafka;
    this.redisConfig = redis;
    this.config = config;
    this.mongo = mongo;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    own = vertx.getOrCreateContext();
    addresses = new PublicAddresses(vertx, config.trustedHosts());
    redis = new RedisLink(vertx, redisConfig, REDIS_WITHIN);
    http = new Http(vertx, addresses, config.requestsAtOnce(), config.trustFile());
    providers = vendors();
    return beginWhenPossible();
  }

  /** Begins once MongoDB is there; the rest of the node does not wait for that. */
  private Future<?> beginWhenPossible() {
    return prepare()
        .map(true)
        .otherwise(
            failure -> {
              LOG.warn("push waits for MongoDB: {}", failure.toString());
              vertx.setTimer(RETRY_MILLIS, timer -> beginLater());
              return false;
            })
        .compose(ready -> ready ? begin() : Future.succeededFuture());
  }

  private void beginLater() {
    if (!stopped) {
      beginWhenPossible().onFailure(failure -> LOG.error("push does not begin", failure));
    }
  }

  private Future<Void> prepare() {
    return Subscriptions.createIndexes(mongo)
        .compose(done -> Parked.createIndexes(mongo))
        .compose(done -> VapidKeys.of(mongo))
        .map(
            found -> {
              keys = found;
              return null;
            });
  }

  private Future<?> begin() {
    Provider web = new WebPushProvider(vertx, http, keys, config.contact(), config.ttlSeconds());
    providers.put("webpush", web);
    providers.put("unifiedpush", web);
    deviceless = new Deviceless();
    subscriptions = new Subscriptions(vertx, mongo, deviceless::forgetAll);
    Parked parked = new Parked(mongo);
    dispatcher =
        new Dispatcher(vertx, providers, subscriptions, parked, config.requestsAtOnce(), metrics);
    audiences = new Audiences(vertx);
    Followers followers = new Followers(mongo);
    reads =
        new Reads(kafka, mongo, positions -> own.runOnContext(turn -> read(positions)), metrics);
    teller =
        new Teller(
            vertx,
            audiences,
            subscriptions,
            new DecidedPosts(mongo),
            reads,
            followers,
            new Told(),
            new SharedTold(redis, Duration.ofSeconds(config.ttlSeconds())),
            channel -> log.reads(channel),
            deviceless,
            dispatcher,
            config.delayMillis(),
            metrics);
    new Unparker(
        vertx,
        parked,
        subscriptions,
        reads,
        followers,
        dispatcher,
        config.ttlSeconds() * 1_000L,
        metrics);
    log = new PushLog(kafka, member, deviceless, new OnContext(), metrics);
    vertx
        .eventBus()
        .<SessionRevoked>consumer(
            Addresses.SESSIONS_REVOKED,
            message -> subscriptions.sessionEnded(message.body().user(), message.body().session()));
    reads.start();
    log.start();
    return Future.join(
        List.of(
            Bus.serve(vertx, PushMessages.OFFER, Offer.class, this::offer).completion(),
            Bus.serve(vertx, PushMessages.SUBSCRIBE, Subscribe.class, this::subscribe).completion(),
            Bus.serve(vertx, PushMessages.UNSUBSCRIBE, Unsubscribe.class, this::unsubscribe)
                .completion(),
            Bus.serve(vertx, PushMessages.KINDS, KindsOf.class, this::kinds).completion(),
            Bus.serve(vertx, PushMessages.TEST, Trial.class, this::test).completion()));
  }

  /** Those that take an account; what is wrong with that fails the start. */
  private Map<String, Provider> vendors() {
    Map<String, Provider> all = new TreeMap<>();
    if (!config.fcmCredentialsFile().isEmpty()) {
      all.put("fcm", new FcmProvider(http, config));
    }
    if (!config.apnsKeyFile().isEmpty()) {
      all.put("apns", new ApnsProvider(http, config));
    }
    return all;
  }

  private void read(List<Position> positions) {
    positions.forEach(teller::read);
  }

  private Future<Offered> offer(Offer offer) {
    return Future.succeededFuture(
        new Offered(Base64Url.encode(keys.publicKey()), List.copyOf(providers.keySet())));
  }

  private Future<Done> subscribe(Subscribe wish) {
    if (!providers.containsKey(wish.kind())) {
      throw ProblemException.inField(
          ProblemType.UNPROCESSABLE, "kind", "is not configured on this server");
    }
    Subscription subscription =
        new Subscription(wish.user(), wish.device(), wish.session(), Targets.of(wish, addresses));
    Future<?> allowed =
        subscription.target() instanceof Target.WebPush web
            ? addresses
                .resolve(java.net.URI.create(web.endpoint()).getHost())
                .recover(
                    failure ->
                        Future.failedFuture(
                            ProblemException.inField(
                                ProblemType.UNPROCESSABLE,
                                "endpoint",
                                "must be at a public host that exists")))
            : Future.succeededFuture();
    return allowed.compose(done -> subscriptions.put(subscription)).map(done -> new Done());
  }

  private Future<Done> unsubscribe(Unsubscribe wish) {
    return subscriptions.remove(wish.user(), wish.device()).map(done -> new Done());
  }

  private Future<Kinds> kinds(KindsOf asked) {
    return subscriptions
        .ofUser(asked.user())
        .map(
            found -> {
              Map<String, String> devices = new HashMap<>();
              found.forEach(each -> devices.put(each.device(), each.target().kind()));
              return new Kinds(devices);
            });
  }

  private Future<Done> test(Trial wish) {
    return subscriptions
        .ofUser(wish.user())
        .map(
            found -> {
              Subscription device =
                  found.stream()
                      .filter(each -> each.device().equals(wish.device()))
                      .findFirst()
                      .orElseThrow(
                          () ->
                              new ProblemException(
                                  ProblemType.NOT_FOUND, "The device has no subscription"));
              dispatcher.offer(
                  device,
                  new Notification.Trial(Notification.VERSION),
                  System.currentTimeMillis(),
                  () -> {});
              return new Done();
            });
  }

  private final class OnContext implements PushLog.Listener {
    @Override
    public void posted(List<LoggedPost> posts) {
      own.runOnContext(turn -> teller.posted(posts));
    }

    @Override
    public void membersChanged(Set<String> channels) {
      own.runOnContext(
          turn ->
              channels.forEach(
                  channel -> {
                    audiences.forget(channel);
                    deviceless.membersChanged();
                  }));
    }
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    Callable<Void> leave =
        () -> {
          if (log != null) {
            log.close();
            reads.close();
          }
          http.close();
          redis.close();
          return null;
        };
    return vertx.executeBlocking(leave);
  }
}
