package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.Migration;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.RecordedSchema;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.QueryListing.ListedQuery;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.recording.EvolutionStep.Phase;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * The rename of a column in three steps, each of which leaves the table usable for the instances of the release before. The
 * application has to write both columns for a while: the server accepts no values for a generated column, and inserts no rows
 * into a view.
 *
 * @param table the table
 * @param column the column under its old name
 * @param to the new name
 */
record ColumnEvolution(RecordedSchema recorded, ObjectName table, Column column, String to) {
    /**
     * Returns the rename of a column.
     *
     * @param name {@code account.name}
     * @throws RecordingException if the column does not exist, or can't be renamed in steps
     */
    static ColumnEvolution of(RecordedSchema recorded, String name, String to) {
        int dot = name.lastIndexOf('.');
        if (dot <= 0) {
            throw unsuitable("'" + name + "' names no column. Example: account.name");
        }
        Session session = recorded.schema().session();
        ObjectName object =
                ObjectName.of(QualifiedName.of(name.substring(0, dot).split("\\.")), session);
        Table table = recorded.chain()
                .head()
                .table(object.database(), object.name())
                .orElseThrow(() -> unsuitable("The migrations create no table " + object + "."));
        String old = name.substring(dot + 1);
        Column column = table.column(old)
                .orElseThrow(() -> unsuitable(
                        table.column(to).isPresent()
                                ? "Nothing is left to do: " + object + " has " + to + ", and no longer " + old + "."
                                : object + " has no column " + old + "."));
        if (table.model() != KeyModel.PRIMARY) {
            throw unsuitable(
                    "Only the rows of a table with @PrimaryKey can be filled by UPDATE, and " + object + " has none.");
        }
        if (column.key() || column.generated() != null || column.autoIncrement()) {
            throw unsuitable(name + " can't be renamed in steps, because it is "
                    + (column.key() ? "part of the key" : column.autoIncrement() ? "AUTO_INCREMENT" : "generated")
                    + ".");
        }
        return new ColumnEvolution(recorded, object, column, to);
    }

    private static RecordingException unsuitable(String message) {
        return new RecordingException(Reason.USAGE, message);
    }

    /** Returns the step that follows the recorded migrations. */
    Phase next() {
        Catalog head = recorded.chain().head();
        boolean expanded = head.table(table.database(), table.name())
                .flatMap(now -> now.column(to))
                .isPresent();
        boolean filled = recorded.chain().migrations().stream()
                .flatMap(migration -> migration.upgrade().stream())
                .anyMatch(text -> text.strip().equals(fill()));
        return !expanded ? Phase.EXPAND : filled ? Phase.CONTRACT : Phase.MIGRATE;
    }

    /** Returns the title of the migration of a step. */
    String title(Phase phase) {
        return switch (phase) {
            case EXPAND -> "add " + table.name() + "." + to + " beside " + column.name();
            case MIGRATE -> "fill " + table.name() + "." + to + " from " + column.name();
            case CONTRACT -> "drop " + table.name() + "." + column.name();
        };
    }

    /** Returns the statement that copies the values of the old column to the rows whose new column differs. */
    String fill() {
        String from = quoted(column.name());
        String target = quoted(to);
        boolean comparable = !(column.type() instanceof Type.Nested)
                && !(column.type() instanceof Type.Scalar scalar
                        && switch (scalar.kind()) {
                            case JSON, BITMAP, HLL, PERCENTILE, VARIANT -> true;
                            default -> false;
                        });
        String rows = comparable ? "NOT (" + target + " <=> " + from + ")" : "TRUE";
        return new Marker.Repeatable().line() + "\nUPDATE " + shownTable() + " SET " + target + " = " + from + " WHERE "
                + rows;
    }

    /** Returns the schema after the definition of the table has changed. */
    DeclaredSchema after(Phase phase, RecordedSchema target) {
        String clause = phase == Phase.EXPAND
                ? "ADD COLUMN "
                        + Sql.render(column.definition().withName(Name.of(to)).withNullable(true)) + " AFTER "
                        + quoted(column.name())
                : "DROP COLUMN " + quoted(column.name());
        DeclaredSchema schema = target.schema();
        try {
            Catalog changed = schema.engine()
                    .apply(
                            target.chain().head(),
                            schema.session(),
                            Sql.parse("ALTER TABLE " + shownTable() + " " + clause))
                    .catalog();
            return new DeclaredSchema(schema.root(), changed, true);
        } catch (Refusal refusal) {
            throw new RecordingException(
                    Reason.IMPOSSIBLE, "StarRocks would refuse the step: " + refusal.detail(), refusal);
        }
    }

    /**
     * Returns what to do with the migration of a step.
     *
     * @param queries the checked queries of the sources
     */
    List<String> instructions(Phase phase, CompiledQueries queries, Migration migration) {
        String old = column.name();
        List<String> lines = new ArrayList<>();
        lines.add("Step " + phase.number() + " of " + Phase.values().length + " of renaming " + table.name() + "." + old
                + " to " + to + ":");
        switch (phase) {
            case EXPAND -> {
                lines.add("  1. In " + record() + ", add below " + component() + " a copy of it for " + to
                        + " that may be NULL" + remedy() + ".");
                lines.add("  2. Write both columns in each statement that writes " + old + ", and go on reading " + old
                        + usage(queries) + ".");
                lines.add(
                        "  3. Release this. When no instance of the release before runs any more, take the next step.");
            }
            case MIGRATE -> {
                lines.add("  1. Read " + to + " instead of " + old + ", in views too, and go on writing both columns"
                        + usage(queries) + ".");
                if (!column.nullable() && column.defaultValue() == null) {
                    lines.add("  2. Let " + component() + " be NULL" + remedy()
                            + ", since the next release does not write it.");
                    lines.add("     cairn record \"" + table.name() + " without " + old
                            + "\" records this, and the views.");
                } else {
                    lines.add("  2. cairn record \"" + table.name() + " with " + to
                            + "\" records the views, if there are any.");
                }
                lines.add(
                        "  3. Release this. When no instance of the release before runs any more, take the next step.");
            }
            case CONTRACT -> {
                lines.add("  1. In " + record() + ", remove " + component() + ", and write only " + to + usage(queries)
                        + ".");
                lines.add("  2. Release this, and run " + migration.name()
                        + " when no instance of the release before runs any"
                        + " more: until then, instances that upgrade when they start call upgradeTo("
                        + (migration.number() - 1) + ").");
            }
        }
        return lines;
    }

    /** The queries that name the old column. */
    private String usage(CompiledQueries queries) {
        List<String> names = queries.reading(table + "." + column.name()).listings().stream()
                .flatMap(listing -> listing.queries().stream())
                .map(ListedQuery::name)
                .toList();
        return names.isEmpty() ? "" : ": " + String.join(", ", names);
    }

    private Declaration declaration() {
        DeclaredSchema schema = recorded.schema();
        return schema.root().declarations().stream()
                .filter(declaration ->
                        ObjectName.of(declaration.name(), schema.session()).equals(table))
                .findFirst()
                .orElseThrow(() -> unsuitable("No record declares " + table + "."));
    }

    private DeclaredColumn declared() {
        return declaration().columns().stream()
                .filter(declared -> declared.name().equalsIgnoreCase(column.name()))
                .findFirst()
                .orElseThrow(() -> unsuitable("No component declares " + table + "." + column.name() + "."));
    }

    private String record() {
        return declaration().record().simple();
    }

    private String component() {
        return declared().accessor();
    }

    private String remedy() {
        return column.nullable()
                ? ""
                : " (" + declared().nullableRemedy(declaration().origin().nullMarked()) + ")";
    }

    private String shownTable() {
        return Sql.render(table.in(recorded.schema().session()));
    }

    private static String quoted(String name) {
        return Sql.render(QualifiedName.of(name));
    }
}
