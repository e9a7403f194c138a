package dev.cairn.embedded.server;

import dev.cairn.embedded.token.TokenReader;

/**
 * Reads the parts of statements that the server accepts and that have no effect, for the sake of clients such as mysqldump. Anything else
 * is a syntax error, as at the server.
 */
final class IgnoredSyntax {
    private IgnoredSyntax() {}

    /**
     * Reads what follows the first keyword of a transaction statement: labels, CHAIN, RELEASE.
     *
     * @param keyword BEGIN, START, COMMIT or ROLLBACK
     */
    static void readTransactionOptions(TokenReader tokens, String keyword) {
        switch (keyword) {
            case "START" -> {
                tokens.expect("TRANSACTION");
                tokens.accept("WITH", "CONSISTENT", "SNAPSHOT");
                readLabel(tokens);
            }
            case "BEGIN" -> {
                tokens.accept("WORK");
                readLabel(tokens);
            }
            default -> readCompletion(tokens);
        }
        tokens.expectEnd();
    }

    private static void readLabel(TokenReader tokens) {
        if (tokens.accept("WITH")) {
            tokens.expect("LABEL");
            tokens.readName();
        }
    }

    private static void readCompletion(TokenReader tokens) {
        tokens.accept("WORK");
        if (tokens.accept("AND")) {
            tokens.accept("NO");
            tokens.expect("CHAIN");
        }
        if (tokens.accept("NO")) {
            tokens.expect("RELEASE");
        } else {
            tokens.accept("RELEASE");
        }
    }

    /**
     * Reads what follows the first keyword of a statement about locks of tables.
     *
     * @param keyword LOCK or UNLOCK
     */
    static void readTableLocks(TokenReader tokens, String keyword) {
        tokens.expect("TABLES");
        if (keyword.equals("LOCK")) {
            tokens.readCommaList(() -> readLockedTable(tokens));
        }
        tokens.expectEnd();
    }

    private static String readLockedTable(TokenReader tokens) {
        String table = tokens.readName();
        if (tokens.accept("AS") || !isAtLockMode(tokens)) {
            tokens.readName();
        }
        if (tokens.accept("READ")) {
            tokens.accept("LOCAL");
        } else {
            tokens.accept("LOW_PRIORITY");
            tokens.expect("WRITE");
        }
        return table;
    }

    private static boolean isAtLockMode(TokenReader tokens) {
        return tokens.isAt("READ") || tokens.isAt("LOW_PRIORITY") || tokens.isAt("WRITE");
    }
}
