package chat.cache;

/**
 * Where a value is cached. The braces make Redis Cluster keep the value beside its generation.
 *
 * @param name the kind of thing and its ids, separated by colons
 */
record CacheKey(String name) {
  String value() {
    return "c:{" + name + "}:v";
  }

  String generation() {
    return "c:{" + name + "}:g";
  }
}
