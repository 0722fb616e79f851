package chat.embedded.supervisor;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Says in one line why an operation on files failed. */
final class Reasons {
  private Reasons() {}

  static String of(Throwable failure) {
    String reason =
        switch (failure) {
          case AccessDeniedException e -> "no permission for " + e.getFile();
          case FileAlreadyExistsException e -> e.getFile() + " is not a folder";
          case FileSystemException e when e.getReason() != null ->
              e.getReason() + " (" + e.getFile() + ")";
          default -> String.valueOf(failure.getMessage());
        };
    return reason.lines().findFirst().orElse(failure.getClass().getSimpleName());
  }
}
