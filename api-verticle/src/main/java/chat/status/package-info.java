/** What users say of themselves beside being online, and when they were seen last. */
package chat.status;
