package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.migration.MigrationNames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.recording.EvolutionStep.Phase;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rename of a column in three steps, each of which leaves the table usable for the instances of the previous
 * release. The application has to write both columns for a while: the server does not accept values for a generated
 * column, and does not insert rows into a view.
 *
 * @param tableName the table that has the column
 * @param column the column under its old name
 * @param newName the new name
 */
record ColumnEvolution(RecordedSchema recordedSchema, ObjectName tableName, Column column, String newName) {
    /**
     * Returns the rename of a column.
     *
     * @param columnPath the column with its table, such as {@code account.name}
     * @param requestedName the new name, which may be qualified in the same way
     * @throws RecordingException if the column does not exist, or can't be renamed in steps
     */
    static ColumnEvolution of(RecordedSchema recordedSchema, String columnPath, String requestedName) {
        int dotIndex = columnPath.lastIndexOf('.');
        if (dotIndex <= 0) {
            throw createUsageException("'" + columnPath + "' names no column. Example: account.name");
        }
        Session session = recordedSchema.schema().session();
        ObjectName tableName = ObjectName.resolve(
                QualifiedName.of(columnPath.substring(0, dotIndex).split("\\.")), session);
        Table table = recordedSchema
                .chain()
                .lastCatalog()
                .findTable(tableName.database(), tableName.name())
                .orElseThrow(() -> createUsageException("The migrations create no table " + tableName + "."));
        String oldName = columnPath.substring(dotIndex + 1);
        Column column = table.findColumn(oldName)
                .orElseThrow(() -> createUsageException(
                        describeAbsence(recordedSchema, table, tableName, oldName, requestedName)));
        String qualifier = columnPath.substring(0, dotIndex + 1);
        String newName =
                requestedName.startsWith(qualifier) ? requestedName.substring(qualifier.length()) : requestedName;
        if (newName.contains(".")) {
            throw createUsageException("'" + requestedName + "' is not a name for a column of " + tableName + ".");
        }
        if (column.isNamed(newName)) {
            throw createUsageException(columnPath + " already has this name; pass another one.");
        }
        if (table.model() != KeyModel.PRIMARY) {
            throw createUsageException("Only the rows of a table with @PrimaryKey can be filled by UPDATE, and "
                    + tableName + " has none.");
        }
        if (column.isKey() || column.generatedValue() != null || column.isAutoIncrement()) {
            throw createUsageException(columnPath + " can't be renamed in steps, because it is "
                    + (column.isKey() ? "part of the key" : column.isAutoIncrement() ? "AUTO_INCREMENT" : "generated")
                    + ".");
        }
        return new ColumnEvolution(recordedSchema, tableName, column, newName);
    }

    /** Describes why there is no column with the old name: the last step of its rename may be done. */
    private static String describeAbsence(
            RecordedSchema recordedSchema, Table table, ObjectName tableName, String oldName, String newName) {
        return hasMigrationWithTitle(recordedSchema, renderContractionTitle(tableName, oldName))
                        && table.findColumn(newName).isPresent()
                ? "Nothing is left to do: " + tableName + " has the column " + newName
                        + ", and no longer has the column " + oldName + "."
                : tableName + " has no column " + oldName
                        + Suggestion.renderSuffix(
                                oldName,
                                table.columns().stream().map(Column::name).toList());
    }

    /** Returns whether a migration has this title. */
    private static boolean hasMigrationWithTitle(RecordedSchema recordedSchema, String title) {
        return recordedSchema.chain().migrations().stream().anyMatch(migration -> hasTitle(migration, title));
    }

    private static boolean hasTitle(Migration migration, String title) {
        return migration.name().equals(MigrationNames.of(migration.number(), title));
    }

    static RecordingException createUsageException(String message) {
        return new RecordingException(Reason.USAGE, message);
    }

    private Optional<Column> findAddedColumn() {
        return findAddedColumn(recordedSchema.chain());
    }

    private Optional<Column> findAddedColumn(MigrationChain chain) {
        return chain.lastCatalog()
                .findTable(tableName.database(), tableName.name())
                .flatMap(currentTable -> currentTable.findColumn(newName));
    }

    /**
     * Returns the phase that follows the recorded migrations: {@code EXPAND} until the new column exists,
     * {@code MIGRATE} until a migration after its addition has filled it, and then {@code CONTRACT}.
     */
    Phase computeNextPhase() {
        if (findAddedColumn().isEmpty()) {
            return Phase.EXPAND;
        }
        List<Migration> migrations = recordedSchema.chain().migrations();
        return migrations.subList(countMigrationsUntilAddition(), migrations.size()).stream()
                        .anyMatch(this::fillsColumn)
                ? Phase.CONTRACT
                : Phase.MIGRATE;
    }

    private boolean fillsColumn(Migration migration) {
        return migration.upgrade().stream().anyMatch(text -> text.strip().equals(renderFillStatement()));
    }

    /** Returns the title of the migration of a phase. */
    String renderTitle(Phase phase) {
        return switch (phase) {
            case EXPAND -> "add " + tableName.name() + "." + newName + " beside " + column.name();
            case MIGRATE -> "fill " + tableName.name() + "." + newName + " from " + column.name();
            case CONTRACT -> renderContractionTitle(tableName, column.name());
        };
    }

    private static String renderContractionTitle(ObjectName tableName, String oldName) {
        return "drop " + tableName.name() + "." + oldName;
    }

    /**
     * Requires that the migration of a phase loses no values.
     *
     * @param queries the checked queries of the sources
     * @param previousRelease the previous release
     * @param allowsDataLoss whether values that the previous release writes may be lost
     * @throws RecordingException if the new column does not belong to this rename, if statements do not write both
     *     columns, or if the application could not insert rows without the old column
     */
    void checkPhase(Phase phase, CompiledQueries queries, Release previousRelease, boolean allowsDataLoss) {
        Optional<Column> addedColumn = findAddedColumn();
        if (phase == Phase.EXPAND || addedColumn.isEmpty()) {
            return;
        }
        requireColumnOfRename(phase, addedColumn.get());
        String writerDescription = describeIncompleteProducers(phase, findProducers(queries));
        if (!writerDescription.isEmpty()) {
            throw createUsageException(writerDescription
                    + ". Their values would be lost: write both columns, and release this before the next" + " step.");
        }
        String formerWriterDescription = describeIncompleteProducers(
                phase,
                ColumnProducer.findQueryProducers(
                        previousRelease
                                .queries()
                                .filterBySchema(recordedSchema.schema().root().name()),
                        tableName,
                        recordedSchema.schema().session()));
        if (phase == Phase.MIGRATE && !formerWriterDescription.isEmpty() && !allowsDataLoss) {
            throw new RecordingException(
                    Reason.CONSENT,
                    "Nothing was written. " + previousRelease.renderNote() + ". " + formerWriterDescription
                            + ". Values that they write after this step would be"
                            + " lost: release the statements that write both columns, and list them by cairn record --queries,"
                            + " before this step (or pass --destructive).");
        }
        if (phase == Phase.CONTRACT && requiresValue()) {
            throw createUsageException(tableName + "." + column.name()
                    + " is NOT NULL and has no default. Until this step has run, an INSERT of a release that does not write it"
                    + " would fail, or store 0, an empty text or the like if the table has a primary key: let "
                    + component().name() + " be NULL"
                    + component().describeNullableRemedy()
                    + ", record this, and release it before the next step.");
        }
    }

    /** Requires that the new column belongs to this rename. */
    private void requireColumnOfRename(Phase phase, Column addedColumn) {
        String messageStart = tableName + "." + newName + " exists already, and ";
        if (addedColumn.isKey()
                || addedColumn.generatedValue() != null
                || !addedColumn.type().equals(column.type())) {
            throw createUsageException(messageStart + "can't get the values of " + column.name() + ": it is "
                    + (addedColumn.isKey()
                            ? "part of the key"
                            : addedColumn.generatedValue() != null ? "generated" : "of another type")
                    + ".");
        }
        if (phase == Phase.MIGRATE && !isExpanded()) {
            throw createUsageException(
                    messageStart + "no step of this rename has added it: its values would be replaced by those of "
                            + column.name()
                            + ". Choose another name; if these values can be replaced, write the UPDATE into a migration"
                            + " of your own (cairn record --empty).");
        }
    }

    /** Returns whether the new column has existed since the first step of this rename, and not before. */
    private boolean isExpanded() {
        int migrationCount = countMigrationsUntilAddition();
        return migrationCount > 0
                && hasTitle(recordedSchema.chain().migrations().get(migrationCount - 1), renderTitle(Phase.EXPAND));
    }

    /**
     * Returns the number of migrations up to the migration that added the new column. The column may have existed
     * before, and earlier migrations may have filled it then.
     */
    private int countMigrationsUntilAddition() {
        List<Migration> migrations = recordedSchema.chain().migrations();
        DeclaredSchema schema = recordedSchema.schema();
        ChainVerifier verifier = new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog());
        int migrationCount = migrations.size();
        while (migrationCount > 0
                && findAddedColumn(MigrationChain.verify(migrations.subList(0, migrationCount - 1), verifier))
                        .isPresent()) {
            migrationCount--;
        }
        return migrationCount;
    }

    /** Describes the statements that write only one of the columns, if the step loses their values; empty if none. */
    private String describeIncompleteProducers(Phase phase, List<ColumnProducer> producers) {
        List<String> oldColumnWriters = ColumnProducer.collectNames(
                producers, producer -> producer.writes(column.name()) && !producer.writes(newName));
        List<String> newColumnWriters = phase == Phase.MIGRATE
                ? ColumnProducer.collectNames(
                        producers, producer -> producer.writes(newName) && !producer.writes(column.name()))
                : List.of();
        return Stream.of(
                        describeWriters(column.name(), newName, oldColumnWriters),
                        describeWriters(newName, column.name(), newColumnWriters))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(". "));
    }

    private static String describeWriters(
            String writtenColumnName, String missingColumnName, List<String> statementNames) {
        return statementNames.isEmpty()
                ? ""
                : "These statements write " + writtenColumnName + ", but not " + missingColumnName + ": "
                        + String.join(", ", statementNames);
    }

    /** Returns whether an INSERT has to give the old column a value. */
    boolean requiresValue() {
        return !column.isNullable() && column.defaultValue() == null;
    }

    private ColumnCopyStatement columnCopy() {
        return new ColumnCopyStatement(renderTableName(), column.type());
    }

    /** Returns the statement that copies the values of the old column to the rows whose new column differs. */
    String renderFillStatement() {
        return columnCopy().render(column.name(), newName, true);
    }

    /**
     * Returns the migration of the last step. If its downgrade restores the old column, the downgrade also copies the
     * values back.
     */
    Migration withRefill(Migration contraction) {
        if (contraction.downgrade().isEmpty()) {
            return contraction;
        }
        List<String> downgrade = new ArrayList<>(contraction.downgrade());
        downgrade.add(columnCopy().render(newName, column.name(), column.isNullable()));
        return contraction.withReversal(new Migration.Reversal(downgrade, ""));
    }

    /**
     * Returns the schema after a phase has changed the definition of the table.
     *
     * @param phase {@code EXPAND} or {@code CONTRACT}; {@code MIGRATE} does not change the definition
     * @throws RecordingException if a server would refuse the change
     */
    DeclaredSchema createSchemaAfter(Phase phase, RecordedSchema recordedTarget) {
        String clause = phase == Phase.EXPAND
                ? "ADD COLUMN "
                        + Sql.render(
                                column.toDefinition().withName(Name.of(newName)).withNullable(true)) + " AFTER "
                        + ColumnCopyStatement.quote(column.name())
                : "DROP COLUMN " + ColumnCopyStatement.quote(column.name());
        DeclaredSchema schema = recordedTarget.schema();
        try {
            Catalog changedCatalog = schema.engine()
                    .apply(
                            recordedTarget.chain().lastCatalog(),
                            schema.session(),
                            Sql.parse("ALTER TABLE " + renderTableName() + " " + clause))
                    .catalog();
            return new DeclaredSchema(schema.root(), changedCatalog, true);
        } catch (Refusal refusal) {
            throw new RecordingException(
                    Reason.IMPOSSIBLE, "StarRocks would refuse the step: " + refusal.detail(), refusal);
        }
    }

    /** Returns the checked queries of the sources, the loads, the tasks and the repeatable migrations. */
    List<ColumnProducer> findProducers(CompiledQueries queries) {
        List<ColumnProducer> producers = new ArrayList<>(ColumnProducer.findQueryProducers(
                queries, tableName, recordedSchema.schema().session()));
        producers.addAll(ColumnProducer.findDeclaredProducers(recordedSchema, tableName));
        return producers;
    }

    /** Returns the component that declares the old column. */
    RenamedComponent component() {
        return new RenamedComponent(recordedSchema.schema(), tableName, column);
    }

    private String renderTableName() {
        return Sql.render(tableName.toSqlName(recordedSchema.schema().session()));
    }
}
