package dev.cairn.sql.token;

import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * SQL text that may be printed and logged: {@code '***'} replaces the passwords of users and the secrets in
 * properties. The text need not be a valid statement.
 *
 * <pre>{@code
 * RedactedSql.of("CREATE USER bob IDENTIFIED BY 's3cret'").text();      // CREATE USER bob IDENTIFIED BY '***'
 * }</pre>
 */
public final class RedactedSql {
    private static final String REPLACEMENT_NOTE = "-- Replace '***' before this is run: secrets are not printed.";

    /** The text that replaces a secret. */
    public static final String MASK = "***";

    /** A shorter secret is hidden in messages only if it is between quotes, because it may be a part of any word. */
    private static final int MIN_UNQUOTED_SECRET_LENGTH = 4;

    /**
     * The words that indicate a secret. The pattern first compares their initial letters, because each statement is
     * searched, and few have such a word.
     */
    private static final Pattern SECRET_WORD_PATTERN = Pattern.compile(
            "(?=[pistcjkaho])(?:passw|pwd|identified|secret|token(?!iz|[._-]?(?:file|refresh|exchange))|credential"
                    + "|sasl\\.oauthbearer|jaas|keytab|odps\\.access\\.id"
                    + "|(access|shared|private|account)[._-]?key|\\bpass\\b|key\\.pem|header\\.authorization)",
            Pattern.CASE_INSENSITIVE);
    /** The password of a user in front of a host, or a parameter with a secret. */
    private static final Pattern URL_PASSWORD_PATTERN = Pattern.compile(
            "//[^/?#\\s'\"]*:[^/?#\\s'\"@]*@|[?&;(,]\\s*[\\w.%-]*(?:passw|pwd|secret|token|credential|access[._-]?key)[\\w.%-]*\\s*=\\s*[^&;,)\\s]",
            Pattern.CASE_INSENSITIVE);

    private final String sql;
    private final List<SecretFinder.Secret> secrets;

    private RedactedSql(String sql, List<SecretFinder.Secret> secrets) {
        this.sql = sql;
        this.secrets = secrets;
    }

    /** Finds the secrets of a text. It never fails, because any text may be logged. */
    public static RedactedSql of(String sql) {
        return new RedactedSql(
                sql, mentionsSecret(sql) || containsUrlWithPassword(sql) ? SecretFinder.find(sql) : List.of());
    }

    /** Returns the texts without their secrets, in their order. */
    public static List<String> redactAll(List<String> statements) {
        return statements.stream().map(sql -> of(sql).text()).toList();
    }

    /** Returns whether a text has a word such as {@code password}, so its values may be secrets. */
    public static boolean mentionsSecret(String sql) {
        return SECRET_WORD_PATTERN.matcher(sql).find();
    }

    /**
     * Returns whether a text contains a URL with a password, which is before the host or in a parameter. Such a URL is
     * a secret, whatever the name of its property is.
     */
    public static boolean containsUrlWithPassword(String text) {
        return text.contains("://") && URL_PASSWORD_PATTERN.matcher(text).find();
    }

    /** Returns the text without its secrets. */
    public String text() {
        return replaceSecrets(name -> MASK);
    }

    /** Returns the names of the properties whose values are secrets, in their order. */
    public List<String> secretPropertyNames() {
        return secrets.stream()
                .filter(secret -> !secret.propertyName().isEmpty())
                .map(SecretFinder.Secret::propertyName)
                .toList();
    }

    /**
     * Returns the text with other texts in place of its secrets.
     *
     * @param replacementFunction returns the replacement of a secret, given the name of its property; the name is empty
     *     for the password of a user
     */
    public String replaceSecrets(UnaryOperator<String> replacementFunction) {
        if (secrets.isEmpty()) {
            return sql;
        }
        StringBuilder text = new StringBuilder();
        int position = 0;
        for (SecretFinder.Secret secret : secrets) {
            char quote = sql.charAt(secret.start());
            text.append(sql, position, secret.start())
                    .append(quote)
                    .append(replacementFunction.apply(secret.propertyName()))
                    .append(quote);
            position = secret.end();
        }
        return text.append(sql, position, sql.length()).toString();
    }

    /**
     * Returns whether a secret of the text is itself {@link #MASK}, because the text was printed without its secrets.
     */
    public boolean hasMaskedSecret() {
        return secrets.stream()
                .anyMatch(secret -> unquote(sql, secret.start(), secret.end()).equals(MASK));
    }

    /** Returns the text for users who run it. If secrets are hidden, a comment above the text says so. */
    public String textWithNote() {
        return secrets.isEmpty() ? text() : REPLACEMENT_NOTE + "\n" + text();
    }

    /** Returns the span of the first password of a user; empty if the statement contains no password. */
    public Optional<Span> findUserPasswordSpan() {
        return secrets.stream()
                .filter(SecretFinder.Secret::isUserPassword)
                .findFirst()
                .map(this::toSpan);
    }

    /** Returns the first property whose value is a secret, and not a placeholder; empty if no property has a secret. */
    public Optional<SecretProperty> findSecretProperty() {
        return secrets.stream()
                .filter(secret -> !secret.propertyName().isEmpty())
                .findFirst()
                .map(secret -> new SecretProperty(secret.propertyName(), toSpan(secret)));
    }

    private Span toSpan(SecretFinder.Secret secret) {
        return LineAndColumn.spanOf(sql, secret.start(), secret.end() - secret.start());
    }

    /** Returns a message about the text, with {@link #MASK} in place of the secrets that it quotes from the text. */
    public String redactMessage(String message) {
        String redactedMessage = message;
        for (String value : collectSecretValues()) {
            redactedMessage = redactedMessage
                    .replace("'" + value + "'", "'" + MASK + "'")
                    .replace("\"" + value + "\"", "\"" + MASK + "\"");
            redactedMessage = value.length() < MIN_UNQUOTED_SECRET_LENGTH
                    ? redactedMessage
                    : redactedMessage.replace(value, MASK);
        }
        return redactedMessage;
    }

    /** Returns the secrets as they are written, and with their escapes resolved; the longest one first. */
    private Set<String> collectSecretValues() {
        Set<String> values = new TreeSet<>((left, right) ->
                left.length() == right.length() ? left.compareTo(right) : right.length() - left.length());
        for (SecretFinder.Secret secret : secrets) {
            String writtenValue = unquote(sql, secret.start(), secret.end());
            char quote = sql.charAt(secret.start());
            values.add(writtenValue);
            values.add(writtenValue.replace("" + quote + quote, "" + quote).replaceAll("(?s)\\\\(.)", "$1"));
        }
        return values;
    }

    /** Converts an offset in the original text to the offset of the same character in the redacted text. */
    int toRedactedOffset(int originalOffset) {
        int offsetShift = 0;
        for (SecretFinder.Secret secret : secrets) {
            if (originalOffset <= secret.start()) {
                break;
            }
            int maskLength = MASK.length() + 2;
            if (originalOffset < secret.end()) {
                return secret.start() + offsetShift + Math.min(originalOffset - secret.start(), maskLength);
            }
            offsetShift += maskLength - (secret.end() - secret.start());
        }
        return originalOffset + offsetShift;
    }

    /** Returns a string without its quotes; the closing quote may be missing. */
    static String unquote(String sql, int start, int end) {
        boolean isClosed = end - start > 1 && sql.charAt(end - 1) == sql.charAt(start);
        return sql.substring(start + 1, isClosed ? end - 1 : end);
    }

    /**
     * A property whose value is a secret.
     *
     * @param valueSpan the span of the value, with its quotes
     */
    public record SecretProperty(String name, Span valueSpan) {}
}
