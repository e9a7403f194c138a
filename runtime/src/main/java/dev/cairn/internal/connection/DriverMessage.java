package dev.cairn.internal.connection;

import java.util.regex.Pattern;

/**
 * The message of a driver's exception: the message of the server, with additions of the driver. {@link #of} removes
 * accounts and passwords.
 */
record DriverMessage(String message) {
    /** MariaDB's driver begins each message with the number of the connection. */
    private static final Pattern CONNECTION_NUMBER_PATTERN = Pattern.compile("^\\(conn=\\d+\\) ");

    /**
     * The account in a URL, which a pool or a driver may repeat in its message. It ends at the last {@code @} before a
     * question mark or, because a password may contain a question mark, at the last one before an equals sign.
     */
    private static final Pattern ACCOUNT_PATTERN =
            Pattern.compile("((?:[A-Za-z][\\w+.-]*:)+//)(?:[^\\s?'\"]*|[^\\s='\"]*)@");

    /**
     * An option of a URL that is a password. In the part after the question mark, its value ends only before another
     * option; in a form with parentheses or in other text, before a punctuation mark, too.
     */
    private static final Pattern PASSWORD_PATTERN = Pattern.compile("(?i)([?&][\\w.%]*" + UrlSecrets.PASSWORD_REGEX
            + "=)[^&\\s]+|(" + UrlSecrets.PASSWORD_REGEX + "=)[^&\\s(),;'\"]+");

    static DriverMessage of(Throwable failure) {
        String message = failure.getMessage();
        return new DriverMessage(message == null ? "" : removeSecrets(message));
    }

    /** Returns the text without the accounts and the passwords of the URLs in it. */
    static String removeSecrets(String text) {
        return PASSWORD_PATTERN
                .matcher(ACCOUNT_PATTERN.matcher(text).replaceAll("$1***@"))
                .replaceAll("$1$2***");
    }

    /**
     * Returns the first line of the server's message, without a period: drivers add paragraphs about packets and times.
     */
    String firstLine() {
        return serverMessage().lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
    }

    /** Returns the message without the connection number that MariaDB's driver adds. */
    String serverMessage() {
        return CONNECTION_NUMBER_PATTERN.matcher(message).replaceFirst("");
    }
}
