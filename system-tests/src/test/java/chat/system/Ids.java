package chat.system;

import chat.id.OperationId;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Operation ids as of some time; the nodes run on this machine, so its clock is theirs. */
final class Ids {
  private Ids() {}

  static OperationId now() {
    return ago(Duration.ZERO);
  }

  static OperationId ago(Duration age) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return OperationId.of(
        System.currentTimeMillis() - age.toMillis(), random.nextLong(), random.nextLong());
  }
}
