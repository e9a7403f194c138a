package dev.cairn.embedded.session;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The transaction of a session from BEGIN to COMMIT or ROLLBACK, with the tables that its statements have used. */
public final class ExplicitTransaction {
    private final @Nullable String label;
    private final Set<String> modifiedTableKeys = new HashSet<>();
    private final Set<String> usedTableNames = new HashSet<>();
    private @Nullable String databaseName;

    /**
     * Begins a transaction without statements.
     *
     * @param label the label of BEGIN; null if it has none, so that the server generates one
     */
    public ExplicitTransaction(@Nullable String label) {
        this.label = label;
    }

    public @Nullable String label() {
        return label;
    }

    public boolean hasModified(UsedTable table) {
        return modifiedTableKeys.contains(table.key());
    }

    /** Requires that a repeated BEGIN names no label, or the label of this transaction. */
    public void requireSameLabel(@Nullable String requestedLabel) {
        if (requestedLabel != null && !requestedLabel.equals(label)) {
            throw Refusal.ofAnalysis(
                    Span.NONE, EmbeddedRule.TRANSACTION_LABEL_DIFFERENT, label == null ? "" : label, requestedLabel);
        }
    }

    /** A table of a statement. A temporary table has the id 0, and is identified by its name. */
    public record UsedTable(String databaseName, String name, long id) {
        private String key() {
            return id == 0 ? databaseName + "." + name : String.valueOf(id);
        }
    }

    /**
     * Adds a statement that is about to run, which remains a part of the transaction if it fails. All statements write
     * to one database. In shared-nothing mode, a statement uses no table that an earlier one has modified. An UPDATE
     * or DELETE uses no table that any earlier statement has used; a server compares the names of these tables without
     * their databases, so it also refuses an UPDATE or DELETE that uses tables of two databases with one name.
     *
     * @param target the table to which the statement writes
     * @param tables all tables of the statement, including the target
     * @param isInsert whether the statement is an INSERT
     * @throws Refusal if the statement breaks one of these rules
     */
    public void addStatement(UsedTable target, Set<UsedTable> tables, boolean isInsert, boolean isSharedData) {
        if (databaseName == null) {
            databaseName = target.databaseName();
        }
        if (!databaseName.equals(target.databaseName())) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.TRANSACTION_ACROSS_DATABASES);
        }
        if (!isSharedData && tables.stream().anyMatch(this::hasModified)) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.TABLE_USED_BEFORE);
        }
        modifiedTableKeys.add(target.key());
        for (UsedTable table : tables) {
            boolean isFirstUse = usedTableNames.add(table.name().toLowerCase(Locale.ROOT));
            if (!isFirstUse && !isInsert) {
                throw Refusal.ofExecution(Span.NONE, EmbeddedRule.CHANGE_AFTER_STATEMENT);
            }
        }
    }
}
