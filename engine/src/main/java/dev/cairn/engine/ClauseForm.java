package dev.cairn.engine;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.AlterClause;
import dev.cairn.sql.ColumnDefinition;
import dev.cairn.sql.Name;
import dev.cairn.sql.Property;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server's parser refuses in a clause that its grammar lets through, before it looks for the table. */
final class ClauseForm {
    private ClauseForm() {}

    static void check(AlterClause clause) {
        if (clause instanceof AlterClause.AddColumn add) {
            requireNoAutoIncrement(add.column(), "ADD");
            check(add.column(), "ADD", add.rollup(), add.position() == null ? "" : "AFTER", add.properties());
        } else if (clause instanceof AlterClause.AddColumns add) {
            for (ColumnDefinition column : add.columns()) {
                requireNoAutoIncrement(column, "ADD");
                check(column, "ADD", add.rollup(), "", add.properties());
            }
        } else if (clause instanceof AlterClause.ModifyColumn modify) {
            requireNoAutoIncrement(modify.column(), "MODIFY");
            String position = modify.position() == null ? "" : "columnPosition";
            check(modify.column(), "MODIFY", modify.rollup(), position, List.of());
        }
    }

    private static void requireNoAutoIncrement(ColumnDefinition column, String verb) {
        if (column.autoIncrement()) {
            throw Refusal.syntax(
                    column.span(), "Column '" + column.name() + "' can not be AUTO_INCREMENT when " + verb + " COLUMN");
        }
    }

    private static void check(
            ColumnDefinition column, String verb, @Nullable Name rollup, String position, List<Property> properties) {
        if (column.generated() == null) {
            return;
        }
        String given = rollup != null ? "rollupName" : position;
        String refused = given.isEmpty() && !properties.isEmpty() ? "properties" : given;
        if (!refused.isEmpty()) {
            throw Refusal.syntax(
                    column.span(), refused + " can not be set when " + verb + " GENERATED COLUMN");
        }
    }
}
