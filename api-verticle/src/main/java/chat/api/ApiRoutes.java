package chat.api;

import chat.auth.AccessTokens;
import chat.config.Configuration;
import chat.config.MysqlConfig;
import chat.message.Conversation;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Limits;
import chat.protocol.Wire;
import chat.sql.Migrations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The REST API of a process: routed and validated by {@code openapi.yaml}, carried out on virtual
 * threads.
 *
 * <p>Thread-safe: one instance serves all event loops.
 */
public final class ApiRoutes {
  private static final String BASE = "/v1";
  private static final List<HttpMethod> METHODS =
      List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  private final Vertx vertx;
  private final ApiServices services;
  private final MeterRegistry metrics;
  private final OpenAPIContract contract;
  private final Router operations;
  private final Map<String, Buffer> documents;
  private final List<String> deployments;

  private ApiRoutes(
      Vertx vertx,
      ApiServices services,
      MeterRegistry metrics,
      OpenAPIContract contract,
      Map<String, Buffer> documents,
      List<String> deployments) {
    this.vertx = vertx;
    this.services = services;
    this.metrics = metrics;
    this.contract = contract;
    this.documents = documents;
    this.deployments = deployments;
    this.operations = router();
  }

  /**
   * Brings the database to the version of this program, starts the services and deploys the
   * verticles.
   *
   * @param vertx with the codecs of {@link chat.bus.Bus} installed
   * @return the routes, ready to serve; fails with {@link chat.config.ConfigurationException} if
   *     the database can't be used
   */
  public static Future<ApiRoutes> create(
      Vertx vertx,
      Configuration configuration,
      Clock clock,
      AccessTokens tokens,
      Conversation conversation,
      MongoClient mongo,
      MeterRegistry metrics) {
    MysqlConfig mysql = configuration.section("mysql", MysqlConfig.class);
    // Both take a while, so side by side.
    Future<?> migrated =
        vertx.executeBlocking(
            () -> {
              Migrations.run(mysql);
              return null;
            },
            false);
    Future<OpenAPIContract> contract = Contract.load(vertx).map(KeptValidators::in);
    return Future.all(migrated, contract)
        .compose(
            ready -> {
              ApiServices services =
                  new ApiServices(
                      vertx, configuration, clock, tokens, conversation, mongo, metrics);
              return deploy(vertx, services)
                  .compose(ids -> services.threads.run(() -> load(services)).map(loaded -> ids))
                  .map(
                      ids ->
                          new ApiRoutes(
                              vertx, services, metrics, contract.result(), documents(vertx), ids))
                  .onFailure(failure -> services.close());
            });
  }

  private static Void load(ApiServices services) {
    services.load();
    return null;
  }

  private static Future<List<String>> deploy(Vertx vertx, ApiServices services) {
    DeploymentOptions virtual =
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
    int cores = Runtime.getRuntime().availableProcessors();
    List<Future<String>> deployed = new ArrayList<>();
    services.jobs.forEach(job -> deployed.add(vertx.deployVerticle(job, virtual)));
    deployed.add(
        vertx.deployVerticle(
            () -> new ApiVerticle(services), new DeploymentOptions(virtual).setInstances(cores)));
    return Future.all(deployed).map(all -> all.list());
  }

  private static Map<String, Buffer> documents(Vertx vertx) {
    Map<String, Buffer> documents = new HashMap<>();
    for (String name : List.of(Contract.FILE, "asyncapi.yaml")) {
      documents.put("/" + name, vertx.fileSystem().readFileBlocking(name));
    }
    return documents;
  }

  /** Adds everything below {@code /v1}, the documents that describe the API, and the images. */
  public void mount(Router root) {
    documents.forEach((path, text) -> root.get(path).handler(context -> serve(context, text)));
    root.route(BASE + "/*").subRouter(operations);
    services.images.mount(root);
  }

  private static void serve(RoutingContext context, Buffer text) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(text);
  }

  private Router router() {
    RouterBuilder builder =
        RouterBuilder.create(vertx, contract, new ContractExtractor(vertx))
            .rootHandler(BodyHandler.create(false).setBodyLimit(Limits.FRAME_BYTES));
    builder.security("bearer").httpHandler(services.authentication);
    TreeSet<String> missing = new TreeSet<>();
    builder.getRoutes().forEach(route -> missing.add(route.getOperation().getOperationId()));
    for (Operation operation : services.operations) {
      OpenAPIRoute route = builder.getRoute(operation.id());
      if (route == null) {
        throw new IllegalStateException(operation.id() + " is not in openapi.yaml");
      }
      missing.remove(operation.id());
      route.addHandler(context -> call(operation, context)).addFailureHandler(Problems::answer);
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no code for the operations " + missing);
    }
    Router router = builder.createRouter();
    router.route().last().handler(this::answerUnknown);
    router.route().failureHandler(Problems::answer);
    return router;
  }

  private void call(Operation operation, RoutingContext context) {
    Timer.Sample sample = Timer.start(metrics);
    context.addEndHandler(end -> sample.stop(timer(operation, context.response())));
    Call call = call(context);
    services
        .threads
        .run(() -> operation.handle(call))
        .onSuccess(reply -> answer(context.response(), reply))
        .onFailure(context::fail);
  }

  private Timer timer(Operation operation, HttpServerResponse response) {
    return Timer.builder("chat_api_requests")
        .tag("operation", operation.id())
        .tag("status", String.valueOf(response.getStatusCode()))
        .publishPercentileHistogram()
        .register(metrics);
  }

  private Call call(RoutingContext context) {
    Map<String, String> query = new HashMap<>();
    context.queryParams().forEach(query::put);
    Buffer body = context.body().buffer();
    return new Call(
        BearerAuthentication.caller(context),
        services.addresses.of(context.request()),
        Map.copyOf(context.pathParams()),
        query,
        body == null ? new byte[0] : body.getBytes());
  }

  private static void answer(HttpServerResponse response, Reply reply) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(reply.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (reply.body() == null) {
      response.end();
    } else {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(Buffer.buffer(Wire.toJson(reply.body())));
    }
  }

  private void answerUnknown(RoutingContext context) {
    String path = context.normalizedPath();
    List<String> allowed =
        METHODS.stream()
            .filter(method -> contract.findOperation(path, method) != null)
            .map(HttpMethod::name)
            .toList();
    if (allowed.isEmpty()) {
      Problems.answer(
          context, new ProblemException(ProblemType.NOT_FOUND, "There is no such resource"));
      return;
    }
    context.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
    Problems.answer(
        context,
        new ProblemException(
            ProblemType.METHOD_NOT_ALLOWED, "Allowed here: " + String.join(", ", allowed)));
  }

  /** Stops the verticles, then what they use. */
  public Future<Void> close() {
    Future<Void> stopped = Future.succeededFuture();
    for (String deployment : deployments) {
      stopped = stopped.transform(done -> vertx.undeploy(deployment));
    }
    return stopped.onComplete(done -> services.close());
  }
}
