package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.ShowFilter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Lists loads, as SHOW LOAD does, and their transactions. */
record LoadListings(SessionSnapshot snapshot) {
    private static final Set<String> LOAD_STATES =
            Set.of("UNKNOWN", "PENDING", "ETL", "LOADING", "COMMITTED", "FINISHED", "CANCELLED", "QUEUEING");

    /**
     * Lists the loads of all users, except for Stream Loads. The listing contains only the loads that meet the WHERE
     * clause; the returned filter has the other clauses.
     */
    FilteredListing listLoads(TokenReader tokens) {
        Predicate<LoadTransaction> condition = load -> !load.kind().equals(LoadTransaction.STREAM_LOAD_KIND);
        boolean listsAllDatabases = tokens.accept("ALL");
        boolean namesDatabase = tokens.accept("FROM");
        if (namesDatabase || !listsAllDatabases) {
            String databaseName = namesDatabase ? tokens.readName() : snapshot.requireDefaultDatabaseName();
            snapshot.requireDatabase(databaseName);
            condition = condition.and(load -> load.databaseName().equals(databaseName));
        }
        ShowFilter filter = OpaqueShowListings.readFilter(tokens);
        Listing listing = snapshot.createListing("SHOW LOAD");
        for (Expression conjunct : ShowFilterCheck.listConjuncts(filter)) {
            Predicate<LoadTransaction> conjunctCondition = readCondition(conjunct);
            if (listsAllDatabases
                    && isLabelComparison(conjunct)
                    && isLabelMissingInSomeDatabase(condition, conjunctCondition)) {
                conjunctCondition = load -> false;
            }
            condition = condition.and(conjunctCondition);
        }
        ShowFilterCheck.requireSortColumns(filter, listing.columnNames());
        snapshot.state().loads().list().stream().filter(condition).forEach(load -> {
            String beginTime = ListingFormat.formatTime(load.beginTime());
            String endTime = ListingFormat.formatNullableTime(load.endTime());
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
        return new FilteredListing(
                listing, new ShowFilter(null, null, filter.orderBy(), filter.limit(), filter.offset()));
    }

    /** Converts a part of WHERE to a condition of loads; refuses the forms that a frontend refuses. */
    private static Predicate<LoadTransaction> readCondition(Expression conjunct) {
        ShowFilterCheck.requireNoCompound(conjunct);
        if (conjunct instanceof Expression.Like like
                && like.word().equalsIgnoreCase("LIKE")
                && isColumn(like.value(), "label")) {
            // Unlike any other LIKE, this one does not take a pattern: LoadMgr searches labels for the literal text.
            String labelPart = requireText(like.pattern(), conjunct);
            return load -> load.label().contains(labelPart);
        }
        Expression.Binary comparison = ShowFilterCheck.findComparison(conjunct)
                .filter(binary -> binary.operator() == Operator.EQUAL)
                .orElseThrow(() -> createConditionRefusal(conjunct));
        String value = requireText(comparison.right(), conjunct);
        if (isColumn(comparison.left(), "label")) {
            return load -> load.label().equals(value);
        }
        String state = value.toUpperCase(Locale.ROOT);
        if (!isColumn(comparison.left(), "state") || !LOAD_STATES.contains(state)) {
            throw createConditionRefusal(conjunct);
        }
        return load -> load.listedState().equals(state);
    }

    private static boolean isLabelComparison(Expression conjunct) {
        return ShowFilterCheck.findComparison(conjunct)
                .filter(comparison -> isColumn(comparison.left(), "label"))
                .isPresent();
    }

    /**
     * Returns whether a database has loads, but no load with the label. A frontend that looks for a label in all
     * databases stops at the first such database, in an undefined order. This class assumes that it comes first.
     */
    private boolean isLabelMissingInSomeDatabase(
            Predicate<LoadTransaction> listedCondition, Predicate<LoadTransaction> labelCondition) {
        Set<String> databaseNames = new HashSet<>();
        Set<String> databaseNamesWithLabel = new HashSet<>();
        snapshot.state().loads().list().stream().filter(listedCondition).forEach(load -> {
            databaseNames.add(load.databaseName());
            if (labelCondition.test(load)) {
                databaseNamesWithLabel.add(load.databaseName());
            }
        });
        return !databaseNamesWithLabel.equals(databaseNames);
    }

    private static boolean isColumn(Expression value, String name) {
        return ShowFilterCheck.findColumnName(value)
                .filter(name::equalsIgnoreCase)
                .isPresent();
    }

    private static String requireText(Expression value, Expression conjunct) {
        if (value.unwrap() instanceof Expression.StringLiteral text
                && !text.value().isEmpty()) {
            return text.value();
        }
        throw createConditionRefusal(conjunct);
    }

    private static Refusal createConditionRefusal(Expression conjunct) {
        return ShowFilterCheck.createRefusal(
                conjunct,
                "Where clause should looks like: LABEL = \"your_load_label\", or LABEL LIKE \"matcher\", or STATE ="
                        + " \"PENDING|ETL|LOADING|FINISHED|CANCELLED|QUEUEING\", or compound predicate with operator AND");
    }

    /** Lists one transaction of a database. */
    Listing listTransaction(TokenReader tokens) {
        String databaseName = tokens.accept("FROM") || tokens.accept("IN")
                ? tokens.readNameOrText()
                : snapshot.requireDefaultDatabaseName();
        long transactionId = readTransactionId(OpaqueShowListings.readFilter(tokens));
        snapshot.requireDatabase(databaseName);
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

    private static long readTransactionId(ShowFilter filter) {
        Expression condition = filter.where();
        if (condition == null) {
            throw Refusal.ofAnalysis(
                    Span.NONE, ServerError.COMMON, "should supply condition like: ID = $transaction_id");
        }
        return ShowFilterCheck.findComparison(condition.unwrap())
                .filter(comparison -> comparison.operator() == Operator.EQUAL && isColumn(comparison.left(), "id"))
                .filter(comparison ->
                        comparison.right().unwrap() instanceof Expression.NumberLiteral number && number.isInteger())
                .flatMap(comparison -> Optional.ofNullable(comparison.right().numberValue()))
                .orElseThrow(() -> ShowFilterCheck.createRefusal(
                        condition, "Where clause should looks like: ID = $transaction_id"))
                .longValue();
    }

    /** Adds the row of a load as SHOW TRANSACTION and SHOW PROC print it. */
    static void addTransaction(Listing listing, LoadTransaction load) {
        String beginTime = ListingFormat.formatTime(load.beginTime());
        String endTime = ListingFormat.formatNullableTime(load.endTime());
        String commitTime = ListingFormat.formatNullableTime(load.commitTime());
        boolean isStreamLoad = load.kind().equals(LoadTransaction.STREAM_LOAD_KIND);
        listing.addRow(
                load.id(),
                load.label(),
                isStreamLoad ? "BE: 127.0.0.1" : "FE: 127.0.0.1",
                load.transactionStatus(),
                isStreamLoad ? "BACKEND_STREAMING" : "INSERT_STREAMING",
                beginTime,
                commitTime,
                commitTime,
                commitTime,
                endTime,
                load.abortReason());
    }
}
