package dev.cairn.embedded.server;

import dev.cairn.embedded.token.TokenReader;

/**
 * Reads the options of BEGIN, START TRANSACTION, COMMIT and ROLLBACK, which the server accepts, and which have no
 * effect. Anything else, such as ROLLBACK TO SAVEPOINT, is a syntax error, as on the server.
 */
final class TransactionOptionsReader {
    private TransactionOptionsReader() {}

    /**
     * Reads what follows the first keyword of a transaction statement: labels, CHAIN, RELEASE.
     *
     * @param keyword BEGIN, START, COMMIT or ROLLBACK
     */
    static void read(TokenReader tokens, String keyword) {
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
            default -> readChainAndRelease(tokens);
        }
        tokens.expectEnd();
    }

    private static void readLabel(TokenReader tokens) {
        if (tokens.accept("WITH")) {
            tokens.expect("LABEL");
            LabelFormat.requireValid(tokens.readName());
        }
    }

    private static void readChainAndRelease(TokenReader tokens) {
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
}
