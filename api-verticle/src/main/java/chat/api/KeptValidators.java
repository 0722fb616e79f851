package chat.api;

import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Keeps the validator of each schema of a contract. The router asks its repository for one for each
 * parameter of each request, which makes a new one and copies the schemas of the whole contract for
 * it: most of what a call over REST costs. A validator changes nothing in itself, so all requests
 * may share it.
 */
final class KeptValidators {
  /** More than a contract has; were schemas made anew for each request, none could be kept. */
  private static final int MOST = 1_000;

  private KeptValidators() {}

  /** The same contract; its repository keeps the validators that it has made. Thread-safe. */
  static OpenAPIContract in(OpenAPIContract contract) {
    SchemaRepository repository = keeping(contract.getSchemaRepository());
    return instead(
        OpenAPIContract.class,
        contract,
        (method, arguments) -> method.getName().equals("getSchemaRepository") ? repository : null);
  }

  private static SchemaRepository keeping(SchemaRepository repository) {
    Map<JsonSchema, Validator> kept = Collections.synchronizedMap(new IdentityHashMap<>());
    return instead(
        SchemaRepository.class,
        repository,
        (method, arguments) ->
            method.getName().equals("validator")
                    && arguments.length == 1
                    && arguments[0] instanceof JsonSchema schema
                    && kept.size() < MOST
                ? kept.computeIfAbsent(schema, repository::validator)
                : null);
  }

  private interface Answers {
    /** The answer to a call, or {@code null} to pass it on. */
    Object to(Method method, Object[] arguments);
  }

  private static <T> T instead(Class<T> type, T original, Answers answers) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object answer = answers.to(method, arguments);
          try {
            return answer != null ? answer : method.invoke(original, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
