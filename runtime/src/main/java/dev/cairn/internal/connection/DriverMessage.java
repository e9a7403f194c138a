package dev.cairn.internal.connection;

import java.util.regex.Pattern;

/** The message of a driver's exception, which drivers extend around the message of the server. */
record DriverMessage(String message) {
    /** MariaDB's driver begins each message with the number of the connection. */
    private static final Pattern CONNECTION_NUMBER = Pattern.compile("^\\(conn=\\d+\\) ");

    /** A pool or a driver that the application has configured may repeat its URL. */
    private static final Pattern ACCOUNT = Pattern.compile("((?:[A-Za-z][\\w+.-]*:)+//)(?:[^\\s?'\"]*|[^\\s='\"]*)@");

    private static final Pattern PASSWORD = Pattern.compile("(?i)(password\\d?=)[^&\\s(),;'\"]+");

    static DriverMessage of(Throwable failure) {
        String message = failure.getMessage();
        return new DriverMessage(message == null ? "" : withoutSecrets(message));
    }

    /** Returns a text without the accounts and the passwords of the URLs in it. */
    static String withoutSecrets(String text) {
        return PASSWORD.matcher(ACCOUNT.matcher(text).replaceAll("$1***@")).replaceAll("$1***");
    }

    /** Returns the first line: drivers add paragraphs about packets and times. */
    String firstLine() {
        return serverMessage().lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
    }

    String serverMessage() {
        return CONNECTION_NUMBER.matcher(message).replaceFirst("");
    }
}
