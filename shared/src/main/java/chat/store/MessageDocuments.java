package chat.store;

import chat.protocol.Attachment;
import chat.protocol.Comments;
import chat.protocol.Imported;
import chat.protocol.Message;
import chat.protocol.Reaction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A message as a document and back. What a message does not have, its document does not have
 * either. Times are milliseconds since 1970.
 */
public final class MessageDocuments {
  /** Equal to {@code _id} in documents of messages that have images: an index holds only these. */
  static final String IMAGE = "image";

  private static final List<String> CHANGING =
      List.of(
          "rev",
          "body",
          "mentions",
          "comments",
          "reactions",
          "attachments",
          IMAGE,
          Purges.FIELD,
          "edited",
          "deleted",
          "pinned",
          "imported");

  private MessageDocuments() {}

  /** The document. */
  public static JsonObject of(Message message) {
    JsonObject document =
        new JsonObject()
            .put("_id", Messages.id(message.channel(), message.seq()))
            .put("channel", message.channel())
            .put("id", message.id())
            .put("seq", message.seq())
            .put("rev", message.rev())
            .put("sender", message.sender())
            .put("device", message.device())
            .put("time", message.time().toEpochMilli())
            .put("body", message.body())
            .put("enc", message.enc())
            .put("mentions", new JsonArray(message.mentions()));
    if (message.n() > 0) {
      document.put("n", message.n());
    }
    if (message.parent() > 0) {
      document
          .put("parent", message.parent())
          .put("thread", Messages.thread(message.channel(), message.parent(), message.seq()));
    }
    putIfThere(document, "comments", message.comments(), MessageDocuments::comments);
    putIfThere(
        document, "reactions", message.reactions(), all -> array(all, MessageDocuments::reaction));
    putIfThere(
        document,
        "attachments",
        message.attachments(),
        all -> array(all, MessageDocuments::attachment));
    if (message.attachments() != null) {
      document.put(IMAGE, document.getString("_id"));
    }
    putIfThere(
        document,
        "edited",
        message.edited(),
        edit -> mark(edit.by(), edit.time()).put("rev", edit.rev()));
    putIfThere(document, "deleted", message.deleted(), mark -> mark(mark.by(), mark.time()));
    putIfThere(document, "pinned", message.pinned(), mark -> mark(mark.by(), mark.time()));
    putIfThere(document, "imported", message.imported(), MessageDocuments::imported);
    return document;
  }

  /** The update that brings a document of any earlier state to the message's. */
  public static JsonObject update(Message message) {
    JsonObject document = of(message);
    JsonObject set = new JsonObject();
    JsonObject unset = new JsonObject();
    for (String field : CHANGING) {
      if (document.containsKey(field)) {
        set.put(field, document.getValue(field));
      } else {
        unset.put(field, "");
      }
    }
    if (message.deleted() != null) {
      // They stay, shown to nobody, until what they name is deleted too.
      unset.remove("attachments");
      set.put(Purges.FIELD, document.getString("_id"));
      unset.remove(Purges.FIELD);
    }
    return new JsonObject().put("$set", set).put("$unset", unset);
  }

  /** The message that a document holds. */
  public static Message read(JsonObject document) {
    return new Message(
        document.getString("channel"),
        document.getString("id"),
        document.getLong("seq"),
        document.getLong("n", 0L),
        document.getLong("rev"),
        document.getString("sender"),
        document.getString("device"),
        instant(document),
        document.getString("body"),
        document.getString("enc"),
        strings(document, "mentions"),
        document.getLong("parent", 0L),
        readIfThere(document, "comments", MessageDocuments::readComments),
        readList(document, "reactions", MessageDocuments::readReaction),
        document.containsKey("deleted")
            ? null
            : readList(document, "attachments", MessageDocuments::readAttachment),
        readIfThere(
            document,
            "edited",
            edit -> new Message.Edited(edit.getString("by"), instant(edit), edit.getLong("rev"))),
        readIfThere(document, "deleted", MessageDocuments::readMark),
        readIfThere(document, "pinned", MessageDocuments::readMark),
        readIfThere(document, "imported", MessageDocuments::readImported));
  }

  private static <T> void putIfThere(
      JsonObject document, String field, T value, Function<T, Object> form) {
    if (value != null) {
      document.put(field, form.apply(value));
    }
  }

  private static <T> JsonArray array(List<T> values, Function<T, JsonObject> form) {
    return new JsonArray(values.stream().map(form).toList());
  }

  private static JsonObject mark(String by, Instant time) {
    return new JsonObject().put("by", by).put("time", time.toEpochMilli());
  }

  private static JsonObject comments(Comments comments) {
    return new JsonObject()
        .put("count", comments.count())
        .put("users", new JsonArray(comments.users()))
        .put("last", comments.last().seq())
        .put("time", comments.last().time().toEpochMilli());
  }

  private static JsonObject reaction(Reaction reaction) {
    return new JsonObject()
        .put("emoji", reaction.emoji())
        .put("users", new JsonArray(reaction.users()));
  }

  private static JsonObject attachment(Attachment attachment) {
    return new JsonObject()
        .put("key", attachment.key())
        .put("url", attachment.url())
        .put("size", attachment.size())
        .put("type", attachment.type());
  }

  private static JsonObject imported(Imported imported) {
    JsonObject document =
        new JsonObject()
            .put("author", imported.author())
            .put("time", imported.time().toEpochMilli())
            .put("key", imported.key());
    putIfThere(document, "edited", imported.edited(), Instant::toEpochMilli);
    putIfThere(
        document,
        "reactions",
        imported.reactions(),
        all ->
            array(
                all,
                each ->
                    new JsonObject()
                        .put("emoji", each.emoji())
                        .put("count", each.count())
                        .put("names", new JsonArray(each.names()))));
    return document;
  }

  private static Imported readImported(JsonObject imported) {
    Long edited = imported.getLong("edited");
    return new Imported(
        imported.getString("author"),
        instant(imported),
        imported.getString("key"),
        edited == null ? null : Instant.ofEpochMilli(edited),
        readList(
            imported,
            "reactions",
            each ->
                new Imported.Reaction(
                    each.getString("emoji"), each.getInteger("count"), strings(each, "names"))));
  }

  private static Instant instant(JsonObject document) {
    return Instant.ofEpochMilli(document.getLong("time"));
  }

  private static <T> T readIfThere(
      JsonObject document, String field, Function<JsonObject, T> read) {
    JsonObject value = document.getJsonObject(field);
    return value == null ? null : read.apply(value);
  }

  private static <T> List<T> readList(
      JsonObject document, String field, Function<JsonObject, T> read) {
    JsonArray values = document.getJsonArray(field);
    return values == null
        ? null
        : values.stream().map(value -> read.apply((JsonObject) value)).toList();
  }

  private static List<String> strings(JsonObject document, String field) {
    return document.getJsonArray(field).stream().map(String.class::cast).toList();
  }

  private static Message.Mark readMark(JsonObject mark) {
    return new Message.Mark(mark.getString("by"), instant(mark));
  }

  private static Comments readComments(JsonObject comments) {
    return new Comments(
        comments.getInteger("count"),
        strings(comments, "users"),
        new Comments.Last(comments.getLong("last"), instant(comments)));
  }

  private static Reaction readReaction(JsonObject reaction) {
    return Reaction.of(reaction.getString("emoji"), strings(reaction, "users"));
  }

  private static Attachment readAttachment(JsonObject attachment) {
    return new Attachment(
        attachment.getString("key"),
        attachment.getString("url"),
        attachment.getLong("size"),
        attachment.getString("type"));
  }
}
