package chat.embedded.junit;

import chat.embedded.Backend;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says which back ends the test class needs; no others are started for it. Without it, {@link
 * BackendsExtension} starts MySQL, Kafka, MongoDB and Redis.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BackendsExtension.class)
public @interface UseBackends {
  Backend[] value();
}
