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
        return new SecretFinder(LooseToken.scan(sql), sql).findSecrets();
    }

    private List<Secret> findSecrets() {
        boolean isSetStatement = isWord(0, "SET");
        boolean setsPassword = false;
        for (int i = 0; i < looseTokens.size(); i++) {
            if (isSymbol(i, ';')) {
                isSetStatement = isWord(i + 1, "SET");
                setsPassword = false;
            }
            setsPassword |= isSetStatement && isWord(i, "PASSWORD") && (isWord(i - 1, "SET") || isSymbol(i - 1, ','));
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
            secrets.add(new Secret(
                    looseTokens.get(index).start(), looseTokens.get(index).end(), name, isUserPassword));
        }
    }

    /** Returns whether a text is a placeholder without a fallback, so the statement does not contain the value. */
    private static boolean isPlaceholderWithoutFallback(String text) {
        return Placeholder.isPlaceholder(text) && Placeholder.parse(text).fallback() == null;
    }

    private boolean isString(int index) {
        return index >= 0
                && index < looseTokens.size()
                && looseTokens.get(index).kind() == LooseToken.Kind.TEXT;
    }

    private boolean isWord(int index, String word) {
        return index >= 0
                && index < looseTokens.size()
                && looseTokens.get(index).kind() == LooseToken.Kind.WORD
                && word.length()
                        == looseTokens.get(index).end() - looseTokens.get(index).start()
                && sql.regionMatches(true, looseTokens.get(index).start(), word, 0, word.length());
    }

    /** Returns whether a token is this name, with quotes of any kind or without quotes. */
    private boolean matchesName(int index, String name) {
        return isWord(index, name)
                || (index < looseTokens.size()
                        && "'\"`".indexOf(sql.charAt(looseTokens.get(index).start())) >= 0
                        && contentAt(index).equalsIgnoreCase(name));
    }

    private boolean isSymbol(int index, char symbol) {
        return index >= 0
                && index < looseTokens.size()
                && looseTokens.get(index).kind() == LooseToken.Kind.OTHER
                && sql.charAt(looseTokens.get(index).start()) == symbol;
    }

    private String contentAt(int index) {
        return RedactedSql.unquote(
                sql, looseTokens.get(index).start(), looseTokens.get(index).end());
    }

    /**
     * A string that is a secret, with its quotes.
     *
     * @param propertyName the name of the property whose value is this secret; empty for any other secret
     */
    record Secret(int start, int end, String propertyName, boolean isUserPassword) {}
}
