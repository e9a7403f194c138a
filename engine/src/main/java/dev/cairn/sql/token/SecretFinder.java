package dev.cairn.sql.token;

import dev.cairn.sql.ast.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the strings of a text that are secrets, by the words before them. It never fails, because any text may be
 * logged, whether it is a statement or not.
 */
final class SecretFinder {
    /**
     * The authentication plugins whose text about a user is not a secret, but a name in a directory, or the key that
     * verifies a token.
     */
    private static final Set<String> PLUGINS_WITHOUT_SECRET =
            Set.of("AUTHENTICATION_LDAP_SIMPLE", "AUTHENTICATION_JWT", "AUTHENTICATION_KERBEROS");

    private final List<LooseToken> looseTokens;
    private final String sql;
    private final List<Secret> secrets = new ArrayList<>();

    private SecretFinder(List<LooseToken> looseTokens, String sql) {
        this.looseTokens = looseTokens;
        this.sql = sql;
    }

    /** Returns the secrets of a text, in their order. */
    static List<Secret> find(String sql) {
        return new SecretFinder(new LooseScanner(sql).scan(), sql).findSecrets();
    }

    private List<Secret> findSecrets() {
        boolean setsPassword = isWord(0, "SET") && isWord(1, "PASSWORD");
        for (int i = 0; i < looseTokens.size(); i++) {
            if (isWord(i, "IDENTIFIED")) {
                addSecret(indexOfAuthenticationSecret(i + 1), true);
            } else if (isWord(i, "PASSWORD") && isSymbol(i + 1, '(')) {
                addSecret(i + 2, setsPassword);
            } else if (isSymbol(i, '=') && (setsPassword || isSecretProperty(i - 1, i + 1))) {
                addSecret(i + 1, setsPassword);
            }
        }
        return secrets;
    }

    /**
     * Returns the index of the string in {@code BY PASSWORD '…'} or {@code WITH plugin AS '…'}; the number of tokens if
     * there is no secret.
     */
    private int indexOfAuthenticationSecret(int start) {
        if (!isWord(start, "WITH")) {
            return isWord(start, "BY") ? start + (isWord(start + 1, "PASSWORD") ? 2 : 1) : looseTokens.size();
        }
        boolean isSecret = PLUGINS_WITHOUT_SECRET.stream().noneMatch(plugin -> matchesName(start + 1, plugin));
        boolean hasAuthenticationText = isWord(start + 2, "BY") || isWord(start + 2, "AS");
        return isSecret && hasAuthenticationText ? start + 3 : looseTokens.size();
    }

    private boolean isSecretProperty(int nameIndex, int valueIndex) {
        return isString(nameIndex)
                && (RedactedSql.mentionsSecret(contentAt(nameIndex))
                        || (isString(valueIndex) && RedactedSql.containsUrlWithPassword(contentAt(valueIndex))));
    }

    private void addSecret(int index, boolean isUserPassword) {
        if (isString(index)
                && !contentAt(index).isEmpty()
                && (isUserPassword || !isPlaceholderWithoutFallback(contentAt(index)))) {
            boolean isPropertyValue = isSymbol(index - 1, '=') && isString(index - 2);
            String name = isPropertyValue ? contentAt(index - 2) : "";
            secrets.add(new Secret(looseTokens.get(index).start, looseTokens.get(index).end, name, isUserPassword));
        }
    }

    /** Returns whether a text is a placeholder without a fallback, so the statement does not contain the value. */
    private static boolean isPlaceholderWithoutFallback(String text) {
        return Placeholder.isPlaceholder(text) && Placeholder.parse(text).fallback() == null;
    }

    private boolean isString(int index) {
        return index >= 0 && index < looseTokens.size() && looseTokens.get(index).kind == Kind.TEXT;
    }

    private boolean isWord(int index, String word) {
        return index < looseTokens.size()
                && looseTokens.get(index).kind == Kind.WORD
                && word.length() == looseTokens.get(index).end - looseTokens.get(index).start
                && sql.regionMatches(true, looseTokens.get(index).start, word, 0, word.length());
    }

    /** Returns whether a token is this name, with quotes of any kind or without quotes. */
    private boolean matchesName(int index, String name) {
        return isWord(index, name)
                || (index < looseTokens.size()
                        && "'\"`".indexOf(sql.charAt(looseTokens.get(index).start)) >= 0
                        && contentAt(index).equalsIgnoreCase(name));
    }

    private boolean isSymbol(int index, char symbol) {
        return index >= 0
                && index < looseTokens.size()
                && looseTokens.get(index).kind == Kind.OTHER
                && sql.charAt(looseTokens.get(index).start) == symbol;
    }

    private String contentAt(int index) {
        return RedactedSql.unquote(sql, looseTokens.get(index).start, looseTokens.get(index).end);
    }

    /**
     * A string that is a secret, with its quotes.
     *
     * @param propertyName the name of the property whose value is this secret; empty for any other secret
     */
    record Secret(int start, int end, String propertyName, boolean isUserPassword) {}

    private enum Kind {
        WORD,
        TEXT,
        OTHER
    }

    private record LooseToken(Kind kind, int start, int end) {}

    /** Splits a text as the lexer does, but without errors: an unterminated string ends with the text. */
    private static final class LooseScanner {
        private final String sql;
        private final List<LooseToken> looseTokens = new ArrayList<>();
        private int scanPosition;

        LooseScanner(String sql) {
            this.sql = sql;
        }

        List<LooseToken> scan() {
            while (scanPosition < sql.length()) {
                char character = sql.charAt(scanPosition);
                if (character == '\'' || character == '"' || character == '`') {
                    int start = scanPosition;
                    skipQuoted(character);
                    looseTokens.add(new LooseToken(character == '`' ? Kind.OTHER : Kind.TEXT, start, scanPosition));
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
                    looseTokens.add(new LooseToken(Kind.WORD, start, scanPosition));
                } else {
                    if (!Character.isWhitespace(character)) {
                        looseTokens.add(new LooseToken(Kind.OTHER, scanPosition, scanPosition + 1));
                    }
                    scanPosition++;
                }
            }
            return looseTokens;
        }

        /**
         * Skips a string or a quoted name. A quote in a string is doubled or escaped with a backslash; a backquote in a
         * name is doubled.
         */
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
            int endIndex = sql.indexOf(end, scanPosition);
            scanPosition = endIndex < 0 ? sql.length() : endIndex + end.length();
        }
    }
}
