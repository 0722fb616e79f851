package chat.api;

/**
 * One operation of {@code openapi.yaml}. Each is a class of its own with the same three steps: take
 * what it needs out of the call, act, make the answer. Refusals are thrown, and turned into problem
 * documents in one place ({@link Problems}).
 */
public interface Operation {
  /** Its {@code operationId}. */
  String id();

  /**
   * Carries the call out.
   *
   * @param call has passed the schema of the operation, and its caller is signed in unless the
   *     operation is open to all
   * @throws chat.problem.ProblemException to refuse it
   */
  Reply handle(Call call);
}
