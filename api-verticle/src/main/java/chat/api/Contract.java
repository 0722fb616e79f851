package chat.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.util.Map;

/** Reads {@code openapi.yaml} for the router. */
final class Contract {
  static final String FILE = "openapi.yaml";

  private Contract() {}

  static Future<OpenAPIContract> load(Vertx vertx) {
    return vertx
        .executeBlocking(() -> forRouter(vertx.fileSystem().readFileBlocking(FILE)), false)
        .compose(contract -> OpenAPIContract.from(vertx, contract));
  }

  /**
   * The contract without the bodies of refusals: the router checks requests only, and does not know
   * their media type, {@code application/problem+json}.
   */
  private static JsonObject forRouter(Buffer yaml) throws IOException {
    JsonObject contract =
        new JsonObject(
            new YAMLMapper()
                .readValue(yaml.getBytes(), new TypeReference<Map<String, Object>>() {}));
    JsonObject responses = contract.getJsonObject("components").getJsonObject("responses");
    responses.forEach(response -> ((JsonObject) response.getValue()).remove("content"));
    return contract;
  }
}
