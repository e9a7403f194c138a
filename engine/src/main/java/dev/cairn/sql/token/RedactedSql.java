package dev.cairn.sql.token;

import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
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
    private static final String NOTE = "-- Replace '***' before this is run: secrets are not printed.";

    /** What replaces a secret. */
    public static final String MASK = "***";

    /** A shorter secret is hidden in messages only between quotes: it may be a part of any word. */
    private static final int MIN_BARE_LENGTH = 4;

    /**
     * The words begin with one of few letters, which is asked first: each statement is searched, and hardly one has
     * such a word.
     */
    private static final Pattern SECRET_WORDS = Pattern.compile(
            "(?=[pistcjkaho])(?:passw|pwd|identified|secret|token(?!iz|[._-]?(?:file|refresh|exchange))|credential"
                    + "|sasl\\.oauthbearer|jaas|keytab|odps\\.access\\.id"
                    + "|(access|shared|private|account)[._-]?key|\\bpass\\b|key\\.pem|header\\.authorization)",
            Pattern.CASE_INSENSITIVE);
    /** The password of a user in front of a host, or a parameter with a secret. */
    private static final Pattern URL_PASSWORD = Pattern.compile(
            "//[^/?#\\s'\"]*:[^/?#\\s'\"@]*@|[?&;(,]\\s*[\\w.%-]*(?:passw|pwd|secret|token|credential|access[._-]?key)[\\w.%-]*\\s*=\\s*[^&;,)\\s]",
            Pattern.CASE_INSENSITIVE);

    /**
     * The text about a user of such a plugin is not a secret: it is a name in a directory, or the key that verifies a
     * token.
     */
    private static final Set<String> PLUGINS_WITHOUT_SECRET =
            Set.of("AUTHENTICATION_LDAP_SIMPLE", "AUTHENTICATION_JWT", "AUTHENTICATION_KERBEROS");

    private final String sql;
    private final List<Secret> secrets;

    private RedactedSql(String sql, List<Secret> secrets) {
        this.sql = sql;
        this.secrets = secrets;
    }

    public static RedactedSql of(String sql) {
        return new RedactedSql(
                sql,
                mentionsSecret(sql) || isUrlWithPassword(sql)
                        ? new SecretFinder(new LexemeScanner(sql).scan(), sql).findSecrets()
                        : List.of());
    }

    /** Returns the texts without their secrets, in their order. */
    public static List<String> redactAll(List<String> statements) {
        return statements.stream().map(sql -> of(sql).text()).toList();
    }

    /** Returns whether a text has a word such as {@code password}, so that its values may be secrets. */
    public static boolean mentionsSecret(String sql) {
        return SECRET_WORDS.matcher(sql).find();
    }

    /**
     * Returns whether a text is a URL with a password, of its user or as a parameter: it is a secret whatever its
     * property is called. Also true for a statement with such a URL.
     */
    public static boolean isUrlWithPassword(String text) {
        return text.contains("://") && URL_PASSWORD.matcher(text).find();
    }

    /** Returns the text without its secrets. */
    public String text() {
        return replaceSecrets(name -> MASK);
    }

    /** Returns the names of the properties whose values are secrets, in their order. */
    public List<String> secretNames() {
        return secrets.stream()
                .filter(secret -> !secret.name.isEmpty())
                .map(Secret::name)
                .toList();
    }

    /**
     * Returns the text with other texts in place of its secrets.
     *
     * @param replacements a text by the name of the property; the name of the password of a user is empty
     */
    public String replaceSecrets(UnaryOperator<String> replacements) {
        if (secrets.isEmpty()) {
            return sql;
        }
        StringBuilder text = new StringBuilder();
        int position = 0;
        for (Secret secret : secrets) {
            char quote = sql.charAt(secret.start);
            text.append(sql, position, secret.start)
                    .append(quote)
                    .append(replacements.apply(secret.name))
                    .append(quote);
            position = secret.end;
        }
        return text.append(sql, position, sql.length()).toString();
    }

    /** Returns whether a secret of the text is itself {@link #MASK}: the text was printed without its secrets. */
    public boolean isPrintedWithoutSecrets() {
        return secrets.stream()
                .anyMatch(secret ->
                        sql.substring(secret.start + 1, secret.end - 1).equals(MASK));
    }

    /** Returns the text for people who run it: if secrets are hidden, below a comment that says so. */
    public String textWithNote() {
        return secrets.isEmpty() ? text() : NOTE + "\n" + text();
    }

    /** Returns the span of the first password of a user; empty if the statement contains no password. */
    public Optional<Span> findUserPassword() {
        return secrets.stream().filter(Secret::isOfUser).findFirst().map(secret -> {
            int start = sql.lastIndexOf('\n', secret.start - 1) + 1;
            int line = (int) sql.substring(0, start).lines().count() + 1;
            return new Span(line, secret.start - start + 1, secret.start, secret.end - secret.start);
        });
    }

    /** Returns a message about the text without the secrets that it repeats. */
    public String redactMessage(String message) {
        String redactedMessage = message;
        for (String value : collectSecretValues()) {
            redactedMessage = redactedMessage
                    .replace("'" + value + "'", "'" + MASK + "'")
                    .replace("\"" + value + "\"", "\"" + MASK + "\"");
            redactedMessage = value.length() < MIN_BARE_LENGTH ? redactedMessage : redactedMessage.replace(value, MASK);
        }
        return redactedMessage;
    }

    /** Returns the secrets as they are written, and with their escapes resolved; the longest one first. */
    private Set<String> collectSecretValues() {
        Set<String> values =
                new TreeSet<>((a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length());
        for (Secret secret : secrets) {
            String writtenValue = unquote(sql, secret.start, secret.end);
            char quote = sql.charAt(secret.start);
            values.add(writtenValue);
            values.add(writtenValue.replace("" + quote + quote, "" + quote).replaceAll("(?s)\\\\(.)", "$1"));
        }
        return values;
    }

    /** Returns the offset in the redacted text of a character of the original text. */
    int toRedactedOffset(int originalOffset) {
        int shift = 0;
        for (Secret secret : secrets) {
            if (originalOffset <= secret.start) {
                break;
            }
            int length = MASK.length() + 2;
            if (originalOffset < secret.end) {
                return secret.start + shift + Math.min(originalOffset - secret.start, length);
            }
            shift += length - (secret.end - secret.start);
        }
        return originalOffset + shift;
    }

    private static String unquote(String sql, int start, int end) {
        boolean isClosed = end - start > 1 && sql.charAt(end - 1) == sql.charAt(start);
        return sql.substring(start + 1, isClosed ? end - 1 : end);
    }

    /**
     * A string that is a secret, with its quotes.
     *
     * @param name the name of the property whose value it is; empty if it is another secret
     */
    private record Secret(int start, int end, String name, boolean isOfUser) {}

    private enum Kind {
        WORD,
        TEXT,
        OTHER
    }

    private record Lexeme(Kind kind, int start, int end) {}

    /** Splits a text as the lexer does, but without errors: an unterminated string ends with the text. */
    private static final class LexemeScanner {
        private final String sql;
        private final List<Lexeme> lexemes = new ArrayList<>();
        private int scanPosition;

        LexemeScanner(String sql) {
            this.sql = sql;
        }

        List<Lexeme> scan() {
            while (scanPosition < sql.length()) {
                char character = sql.charAt(scanPosition);
                if (character == '\'' || character == '"' || character == '`') {
                    int start = scanPosition;
                    skipQuoted(character);
                    lexemes.add(new Lexeme(character == '`' ? Kind.OTHER : Kind.TEXT, start, scanPosition));
                } else if (sql.startsWith("/*", scanPosition)) {
                    skipThrough("*/");
                } else if (sql.startsWith("--", scanPosition)) {
                    skipThrough("\n");
                } else if (Character.isLetterOrDigit(character) || character == '_') {
                    int start = scanPosition;
                    while (scanPosition < sql.length()
                            && (Character.isLetterOrDigit(sql.charAt(scanPosition))
                                    || sql.charAt(scanPosition) == '_')) {
                        scanPosition++;
                    }
                    lexemes.add(new Lexeme(Kind.WORD, start, scanPosition));
                } else {
                    if (!Character.isWhitespace(character)) {
                        lexemes.add(new Lexeme(Kind.OTHER, scanPosition, scanPosition + 1));
                    }
                    scanPosition++;
                }
            }
            return lexemes;
        }

        /** A quote in a string is doubled or escaped with a backslash; a backquote in a name is only doubled. */
        private void skipQuoted(char quote) {
            for (scanPosition++; scanPosition < sql.length(); scanPosition++) {
                char character = sql.charAt(scanPosition);
                if (character == '\\' && quote != '`') {
                    scanPosition++;
                } else if (character == quote) {
                    if (scanPosition + 1 == sql.length() || sql.charAt(scanPosition + 1) != quote) {
                        scanPosition++;
                        return;
                    }
                    scanPosition++;
                }
            }
            scanPosition = sql.length();
        }

        private void skipThrough(String end) {
            int position = sql.indexOf(end, scanPosition);
            scanPosition = position < 0 ? sql.length() : position + end.length();
        }
    }

    /** Finds the strings that are secrets by the words before them. */
    private static final class SecretFinder {
        private final List<Lexeme> lexemes;
        private final String sql;
        private final List<Secret> secrets = new ArrayList<>();

        SecretFinder(List<Lexeme> lexemes, String sql) {
            this.lexemes = lexemes;
            this.sql = sql;
        }

        List<Secret> findSecrets() {
            boolean setsPassword = isWord(0, "SET") && isWord(1, "PASSWORD");
            for (int i = 0; i < lexemes.size(); i++) {
                if (isWord(i, "IDENTIFIED")) {
                    addSecret(findAuthenticationSecret(i + 1), true);
                } else if (isWord(i, "PASSWORD") && isSymbol(i + 1, '(')) {
                    addSecret(i + 2, setsPassword);
                } else if (isSymbol(i, '=') && (setsPassword || isSecretProperty(i - 1, i + 1))) {
                    addSecret(i + 1, setsPassword);
                }
            }
            return secrets;
        }

        /** Returns the index of the string in {@code BY PASSWORD '…'} or {@code WITH plugin AS '…'}. */
        private int findAuthenticationSecret(int start) {
            if (!isWord(start, "WITH")) {
                return isWord(start, "BY") ? start + (isWord(start + 1, "PASSWORD") ? 2 : 1) : lexemes.size();
            }
            boolean isSecret = PLUGINS_WITHOUT_SECRET.stream().noneMatch(plugin -> isName(start + 1, plugin));
            boolean isTextGiven = isWord(start + 2, "BY") || isWord(start + 2, "AS");
            return isSecret && isTextGiven ? start + 3 : lexemes.size();
        }

        private boolean isSecretProperty(int name, int value) {
            return isText(name)
                    && (mentionsSecret(content(name)) || (isText(value) && isUrlWithPassword(content(value))));
        }

        private void addSecret(int index, boolean isOfUser) {
            if (isText(index) && !content(index).isEmpty() && (isOfUser || !isOmitted(content(index)))) {
                boolean isOfProperty = isSymbol(index - 1, '=') && isText(index - 2);
                String name = isOfProperty ? content(index - 2) : "";
                secrets.add(new Secret(lexemes.get(index).start, lexemes.get(index).end, name, isOfUser));
            }
        }

        /** Returns whether a text is a placeholder whose value the statement does not contain either. */
        private static boolean isOmitted(String text) {
            return Placeholder.isPlaceholder(text) && Placeholder.parse(text).fallback() == null;
        }

        private boolean isText(int index) {
            return index >= 0 && index < lexemes.size() && lexemes.get(index).kind == Kind.TEXT;
        }

        private boolean isWord(int index, String word) {
            return index < lexemes.size()
                    && lexemes.get(index).kind == Kind.WORD
                    && word.length() == lexemes.get(index).end - lexemes.get(index).start
                    && sql.regionMatches(true, lexemes.get(index).start, word, 0, word.length());
        }

        /** Returns whether a part is a name, with quotes of any kind or without. */
        private boolean isName(int index, String name) {
            return isWord(index, name)
                    || (index < lexemes.size()
                            && "'\"`".indexOf(sql.charAt(lexemes.get(index).start)) >= 0
                            && content(index).equalsIgnoreCase(name));
        }

        private boolean isSymbol(int index, char symbol) {
            return index >= 0
                    && index < lexemes.size()
                    && lexemes.get(index).kind == Kind.OTHER
                    && sql.charAt(lexemes.get(index).start) == symbol;
        }

        private String content(int index) {
            return RedactedSql.unquote(sql, lexemes.get(index).start, lexemes.get(index).end);
        }
    }
}
