package chat.launcher;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** What must hold for the node to be given traffic. Thread-safe. */
final class Health {
  private final Map<String, BooleanSupplier> checks = new ConcurrentHashMap<>();

  void add(String name, BooleanSupplier check) {
    checks.put(name, check);
  }

  /** Each check and whether it holds now. */
  Map<String, Boolean> now() {
    Map<String, Boolean> results = new LinkedHashMap<>();
    checks.forEach((name, check) -> results.put(name, check.getAsBoolean()));
    return results;
  }

  boolean isReady() {
    return !checks.isEmpty() && checks.values().stream().allMatch(BooleanSupplier::getAsBoolean);
  }
}
