/** An S3 server on files, inside this JVM. */
package chat.embedded.s3;
