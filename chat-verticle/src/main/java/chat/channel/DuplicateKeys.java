package chat.channel;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import java.util.List;

/** Reads from a failed bulk write which of its documents were there already. */
final class DuplicateKeys {
  private static final int DUPLICATE_KEY = 11000;

  private DuplicateKeys() {}

  /** Whether nothing but existing keys kept the unordered write from succeeding. */
  static boolean isOnly(Throwable failure) {
    return failure instanceof MongoBulkWriteException bulk
        && bulk.getWriteConcernError() == null
        && !bulk.getWriteErrors().isEmpty()
        && bulk.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE_KEY);
  }

  /** The positions in the bulk of the documents that were there. */
  static List<Integer> indexes(Throwable failure) {
    return ((MongoBulkWriteException) failure)
        .getWriteErrors().stream().map(BulkWriteError::getIndex).toList();
  }
}
