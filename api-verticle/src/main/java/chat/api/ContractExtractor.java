package chat.api;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes out of a request what its schema is to be applied to. Other than the extractor that comes
 * with the router it decodes query parameters once (a search for {@code 50%} is no error), reads
 * one that is a string as that (a search for {@code 1.5} is no number), refuses repeated and
 * unknown ones, and refuses bodies that are not strict JSON.
 */
final class ContractExtractor implements RequestExtractor {
  private final Vertx vertx;

  ContractExtractor(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<ValidatableRequest> extractValidatableRequest(
      RoutingContext context, Operation operation) {
    Map<String, RequestParameter> path = new HashMap<>();
    Map<String, RequestParameter> query = new HashMap<>();
    try {
      for (Parameter parameter : operation.getParameters()) {
        switch (parameter.getIn()) {
          case PATH ->
              path.put(
                  parameter.getName(), value(parameter, context.pathParam(parameter.getName())));
          case QUERY -> query.put(parameter.getName(), query(context, parameter));
          default -> throw new IllegalStateException("not in the contract: " + parameter.getIn());
        }
      }
      refuseUnknown(context, query);
    } catch (ProblemException refusal) {
      return Future.failedFuture(refusal);
    }
    if (operation.getRequestBody() == null) {
      return Future.succeededFuture(new ValidatableRequestImpl(Map.of(), Map.of(), path, query));
    }
    return body(context)
        .map(
            body ->
                new ValidatableRequestImpl(
                    Map.of(), Map.of(), path, query, body, "application/json"));
  }

  private Future<RequestParameter> body(RoutingContext context) {
    Buffer buffer = context.body().buffer();
    if (buffer == null || buffer.length() == 0) {
      return Future.succeededFuture(new RequestParameterImpl(null));
    }
    if (!JsonBody.isJson(context.request().getHeader("Content-Type"))) {
      return Future.failedFuture(
          new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send application/json"));
    }
    return vertx.executeBlocking(
        () -> {
          JsonBody.check(buffer.getBytes());
          return new RequestParameterImpl(buffer);
        },
        false);
  }

  private static RequestParameter query(RoutingContext context, Parameter parameter) {
    List<String> values = context.queryParam(parameter.getName());
    if (values.size() > 1) {
      throw ProblemException.inField(parameter.getName(), "must be given once");
    }
    return value(parameter, values.isEmpty() ? null : values.getFirst());
  }

  private static void refuseUnknown(RoutingContext context, Map<String, RequestParameter> known) {
    for (String name : context.queryParams().names()) {
      if (!known.containsKey(name)) {
        throw ProblemException.inField(name, "is not a known query parameter");
      }
    }
  }

  private static RequestParameter value(Parameter parameter, String value) {
    if (value == null) {
      return new RequestParameterImpl(null);
    }
    if (JsonBody.hasLoneSurrogate(value) || value.indexOf('\uFFFD') >= 0) {
      throw ProblemException.inField(parameter.getName(), "is not valid UTF-8");
    }
    if (parameter.getSchemaType() == SchemaType.STRING) {
      return new RequestParameterImpl(Json.encode(value));
    }
    if (!value.matches("-?[0-9]{1,18}")) {
      throw ProblemException.inField(parameter.getName(), "must be a whole number");
    }
    return new RequestParameterImpl(value);
  }
}
