package chat.attachment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The types of images that are taken: none that can hold a program or markup. What a file is shows
 * in its first bytes; nothing of the pixels is read.
 */
public enum ImageType {
  PNG("image/png") {
    @Override
    boolean begins(byte[] file) {
      return has(file, 0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A);
    }
  },
  JPEG("image/jpeg") {
    @Override
    boolean begins(byte[] file) {
      return has(file, 0, 0xFF, 0xD8, 0xFF);
    }
  },
  GIF("image/gif") {
    @Override
    boolean begins(byte[] file) {
      return has(file, 0, 'G', 'I', 'F', '8', '7', 'a')
          || has(file, 0, 'G', 'I', 'F', '8', '9', 'a');
    }
  },
  WEBP("image/webp") {
    @Override
    boolean begins(byte[] file) {
      return has(file, 0, 'R', 'I', 'F', 'F') && has(file, 8, 'W', 'E', 'B', 'P');
    }
  },
  AVIF("image/avif") {
    @Override
    boolean begins(byte[] file) {
      // A box of type ftyp (ISO/IEC 14496-12): the main brand and the compatible ones.
      if (!has(file, 4, 'f', 't', 'y', 'p')) {
        return false;
      }
      long size = ByteBuffer.wrap(file).getInt() & 0xFFFFFFFFL;
      int end = (int) Math.min(file.length, size);
      for (int at = 8; at + 4 <= end; at += 4) {
        String brand = new String(file, at, 4, StandardCharsets.US_ASCII);
        if (at != 12 && (brand.equals("avif") || brand.equals("avis"))) {
          return true;
        }
      }
      return false;
    }
  };

  /** How many bytes {@link #begins} needs to see. */
  static final int HEAD = 64;

  private final String mediaType;

  ImageType(String mediaType) {
    this.mediaType = mediaType;
  }

  /** As in {@code Content-Type}. */
  String mediaType() {
    return mediaType;
  }

  /** The type of that name. */
  static Optional<ImageType> of(String mediaType) {
    return Arrays.stream(values()).filter(type -> type.mediaType.equals(mediaType)).findFirst();
  }

  /** Whether a file that begins like this is of the type. */
  abstract boolean begins(byte[] file);

  private static boolean has(byte[] file, int at, int... bytes) {
    if (file.length < at + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (file[at + i] != (byte) bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
