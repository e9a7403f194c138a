package dev.cairn.embedded.server;

import dev.cairn.embedded.token.TokenReader;

/**
 * Reads LOCK TABLES and UNLOCK TABLES, which the server accepts, and which have no effect, for the sake of clients such as mysqldump.
 * Anything else is a syntax error, as at the server.
 */
final class LockTablesStatement {
    private LockTablesStatement() {}

    /**
     * Reads what follows the first keyword.
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
