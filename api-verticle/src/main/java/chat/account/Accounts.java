package chat.account;

import chat.cache.FencedCache;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.sql.Database;
import chat.sql.DuplicateKeyException;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * People and their accounts.
 *
 * <p>Thread-safe; calls wait, so make them on virtual threads.
 */
public final class Accounts {
  private final Database database;
  private final FencedCache cache;
  private final Clock clock;

  /** What is checked at log-in. */
  record Credentials(Person person, String passwordHash) {}

  public Accounts(Database database, FencedCache cache, Clock clock) {
    this.database = database;
    this.cache = cache;
    this.clock = clock;
  }

  /** Makes an account; fails with {@code handle-taken}. */
  Person create(Handle handle, String name, String passwordHash) {
    Person person = new Person(Ids.timeOrdered(clock), handle.text(), name);
    try {
      database.inTransaction(
          sql -> {
            sql.update(
                "INSERT INTO handles (handle, user) VALUES (?, ?)", handle.text(), person.id());
            return sql.update(
                "INSERT INTO accounts (user, handle, name, password, created)"
                    + " VALUES (?, ?, ?, ?, ?)",
                person.id(),
                handle.text(),
                name,
                passwordHash,
                clock.millis());
          });
    } catch (DuplicateKeyException e) {
      throw ProblemException.inField(
          ProblemType.HANDLE_TAKEN, "handle", "is taken; choose another");
    }
    return person;
  }

  /** Whether an account has that handle: a cheap check before the password is hashed. */
  boolean isTaken(Handle handle) {
    return userOf(handle).isPresent();
  }

  private Optional<String> userOf(Handle handle) {
    return database.one(
        "SELECT user FROM handles WHERE handle = ?", row -> row.getString(0), handle.text());
  }

  Optional<Credentials> credentials(Handle handle) {
    return userOf(handle)
        .flatMap(
            user ->
                database.one(
                    "SELECT user, handle, name, password FROM accounts WHERE user = ?",
                    row -> new Credentials(person(row), row.getString(3)),
                    user));
  }

  /** Who that is. */
  public Optional<Person> find(String user) {
    return cache.read(
        "person:" + user,
        Person.class,
        FencedCache.MAX_LIFE,
        () -> load(List.of(user)).stream().findFirst());
  }

  /** Who these are, by id; those that don't exist are left out. At most 1,000. */
  public Map<String, Person> findAll(Collection<String> users) {
    Map<String, Person> found = new HashMap<>();
    List<String> wanted = new ArrayList<>(users);
    if (!wanted.isEmpty()) {
      load(wanted).forEach(person -> found.put(person.id(), person));
    }
    return found;
  }

  private List<Person> load(List<String> users) {
    return database.list(
        "SELECT user, handle, name FROM accounts WHERE user IN ("
            + Database.placeholders(users.size())
            + ")",
        Accounts::person,
        users.toArray());
  }

  private static Person person(Row row) {
    return new Person(row.getString(0), row.getString(1), row.getString(2));
  }
}
