package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SourceExcerpt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A step whose effect is not part of the schema, so that the statements that create the schema do not reproduce it.
 *
 * @param name the name of the migration and the number of the statement: {@code V0003Fill.2};
 *     {@code V0003Fill.code} for code
 * @param text the statement with its markers; empty for code
 * @param effect the effect that the schema does not show, as the end of a sentence: {@code creates a database}
 */
record NonDefiningStep(Migration migration, String name, String text, String effect) {
    private static final int MAX_EXCERPT_LENGTH = 100;

    String describe() {
        return name + " " + effect + (text.isEmpty() ? "" : ": " + excerpt());
    }

    private String excerpt() {
        String line = text.lines()
                .map(String::strip)
                .filter(textLine -> !textLine.startsWith("--"))
                .collect(Collectors.joining(" "));
        return SourceExcerpt.shorten(line, MAX_EXCERPT_LENGTH);
    }

    /** Returns the statement; null for code. */
    @Nullable
    Statement statement() {
        return text.isEmpty() ? null : MigrationAction.parse(text).statement();
    }

    /**
     * Returns whether a checkpoint can repeat the step. It can't repeat code, which stays with the class of its
     * migration, and it can't create a table or a partition that exists.
     */
    boolean mayBeRepeated() {
        if (text.isEmpty()) {
            return false;
        }
        MigrationAction action = MigrationAction.parse(text);
        Statement statement = action.statement();
        boolean createsTable = statement instanceof Statement.CreateTableAsSelect
                || (statement instanceof Statement.CreateTable && !action.allowsRefusal());
        boolean addsPartition = statement instanceof Statement.AlterTable alter
                && alter.clauses().stream().anyMatch(AlterClause.AddPartition.class::isInstance);
        return statement != null && !createsTable && !addsPartition;
    }
}
