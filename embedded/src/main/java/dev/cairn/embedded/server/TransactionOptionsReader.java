package dev.cairn.embedded.server;

import dev.cairn.embedded.token.TokenReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of BEGIN, START TRANSACTION, COMMIT and ROLLBACK, which the server accepts. Only the label has an
 * effect. Anything else, such as ROLLBACK TO SAVEPOINT, is a syntax error, as on the server.
 */
final class TransactionOptionsReader {
    private TransactionOptionsReader() {}

    /**
     * Reads what follows the first keyword of a statement that begins a transaction, and returns its label; null if it
     * has none.
     *
     * @param keyword BEGIN or START
     */
    static @Nullable String readLabel(TokenReader tokens, String keyword) {
        if (keyword.equals("START")) {
            tokens.expect("TRANSACTION");
            tokens.accept("WITH", "CONSISTENT", "SNAPSHOT");
        } else {
            tokens.accept("WORK");
        }
        String label = null;
        if (tokens.accept("WITH")) {
            tokens.expect("LABEL");
            label = tokens.readName();
        }
        tokens.expectEnd();
        return label;
    }

    /** Reads what follows COMMIT or ROLLBACK. */
    static void readEndOptions(TokenReader tokens) {
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
        tokens.expectEnd();
    }
}
