package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.Chain;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationName;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.RecordedSchema;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.recording.EvolutionStep.Phase;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.tooling.release.ReleasedQueries.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rename of a column in three steps, each of which leaves the table usable for the instances of the release before. The
 * application has to write both columns for a while: the server accepts no values for a generated column, and inserts no rows
 * into a view.
 *
 * @param table the table
 * @param column the column under its old name
 * @param newName the new name
 */
record ColumnEvolution(RecordedSchema recorded, ObjectName table, Column column, String newName) {
    /**
     * Returns the rename of a column.
     *
     * @param name {@code account.name}
     * @throws RecordingException if the column does not exist, or can't be renamed in steps
     */
    static ColumnEvolution of(RecordedSchema recorded, String name, String requestedName) {
        int dot = name.lastIndexOf('.');
        if (dot <= 0) {
            throw createUnsuitableException("'" + name + "' names no column. Example: account.name");
        }
        Session session = recorded.schema().session();
        ObjectName object =
                ObjectName.of(QualifiedName.of(name.substring(0, dot).split("\\.")), session);
        Table table = recorded.chain()
                .headCatalog()
                .table(object.database(), object.name())
                .orElseThrow(() -> createUnsuitableException("The migrations create no table " + object + "."));
        String oldName = name.substring(dot + 1);
        Column column = table.column(oldName)
                .orElseThrow(() ->
                        createUnsuitableException(describeAbsence(recorded, table, object, oldName, requestedName)));
        String qualifier = name.substring(0, dot + 1);
        String newName =
                requestedName.startsWith(qualifier) ? requestedName.substring(qualifier.length()) : requestedName;
        if (newName.contains(".")) {
            throw createUnsuitableException("'" + requestedName + "' is not a name for a column of " + object + ".");
        }
        if (column.is(newName)) {
            throw createUnsuitableException("The new name of " + name + " is the old one.");
        }
        if (table.model() != KeyModel.PRIMARY) {
            throw createUnsuitableException(
                    "Only the rows of a table with @PrimaryKey can be filled by UPDATE, and " + object + " has none.");
        }
        if (column.isKey() || column.generatedValue() != null || column.isAutoIncrement()) {
            throw createUnsuitableException(name + " can't be renamed in steps, because it is "
                    + (column.isKey() ? "part of the key" : column.isAutoIncrement() ? "AUTO_INCREMENT" : "generated")
                    + ".");
        }
        return new ColumnEvolution(recorded, object, column, newName);
    }

    /** Describes why there is no column of the old name: the last step of its rename may be done. */
    private static String describeAbsence(
            RecordedSchema recorded, Table table, ObjectName object, String oldName, String newName) {
        return hasMigration(recorded, contractionTitle(object, oldName))
                        && table.column(newName).isPresent()
                ? "Nothing is left to do: " + object + " has " + newName + ", and no longer " + oldName + "."
                : object + " has no column " + oldName
                        + Suggestion.ending(
                                oldName,
                                table.columns().stream().map(Column::name).toList());
    }

    /** Whether a migration has the title of a step. */
    private static boolean hasMigration(RecordedSchema recorded, String title) {
        return recorded.chain().migrations().stream().anyMatch(migration -> isTitled(migration, title));
    }

    private static boolean isTitled(Migration migration, String title) {
        return migration.name().equals(MigrationName.of(migration.number(), title));
    }

    private static RecordingException createUnsuitableException(String message) {
        return new RecordingException(Reason.USAGE, message);
    }

    private Optional<Column> findAdded() {
        return findAdded(recorded.chain());
    }

    private Optional<Column> findAdded(Chain chain) {
        return chain.headCatalog().table(table.database(), table.name()).flatMap(now -> now.column(newName));
    }

    /** Returns the step that follows the recorded migrations. */
    Phase nextPhase() {
        if (findAdded().isEmpty()) {
            return Phase.EXPAND;
        }
        List<Migration> migrations = recorded.chain().migrations();
        return migrations.subList(findAdditionNumber(), migrations.size()).stream()
                        .anyMatch(this::fillsColumn)
                ? Phase.CONTRACT
                : Phase.MIGRATE;
    }

    private boolean fillsColumn(Migration migration) {
        return migration.upgrade().stream().anyMatch(text -> text.strip().equals(fillStatement()));
    }

    /** Returns the title of the migration of a step. */
    String title(Phase phase) {
        return switch (phase) {
            case EXPAND -> "add " + table.name() + "." + newName + " beside " + column.name();
            case MIGRATE -> "fill " + table.name() + "." + newName + " from " + column.name();
            case CONTRACT -> contractionTitle(table, column.name());
        };
    }

    private static String contractionTitle(ObjectName table, String oldName) {
        return "drop " + table.name() + "." + oldName;
    }

    /**
     * Requires that the step loses no values.
     *
     * @param queries the checked queries of the sources
     * @param released the previous release
     * @param destructive whether values may be lost that the previous release writes
     * @throws RecordingException if the new column is another one, if statements do not write both columns, or if the application
     *     could insert no rows without the old one
     */
    void requireSafe(Phase phase, CompiledQueries queries, Release released, boolean destructive) {
        Optional<Column> added = findAdded();
        if (phase == Phase.EXPAND || added.isEmpty()) {
            return;
        }
        requireOwn(phase, added.get());
        String writers = describeIncomplete(phase, queries);
        if (!writers.isEmpty()) {
            throw createUnsuitableException(writers
                    + ". Their values would be lost: write both columns, and release this before the next" + " step.");
        }
        String former = describeIncomplete(
                phase, released.queries().ofSchema(recorded.schema().root().name()));
        if (phase == Phase.MIGRATE && !former.isEmpty() && !destructive) {
            throw new RecordingException(
                    Reason.CONSENT,
                    "Nothing was written. " + released.note() + ". " + former
                            + ". Values that they write after this step would be"
                            + " lost: release the statements that write both columns, and list them by cairn record --queries,"
                            + " before this step (or pass --destructive).");
        }
        if (phase == Phase.CONTRACT && isRequired()) {
            throw createUnsuitableException(table + "." + column.name()
                    + " is NOT NULL and has no default, so a release that does not write it"
                    + " could insert no rows until this step has run: let " + componentName() + " be NULL" + remedy()
                    + ", record this, and release it before the next step.");
        }
    }

    /** Requires that the new column is the one of this rename. */
    private void requireOwn(Phase phase, Column added) {
        String shown = table + "." + newName + " exists already, and ";
        if (added.isKey() || added.generatedValue() != null || !added.type().equals(column.type())) {
            throw createUnsuitableException(shown + "can't get the values of " + column.name() + ": it is "
                    + (added.isKey()
                            ? "part of the key"
                            : added.generatedValue() != null ? "generated" : "of another type")
                    + ".");
        }
        if (phase == Phase.MIGRATE && !isExpanded()) {
            throw createUnsuitableException(
                    shown + "no step of this rename has added it: its values would be replaced by those of "
                            + column.name()
                            + ". Choose another name; if these values can be replaced, write the UPDATE into a migration"
                            + " of your own (cairn record --empty).");
        }
    }

    /** Whether the new column has existed since the first step of this rename, and not before. */
    private boolean isExpanded() {
        int addition = findAdditionNumber();
        return addition > 0 && isTitled(recorded.chain().migrations().get(addition - 1), title(Phase.EXPAND));
    }

    /**
     * The number of migrations up to the one that added the new column. The column may have existed before, and earlier migrations
     * may have filled it then.
     */
    private int findAdditionNumber() {
        List<Migration> migrations = recorded.chain().migrations();
        DeclaredSchema schema = recorded.schema();
        ChainVerifier verifier = new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog());
        int last = migrations.size();
        while (last > 0
                && findAdded(Chain.of(migrations.subList(0, last - 1), verifier))
                        .isPresent()) {
            last--;
        }
        return last;
    }

    /** Describes the statements that write only one of the columns, if the step loses their values. */
    private String describeIncomplete(Phase phase, CompiledQueries queries) {
        List<String> oldColumnWriters =
                queryNames(queries, query -> changesColumn(query, column.name()) && !changesColumn(query, newName));
        List<String> newColumnWriters = phase == Phase.MIGRATE
                ? queryNames(queries, query -> changesColumn(query, newName) && !changesColumn(query, column.name()))
                : List.of();
        return Stream.of(
                        describeIncomplete(column.name(), newName, oldColumnWriters),
                        describeIncomplete(newName, column.name(), newColumnWriters))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(". "));
    }

    private static String describeIncomplete(String written, String missing, List<String> statements) {
        return statements.isEmpty()
                ? ""
                : "These statements write " + written + ", but not " + missing + ": " + String.join(", ", statements);
    }

    /** Whether an INSERT has to give the old column a value. */
    private boolean isRequired() {
        return !column.nullable() && column.defaultValue() == null;
    }

    /** Returns the statement that copies the values of the old column to the rows whose new column differs. */
    String fillStatement() {
        return fillStatement(column.name(), newName, true);
    }

    /** Lets the downgrade of the last step copy the values back, if it restores the old column. */
    Migration withRefill(Migration contraction) {
        if (contraction.downgrade().isEmpty()) {
            return contraction;
        }
        List<String> downgrade = new ArrayList<>(contraction.downgrade());
        downgrade.add(fillStatement(newName, column.name(), column.nullable()));
        return new Migration(
                contraction.position(),
                contraction.upgrade(),
                new Migration.Reversal(downgrade, ""),
                contraction.session(),
                contraction.recordHash(),
                contraction.checkpoint());
    }

    /** @param nullable whether the filled column may be NULL; otherwise it keeps its default where the source is NULL */
    private String fillStatement(String source, String filled, boolean nullable) {
        String from = quote(source);
        String target = quote(filled);
        boolean comparable = !(column.type() instanceof Type.Nested)
                && !(column.type() instanceof Type.Scalar scalar
                        && switch (scalar.kind()) {
                            case JSON, BITMAP, HLL, PERCENTILE, VARIANT -> true;
                            default -> false;
                        });
        String rows = nullable
                ? comparable ? "NOT (" + target + " <=> " + from + ")" : "TRUE"
                : comparable ? target + " <> " + from : from + " IS NOT NULL";
        return new Marker.Repeatable().line() + "\nUPDATE " + displayTableName() + " SET " + target + " = " + from
                + " WHERE " + rows;
    }

    /** Returns the schema after the definition of the table has changed. */
    DeclaredSchema schemaAfter(Phase phase, RecordedSchema target) {
        String clause = phase == Phase.EXPAND
                ? "ADD COLUMN "
                        + Sql.render(
                                column.definition().withName(Name.of(newName)).withNullable(true)) + " AFTER "
                        + quote(column.name())
                : "DROP COLUMN " + quote(column.name());
        DeclaredSchema schema = target.schema();
        try {
            Catalog changed = schema.engine()
                    .apply(
                            target.chain().headCatalog(),
                            schema.session(),
                            Sql.parse("ALTER TABLE " + displayTableName() + " " + clause))
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
                + " to " + newName + ":");
        switch (phase) {
            case EXPAND -> {
                lines.add("  1. In " + recordName() + ", add below " + componentName() + " a copy of it for " + newName
                        + " that may be NULL" + remedy() + ".");
                lines.add("  2. Write both columns in each statement that writes " + old + ", and keep reading " + old
                        + describeUsage(queries, query -> changesColumn(query, old)) + ".");
                lines.add(
                        "  3. cairn record --queries lists these statements. Release this. When no instance of the previous release"
                                + " is running, take the next step.");
            }
            case MIGRATE -> {
                lines.add(
                        "  1. Read " + newName + " instead of " + old + ", in views too, and keep writing both columns"
                                + describeUsage(filterByOldColumn(queries), query -> true) + ".");
                if (isRequired()) {
                    lines.add("  2. Let " + componentName() + " be NULL" + remedy()
                            + ", since the next release does not write it.");
                    lines.add("     cairn record \"" + table.name() + " without " + old
                            + "\" records this, and the views.");
                } else {
                    lines.add("  2. cairn record \"" + table.name() + " with " + newName
                            + "\" records the views, if there are any.");
                }
                lines.add(
                        "  3. Release this. When no instance of the previous release is running, take the next step.");
            }
            case CONTRACT -> {
                lines.add("  1. In " + recordName() + ", remove " + componentName() + ", and write only " + newName
                        + describeUsage(queries, query -> changesColumn(query, old)) + ".");
                lines.add("  2. Release this, and run " + migration.name()
                        + " when no instance of the previous release is running: until then, instances that upgrade when they"
                        + " start call upgradeTo("
                        + (migration.number() - 1) + ").");
            }
        }
        return lines;
    }

    private String describeUsage(CompiledQueries queries, Predicate<CheckedQuery> which) {
        List<String> names = queryNames(queries, which);
        return names.isEmpty() ? "" : ": " + String.join(", ", names);
    }

    /** The queries that name the old column. */
    private CompiledQueries filterByOldColumn(CompiledQueries queries) {
        return queries.filterByRelation(table + "." + column.name());
    }

    private static List<String> queryNames(CompiledQueries queries, Predicate<CheckedQuery> which) {
        return queries.listings().stream()
                .flatMap(listing -> listing.queries().stream())
                .filter(which)
                .map(CheckedQuery::name)
                .toList();
    }

    private boolean changesColumn(CheckedQuery query, String name) {
        return query.changes().stream()
                .filter(changed -> changed.name()
                        .equals(table.toSqlName(recorded.schema().session()).toString()))
                .anyMatch(changed -> changed.columns().stream().anyMatch(name::equalsIgnoreCase));
    }

    private Declaration declaration() {
        DeclaredSchema schema = recorded.schema();
        return schema.root().declarations().stream()
                .filter(declaration ->
                        ObjectName.of(declaration.name(), schema.session()).equals(table))
                .findFirst()
                .orElseThrow(() -> createUnsuitableException("No record declares " + table + "."));
    }

    private DeclaredColumn declaredColumn() {
        return declaration().columns().stream()
                .filter(declared -> declared.name().equalsIgnoreCase(column.name()))
                .findFirst()
                .orElseThrow(
                        () -> createUnsuitableException("No component declares " + table + "." + column.name() + "."));
    }

    private String recordName() {
        return declaration().record().simpleName();
    }

    private String componentName() {
        return declaredColumn().accessor();
    }

    private String remedy() {
        return column.nullable()
                ? ""
                : " (" + declaredColumn().nullableRemedy(declaration().origin().isNullMarked()) + ")";
    }

    private String displayTableName() {
        return Sql.render(table.toSqlName(recorded.schema().session()));
    }

    private static String quote(String name) {
        return Sql.render(QualifiedName.of(name));
    }
}
