package chat.embedded.mongo;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** An index that answers ranges. Its positions are the encoded {@code _id}s. */
abstract class ScannableIndex extends Index<Key> {
  ScannableIndex(String name, List<IndexKey> keys, boolean sparse) {
    super(name, keys, sparse);
  }

  abstract QueryPlan plan(Map<String, FieldBounds> bounds, Document orderBy);

  /** The positions in the plan's ranges, in the order of the scan. */
  abstract Iterator<Key> scan(QueryPlan plan);

  /** Whether a position can come twice from a scan. */
  abstract boolean isMultikey();

  /** Unused: the collection asks for plans. */
  @Override
  public boolean canHandle(Document query) {
    return false;
  }

  @Override
  public Iterable<Key> getPositions(Document query) {
    throw new UnsupportedOperationException("the collection asks for plans");
  }

  @Override
  public long getDataSize() {
    return getCount();
  }

  /** The table is dropped by the database. */
  @Override
  public void drop() {}
}
