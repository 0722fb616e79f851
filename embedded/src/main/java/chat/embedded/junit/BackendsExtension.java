package chat.embedded.junit;

import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.EmbeddedBackends;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts one set of back ends per test JVM, when the first test class that wants them begins, and
 * stops it after the last. Parameters of type {@link Backends} get the test class's own view:
 * {@code mongoDatabase()} and {@code mysqlDatabase()} are empty databases of this class. A
 * parameter of type {@link EmbeddedBackends} gets the set itself, to stop and kill its parts.
 *
 * <p>The environment variables {@code CHAT_TEST_MONGO_URI}, {@code CHAT_TEST_MYSQL_URI} ({@code
 * mysql://user:password@host:port/database}), {@code CHAT_TEST_REDIS_URI} and {@code
 * CHAT_TEST_KAFKA} (bootstrap servers) name servers to use in place of the embedded ones.
 */
public final class BackendsExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(BackendsExtension.class);
  private static final Set<Backend> DEFAULT =
      EnumSet.of(Backend.MYSQL, Backend.KAFKA, Backend.MONGO, Backend.REDIS);

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    shared(context).ensureStarted(wanted(context.getRequiredTestClass()));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Backends.class || type == EmbeddedBackends.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    SharedBackends shared = shared(context);
    if (parameter.getParameter().getType() == EmbeddedBackends.class) {
      return shared.embedded();
    }
    Class<?> testClass = outermost(context.getRequiredTestClass());
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(testClass, c -> shared.viewFor(testClass), ClassBackends.class);
  }

  private static SharedBackends shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            SharedBackends.class,
            type -> SharedBackends.create(System.getenv()),
            SharedBackends.class);
  }

  private static Set<Backend> wanted(Class<?> testClass) {
    UseBackends annotation = outermost(testClass).getAnnotation(UseBackends.class);
    if (annotation == null) {
      return DEFAULT;
    }
    Set<Backend> wanted = EnumSet.noneOf(Backend.class);
    wanted.addAll(List.of(annotation.value()));
    return wanted;
  }

  /** Nested test classes share the back ends of the class that they stand in. */
  private static Class<?> outermost(Class<?> testClass) {
    return testClass.getEnclosingClass() == null
        ? testClass
        : outermost(testClass.getEnclosingClass());
  }
}
