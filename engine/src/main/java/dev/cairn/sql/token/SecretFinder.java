package dev.cairn.sql.token;

import dev.cairn.sql.ast.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the strings of a text that are secrets, by the words before them. It reads texts that are no statements, too,
 * because anything may be logged, and therefore never fails.
 */
final class SecretFinder {
    /**
     * The text about a user of such a plugin is not a secret: it is a name in a directory, or the key that verifies a
     * token.
     */
    private static final Set<String> PLUGINS_WITHOUT_SECRET =
            Set.of("AUTHENTICATION_LDAP_SIMPLE", "AUTHENTICATION_JWT", "AUTHENTICATION_KERBEROS");

    private final List<Lexeme> lexemes;
    private final String sql;
    private final List<Secret> secrets = new ArrayList<>();

    private SecretFinder(List<Lexeme> lexemes, String sql) {
        this.lexemes = lexemes;
        this.sql = sql;
    }

    /** Returns the secrets of a text, in their order. */
    static List<Secret> find(String sql) {
        return new SecretFinder(new LexemeScanner(sql).scan(), sql).findSecrets();
    }

    private List<Secret> findSecrets() {
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
                && (RedactedSql.mentionsSecret(content(name))
                        || (isText(value) && RedactedSql.isUrlWithPassword(content(value))));
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

    /**
     * A string that is a secret, with its quotes.
     *
     * @param name the name of the property whose value it is; empty if it is another secret
     */
    record Secret(int start, int end, String name, boolean isOfUser) {}

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
}
