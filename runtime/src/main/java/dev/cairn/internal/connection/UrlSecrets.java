package dev.cairn.internal.connection;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds and removes the secrets in the URL of a server. Every message and log that contains a URL goes through this
 * class.
 */
public final class UrlSecrets {
    /** The end of the name of each option for a password. Connector/J has {@code password1} to {@code password3}. */
    static final String PASSWORD_REGEX = "password\\d*";

    static final Pattern ACCOUNT_PATTERN = Pattern.compile("(?<=//|,)([^/?,()]*)@");

    /** An account with a character that had to be percent-encoded: its end is the last @ before the parameters. */
    static final Pattern UNENCODED_ACCOUNT_PATTERN = Pattern.compile("(?<=//)([^?]*|[^=]*)@");

    /** Text in place of a port, such as a password that is not followed by an @. */
    private static final Pattern NON_NUMERIC_PORT_PATTERN =
            Pattern.compile("(?<=//|,)([^\\[(,/?:@]+):(?!\\d{0,5}(?:[],/?]|$))([^,/?@]*)");

    /** A shorter fragment is hidden only before an @, because the same characters may occur elsewhere in a message. */
    private static final int MIN_FRAGMENT_LENGTH = 3;

    private UrlSecrets() {}

    /**
     * Returns the hosts and the database of a URL, which may be invalid or lack its scheme, without user, password and
     * options. Options that are part of a host's address remain.
     */
    public static String redact(String url) {
        return url.contains("//")
                ? redactWithScheme(url)
                : redactWithScheme("//" + url).substring("//".length());
    }

    /** Like {@link #redact}, for a URL that has a scheme. */
    static String redactWithScheme(String url) {
        String urlWithoutAccount = UNENCODED_ACCOUNT_PATTERN
                .matcher(ACCOUNT_PATTERN.matcher(url).replaceAll(""))
                .replaceFirst("");
        String urlWithoutPortText = NON_NUMERIC_PORT_PATTERN
                .matcher(urlWithoutAccount.split("\\?", 2)[0])
                .replaceAll("$1:…");
        return ServerUrl.PARAMETER_PATTERN
                .matcher(urlWithoutPortText)
                .replaceAll(parameterMatch ->
                        parameterMatch.group(1).matches("(?i)host|port|address|protocol|type|priority")
                                ? Matcher.quoteReplacement(parameterMatch.group())
                                : Matcher.quoteReplacement(parameterMatch.group(1) + "=…"));
    }

    /**
     * Returns whether the port of the URL is not a number, so that it may be a password, and the URL does not contain
     * any other secret.
     */
    public static boolean hasSecretOnlyInPort(String url) {
        String urlWithoutAccounts = ACCOUNT_PATTERN.matcher(url).replaceAll("");
        String urlWithoutPortText =
                NON_NUMERIC_PORT_PATTERN.matcher(urlWithoutAccounts).replaceAll("$1");
        return !urlWithoutPortText.equals(urlWithoutAccounts)
                && !containsPassword(urlWithoutPortText)
                && ACCOUNT_PATTERN
                        .matcher(url)
                        .results()
                        .noneMatch(account -> account.group(1).contains(":"));
    }

    /**
     * Returns whether the URL contains a password of a user or of a key store. A port that is not a number may be a
     * password.
     */
    public static boolean containsPassword(String url) {
        return !findSecrets(url).isEmpty();
    }

    /** Returns the passwords in a URL, as they are written there and decoded. */
    static Set<String> findSecrets(String url) {
        Set<String> secrets = new LinkedHashSet<>();
        ACCOUNT_PATTERN
                .matcher(url)
                .results()
                .forEach(accountMatch -> addPasswordParts(accountMatch.group(1), secrets));
        String urlWithoutAccounts = ACCOUNT_PATTERN.matcher(url).replaceAll("");
        UNENCODED_ACCOUNT_PATTERN
                .matcher(urlWithoutAccounts)
                .results()
                .forEach(accountMatch -> addPasswordParts(accountMatch.group(1), secrets));
        NON_NUMERIC_PORT_PATTERN
                .matcher(UNENCODED_ACCOUNT_PATTERN.matcher(urlWithoutAccounts).replaceAll(""))
                .results()
                .forEach(hostMatch -> secrets.add(hostMatch.group(2)));
        secrets.remove("");
        Matcher parameterMatcher = ServerUrl.PARAMETER_PATTERN.matcher(url);
        while (parameterMatcher.find()) {
            if (isPasswordParameter(parameterMatcher.group(1))
                    && !parameterMatcher.group(2).isBlank()) {
                secrets.add(parameterMatcher.group(2));
                secrets.add(decodeIfEncoded(parameterMatcher.group(2)));
            }
        }
        return secrets;
    }

    /**
     * Adds the password of an account, and its fragments: drivers split a password with unencoded characters in their
     * own ways, and may repeat each fragment.
     */
    private static void addPasswordParts(String account, Set<String> secrets) {
        String[] accountParts = account.split(":", 2);
        if (accountParts.length < 2) {
            return;
        }
        secrets.add(accountParts[1]);
        secrets.add(decodeIfEncoded(accountParts[1]));
        String[] fragments = accountParts[1].split("[@/,?:#]", -1);
        for (int i = 0; fragments.length > 1 && i < fragments.length; i++) {
            boolean isLongEnough = fragments[i].length() >= MIN_FRAGMENT_LENGTH;
            secrets.add(isLongEnough || fragments[i].isEmpty() ? fragments[i] : fragments[i] + "@");
        }
    }

    private static boolean isPasswordParameter(String parameterName) {
        return decodeIfEncoded(parameterName).matches("(?i).*" + PASSWORD_REGEX);
    }

    static String decodeIfEncoded(String text) {
        try {
            return ServerAddress.decode(text);
        } catch (IllegalArgumentException ignored) {
            return text;
        }
    }

    /**
     * Removes the secrets of a URL from a driver's exception, because a driver may repeat the URL in its messages.
     * Returns the exception itself if neither its message nor the message of a cause contains one; otherwise a new
     * exception without a cause.
     */
    static SQLException redactFailure(SQLException failure, String url, @Nullable String password) {
        Set<String> secrets = new LinkedHashSet<>(findSecrets(url));
        if (password != null && !password.isEmpty()) {
            secrets.add(password);
        }
        for (Throwable throwable = failure; throwable != null; throwable = throwable.getCause()) {
            String message = String.valueOf(throwable.getMessage());
            if (message.contains(url) || secrets.stream().anyMatch(message::contains)) {
                String redactedMessage = String.valueOf(failure.getMessage()).replace(url, redactWithScheme(url));
                for (String secret : secrets) {
                    redactedMessage = redactedMessage.replace(secret, "***");
                }
                return new SQLException(redactedMessage, failure.getSQLState(), failure.getErrorCode());
            }
        }
        return failure;
    }
}
