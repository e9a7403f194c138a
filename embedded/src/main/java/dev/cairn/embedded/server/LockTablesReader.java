package dev.cairn.embedded.server;

import dev.cairn.embedded.token.TokenReader;

/**
 * Reads LOCK TABLES and UNLOCK TABLES, which the server accepts without effect for clients such as mysqldump. Any other
 * form of the statement is a syntax error, as on the server.
 */
final class LockTablesReader {
    private LockTablesReader() {}

    /**
     * Reads the statement after its first keyword.
     *
     * @param keyword LOCK or UNLOCK
     */
    static void read(TokenReader tokens, String keyword) {
        tokens.expect("TABLES");
        if (keyword.equals("LOCK")) {
            tokens.readCommaList(() -> readLockedTable(tokens));
        }
        tokens.expectEnd();
    }

    /** Reads {@code orders AS o LOW_PRIORITY WRITE}, and returns the name of the table. */
    private static String readLockedTable(TokenReader tokens) {
        String tableName = tokens.readName();
        if (tokens.accept("AS") || !isAtLockMode(tokens)) {
            tokens.readName();
        }
        if (tokens.accept("READ")) {
            tokens.accept("LOCAL");
        } else {
            tokens.accept("LOW_PRIORITY");
            tokens.expect("WRITE");
        }
        return tableName;
    }

    private static boolean isAtLockMode(TokenReader tokens) {
        return tokens.isAt("READ") || tokens.isAt("LOW_PRIORITY") || tokens.isAt("WRITE");
    }
}
