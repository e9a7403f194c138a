package dev.cairn.internal.link;

import java.util.regex.Pattern;

/** The message of a driver's exception, which drivers extend around the message of the server. */
record DriverMessage(String text) {
    /** MariaDB's driver begins each message with the number of the connection. */
    private static final Pattern CONNECTION_NUMBER = Pattern.compile("^\\(conn=\\d+\\) ");

    static DriverMessage of(Throwable failure) {
        String message = failure.getMessage();
        return new DriverMessage(message == null ? "" : message);
    }

    /** Returns the first line: drivers add paragraphs about packets and times. */
    String firstLine() {
        return ofServer().lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
    }

    /** Returns the message of the server. */
    String ofServer() {
        return CONNECTION_NUMBER.matcher(text).replaceFirst("");
    }
}
