package dev.cairn.sql.token;

import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A text of SQL as it may be printed and logged: the passwords of users and the secrets in properties are {@code '***'}. The text need not be a
 * valid statement.
 *
 * <pre>{@code
 * RedactedSql.of("CREATE USER bob IDENTIFIED BY 's3cret'").text();      // CREATE USER bob IDENTIFIED BY '***'
 * }</pre>
 */
public final class RedactedSql {
    private static final String HIDDEN = "***";
    /** A shorter secret is hidden in messages only between quotes: it may be a part of any word. */
    private static final int MIN_BARE_LENGTH = 4;

    private static final Pattern MENTION = Pattern.compile(
            "passw|pwd|identified|secret|token(?!iz)|credential|sasl|jaas|keytab|schema\\.registry\\.url"
                    + "|(access|shared|private|account)_?key",
            Pattern.CASE_INSENSITIVE);
    /** What the server is told about a user of such a plugin is no secret: the name in a directory, or the key that verifies a token. */
    private static final Set<String> PLUGINS_WITHOUT_SECRET =
            Set.of("AUTHENTICATION_LDAP_SIMPLE", "AUTHENTICATION_JWT", "AUTHENTICATION_KERBEROS");

    private final String sql;
    private final List<Secret> secrets;

    private RedactedSql(String sql, List<Secret> secrets) {
        this.sql = sql;
        this.secrets = secrets;
    }

    public static RedactedSql of(String sql) {
        return new RedactedSql(sql, mentionsSecret(sql) ? new Search(new Scan(sql).parts(), sql).secrets() : List.of());
    }

    /** Returns the texts without their secrets, in their order. */
    public static List<String> texts(List<String> statements) {
        return statements.stream().map(sql -> of(sql).text()).toList();
    }

    /** Returns whether a text has a word such as {@code password}, so that its values may be secrets. */
    public static boolean mentionsSecret(String sql) {
        return MENTION.matcher(sql).find();
    }

    /** Returns the text without its secrets. */
    public String text() {
        if (secrets.isEmpty()) {
            return sql;
        }
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (Secret secret : secrets) {
            char quote = sql.charAt(secret.from);
            text.append(sql, end, secret.from).append(quote).append(HIDDEN).append(quote);
            end = secret.to;
        }
        return text.append(sql, end, sql.length()).toString();
    }

    public boolean hidesSecrets() {
        return !secrets.isEmpty();
    }

    /** Returns the place of the first password of a user; empty if there is none. */
    public Optional<Span> userPassword() {
        return secrets.stream().filter(Secret::isOfUser).findFirst().map(secret -> {
            int start = sql.lastIndexOf('\n', secret.from - 1) + 1;
            int line = (int) sql.substring(0, start).lines().count() + 1;
            return new Span(line, secret.from - start + 1, secret.from, secret.to - secret.from);
        });
    }

    /** Returns a message about the text without the secrets that it repeats. */
    public String hideIn(String message) {
        String hidden = message;
        for (String value : values()) {
            hidden = hidden.replace("'" + value + "'", "'" + HIDDEN + "'")
                    .replace("\"" + value + "\"", "\"" + HIDDEN + "\"");
            hidden = value.length() < MIN_BARE_LENGTH ? hidden : hidden.replace(value, HIDDEN);
        }
        return hidden;
    }

    /** The secrets as they are written, and as they are meant; the longest one first. */
    private Set<String> values() {
        Set<String> values =
                new TreeSet<>((a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length());
        for (Secret secret : secrets) {
            String written = content(sql, secret.from, secret.to);
            char quote = sql.charAt(secret.from);
            values.add(written);
            values.add(written.replace("" + quote + quote, "" + quote).replaceAll("(?s)\\\\(.)", "$1"));
        }
        return values;
    }

    /** Returns where a character of the original text is in the redacted one. */
    int offset(int original) {
        int shift = 0;
        for (Secret secret : secrets) {
            if (original <= secret.from) {
                break;
            }
            int length = HIDDEN.length() + 2;
            if (original < secret.to) {
                return secret.from + shift + Math.min(original - secret.from, length);
            }
            shift += length - (secret.to - secret.from);
        }
        return original + shift;
    }

    private static String content(String sql, int from, int to) {
        boolean closed = to - from > 1 && sql.charAt(to - 1) == sql.charAt(from);
        return sql.substring(from + 1, closed ? to - 1 : to);
    }

    /** A string that is a secret, with its quotes. */
    private record Secret(int from, int to, boolean isOfUser) {}

    private enum Kind {
        WORD,
        TEXT,
        OTHER
    }

    private record Lexeme(Kind kind, int from, int to) {}

    /** Splits a text as the lexer does, except that nothing in it is an error; an unterminated string ends with the text. */
    private static final class Scan {
        private final String sql;
        private final List<Lexeme> parts = new ArrayList<>();
        private int at;

        Scan(String sql) {
            this.sql = sql;
        }

        List<Lexeme> parts() {
            while (at < sql.length()) {
                char next = sql.charAt(at);
                if (next == '\'' || next == '"' || next == '`') {
                    int from = at;
                    skipQuoted(next);
                    parts.add(new Lexeme(next == '`' ? Kind.OTHER : Kind.TEXT, from, at));
                } else if (sql.startsWith("/*", at)) {
                    skipThrough("*/");
                } else if (sql.startsWith("--", at)) {
                    skipThrough("\n");
                } else if (Character.isLetterOrDigit(next) || next == '_') {
                    int from = at;
                    while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_')) {
                        at++;
                    }
                    parts.add(new Lexeme(Kind.WORD, from, at));
                } else {
                    if (!Character.isWhitespace(next)) {
                        parts.add(new Lexeme(Kind.OTHER, at, at + 1));
                    }
                    at++;
                }
            }
            return parts;
        }

        /** A quote in a string is doubled or escaped with a backslash; a backquote in a name is only doubled. */
        private void skipQuoted(char quote) {
            for (at++; at < sql.length(); at++) {
                char next = sql.charAt(at);
                if (next == '\\' && quote != '`') {
                    at++;
                } else if (next == quote) {
                    if (at + 1 == sql.length() || sql.charAt(at + 1) != quote) {
                        at++;
                        return;
                    }
                    at++;
                }
            }
            at = sql.length();
        }

        private void skipThrough(String end) {
            int position = sql.indexOf(end, at);
            at = position < 0 ? sql.length() : position + end.length();
        }
    }

    /** Finds the strings that are secrets by what stands before them. */
    private static final class Search {
        private final List<Lexeme> parts;
        private final String sql;
        private final List<Secret> secrets = new ArrayList<>();

        Search(List<Lexeme> parts, String sql) {
            this.parts = parts;
            this.sql = sql;
        }

        List<Secret> secrets() {
            boolean setsPassword = isWord(0, "SET") && isWord(1, "PASSWORD");
            for (int i = 0; i < parts.size(); i++) {
                if (isWord(i, "IDENTIFIED")) {
                    add(authentication(i + 1), true);
                } else if (isWord(i, "PASSWORD") && isSymbol(i + 1, '(')) {
                    add(i + 2, setsPassword);
                } else if (isSymbol(i, '=') && (setsPassword || isSecretKey(i - 1))) {
                    add(i + 1, setsPassword);
                }
            }
            return secrets;
        }

        /** Returns the index of the string in {@code BY PASSWORD '…'} or {@code WITH plugin AS '…'}. */
        private int authentication(int start) {
            if (!isWord(start, "WITH")) {
                return isWord(start, "BY") ? start + (isWord(start + 1, "PASSWORD") ? 2 : 1) : parts.size();
            }
            boolean secret = PLUGINS_WITHOUT_SECRET.stream().noneMatch(plugin -> isName(start + 1, plugin));
            boolean told = isWord(start + 2, "BY") || isWord(start + 2, "AS");
            return secret && told ? start + 3 : parts.size();
        }

        private boolean isSecretKey(int index) {
            return isText(index) && mentionsSecret(content(index));
        }

        private void add(int index, boolean ofUser) {
            if (isText(index) && !content(index).isEmpty() && (ofUser || !Placeholder.isWhole(content(index)))) {
                secrets.add(new Secret(parts.get(index).from, parts.get(index).to, ofUser));
            }
        }

        private boolean isText(int index) {
            return index >= 0 && index < parts.size() && parts.get(index).kind == Kind.TEXT;
        }

        private boolean isWord(int index, String word) {
            return index < parts.size()
                    && parts.get(index).kind == Kind.WORD
                    && word.length() == parts.get(index).to - parts.get(index).from
                    && sql.regionMatches(true, parts.get(index).from, word, 0, word.length());
        }

        /** Returns whether a part is a name, with quotes of any kind or without. */
        private boolean isName(int index, String name) {
            return isWord(index, name)
                    || (index < parts.size()
                            && "'\"`".indexOf(sql.charAt(parts.get(index).from)) >= 0
                            && content(index).equalsIgnoreCase(name));
        }

        private boolean isSymbol(int index, char symbol) {
            return index >= 0
                    && index < parts.size()
                    && parts.get(index).kind == Kind.OTHER
                    && sql.charAt(parts.get(index).from) == symbol;
        }

        private String content(int index) {
            return RedactedSql.content(sql, parts.get(index).from, parts.get(index).to);
        }
    }
}
