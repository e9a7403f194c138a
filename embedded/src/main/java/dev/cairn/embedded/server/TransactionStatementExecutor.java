package dev.cairn.embedded.server;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.server.DmlExecutor.StartedWrite;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs BEGIN, START TRANSACTION, COMMIT and ROLLBACK. Their options are accepted as by the server; only the label has
 * an effect. Anything else, such as ROLLBACK TO SAVEPOINT, is a syntax error, as on the server.
 *
 * @param dmlExecutor commits or aborts the writes of the open transaction
 */
record TransactionStatementExecutor(DmlExecutor dmlExecutor) {
    private static final Set<String> KEYWORDS_ALLOWED_IN_TRANSACTION =
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "INSERT", "UPDATE", "DELETE", "WITH", "SET");

    /**
     * Requires that a statement that begins with a keyword is allowed within a transaction; the server refuses DDL and
     * SHOW.
     */
    static void requireAllowedKeyword(ServerSession session, String keyword) {
        if (!KEYWORDS_ALLOWED_IN_TRANSACTION.contains(keyword)) {
            requireNoTransaction(session);
        }
    }

    static void requireNoTransaction(ServerSession session) {
        if (session.isInTransaction()) {
            throw createForbiddenInTransactionRefusal();
        }
    }

    static Refusal createForbiddenInTransactionRefusal() {
        return Refusal.ofAnalysis(Span.NONE, EmbeddedRule.STATEMENT_IN_TRANSACTION);
    }

    /**
     * Runs a statement.
     *
     * @param tokens the tokens after the keyword
     */
    Answer run(TokenReader tokens, String keyword) {
        switch (keyword) {
            case "BEGIN", "START" -> begin(readLabel(tokens, keyword));
            case "COMMIT" -> {
                readEndOptions(tokens);
                commit();
            }
            default -> {
                readEndOptions(tokens);
                rollBack();
            }
        }
        return Answer.OK;
    }

    /** Returns the label of a statement that begins a transaction; null if it has none. */
    private static @Nullable String readLabel(TokenReader tokens, String keyword) {
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
    private static void readEndOptions(TokenReader tokens) {
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

    /**
     * Begins a transaction. BEGIN within a transaction has no effect, and neither has BEGIN in a session that has
     * transactions disabled.
     *
     * @throws Refusal if the label is malformed or in use, or is not the label of the open transaction
     */
    private void begin(@Nullable String label) {
        ServerSession session = dmlExecutor.session();
        boolean canDisableTransactions = dmlExecutor.cluster().profile().isAtLeast(Version.V4_0);
        if (canDisableTransactions
                && session.variables().requireValue("enable_sql_transaction").equals("false")) {
            return;
        }
        if (session.isInTransaction()) {
            session.transaction().orElseThrow().requireSameLabel(label);
            return;
        }
        if (label != null) {
            LabelFormat.requireValid(label);
            if (dmlExecutor.cluster().runExclusively(state -> state.isLabelInUse(label))) {
                throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.TRANSACTION_LABEL_USED, label);
            }
        }
        session.beginTransaction(label);
    }

    /** Commits the open transaction; without one, COMMIT has no effect. */
    private void commit() {
        dmlExecutor.session().endTransaction();
        commitPendingWrites();
    }

    /** Rolls the open transaction back; without one, ROLLBACK has no effect. */
    private void rollBack() {
        dmlExecutor.session().endTransaction();
        rollBackPendingWrites();
    }

    /**
     * Writes the rows of all pending statements; the versions of partitions grow once for each table. If this fails,
     * all pending statements are aborted.
     */
    private void commitPendingWrites() {
        List<StartedWrite> pendingWrites = dmlExecutor.pendingWrites();
        try {
            dmlExecutor.faults().awaitCommit();
            dmlExecutor.cluster().runExclusively(state -> {
                Map<Long, ChangedPartitions> changedPartitionsByTableId = new HashMap<>();
                dmlExecutor.queryExecutor().rowStorage().runInTransaction(state, () -> {
                    pendingWrites.forEach(startedWrite -> changedPartitionsByTableId.merge(
                            startedWrite.load().tableId(),
                            dmlExecutor.write(startedWrite, state).changedPartitions(),
                            ChangedPartitions::merge));
                    return state;
                });
                for (StartedWrite startedWrite : pendingWrites) {
                    ChangedPartitions tablePartitions = changedPartitionsByTableId.remove(
                            startedWrite.load().tableId());
                    dmlExecutor.completeLoad(
                            startedWrite, tablePartitions == null ? ChangedPartitions.NONE : tablePartitions);
                }
                pendingWrites.clear();
                return state;
            });
        } catch (RuntimeException failure) {
            abortPendingWrites(String.valueOf(failure.getMessage()));
            throw failure;
        }
    }

    /** Aborts the statements of the open transaction. */
    void rollBackPendingWrites() {
        abortPendingWrites("User rollback");
    }

    private void abortPendingWrites(String reason) {
        dmlExecutor.pendingWrites().forEach(startedWrite -> dmlExecutor.abort(startedWrite, reason));
        dmlExecutor.pendingWrites().clear();
    }
}
