package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Span;
import java.util.Locale;
import java.util.function.Predicate;

/** Lists loads, as SHOW LOAD does, and their transactions. */
record LoadListings(SessionSnapshot snapshot) {
    /** Lists the loads of all users, except for Stream Loads. */
    Listing listLoads(TokenReader tokens) {
        Predicate<LoadTransaction> condition = load -> !load.kind().equals(LoadTransaction.STREAM_LOAD_KIND);
        if (!tokens.accept("ALL")) {
            String databaseName = tokens.accept("FROM") || tokens.accept("IN")
                    ? tokens.readNameOrText()
                    : snapshot.resolveListedDatabaseName(null);
            snapshot.requireDatabase(databaseName);
            condition = condition.and(load -> load.databaseName().equals(databaseName));
        }
        if (tokens.accept("WHERE")) {
            do {
                condition = condition.and(readCondition(tokens));
            } while (tokens.accept("AND"));
        }
        tokens.expectEnd();
        Listing listing = snapshot.createListing("SHOW LOAD");
        snapshot.state().loads().list().stream().filter(condition).forEach(load -> {
            String beginTime = SessionSnapshot.formatTime(load.beginTime());
            String endTime = load.endTime() == null ? null : SessionSnapshot.formatTime(load.endTime());
            String reason = load.abortReason().isEmpty() ? null : "type:LOAD_RUN_FAIL; msg:" + load.abortReason();
            listing.addRow(
                    load.id(),
                    load.label(),
                    load.listedState(),
                    load.listedProgress(),
                    load.kind(),
                    "resource:N/A; timeout(s):" + load.timeoutSeconds() + "; max_filter_ratio:0.0",
                    reason,
                    beginTime,
                    beginTime,
                    beginTime,
                    beginTime,
                    endTime);
        });
        return listing;
    }

    private static Predicate<LoadTransaction> readCondition(TokenReader tokens) {
        if (tokens.accept("STATE")) {
            tokens.accept("=");
            String state = tokens.readText().toUpperCase(Locale.ROOT);
            return load -> load.listedState().equals(state);
        }
        tokens.expect("LABEL");
        if (tokens.accept("LIKE")) {
            ShowLikePattern pattern = ShowLikePattern.of(tokens.readText(), true);
            return load -> pattern.matches(load.label());
        }
        tokens.accept("=");
        String label = tokens.readText();
        return load -> load.label().equals(label);
    }

    /** Lists one transaction of a database. */
    Listing listTransaction(TokenReader tokens) {
        String databaseName = tokens.accept("FROM") || tokens.accept("IN")
                ? tokens.readNameOrText()
                : snapshot.resolveListedDatabaseName(null);
        snapshot.requireDatabase(databaseName);
        tokens.expect("WHERE");
        tokens.expect("ID");
        tokens.accept("=");
        long transactionId = tokens.readNumber();
        tokens.expectEnd();
        LoadTransaction load = snapshot.state().loads().list().stream()
                .filter(candidate -> candidate.id() == transactionId
                        && candidate.databaseName().equals(databaseName))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.ofAnalysis(Span.NONE, CommonRule.NOT_FOUND, RuleSubject.TRANSACTION, transactionId));
        Listing listing = snapshot.createListing("SHOW PROC /transactions/{}/{}");
        addTransaction(listing, load);
        return listing;
    }

    static void addTransaction(Listing listing, LoadTransaction load) {
        String beginTime = SessionSnapshot.formatTime(load.beginTime());
        String endTime = load.endTime() == null ? null : SessionSnapshot.formatTime(load.endTime());
        String commitTime = load.phase() == LoadTransaction.LoadPhase.VISIBLE ? endTime : null;
        boolean isStreamLoad = load.kind().equals(LoadTransaction.STREAM_LOAD_KIND);
        listing.addRow(
                load.id(),
                load.label(),
                isStreamLoad ? "BE: 127.0.0.1" : "FE: 127.0.0.1",
                load.phase(),
                isStreamLoad ? "BACKEND_STREAMING" : "INSERT_STREAMING",
                beginTime,
                commitTime,
                commitTime,
                commitTime,
                endTime,
                load.abortReason());
    }
}
