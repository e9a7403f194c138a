package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.QueryLineage;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.parse.InsertColumns;
import dev.cairn.tooling.recording.ReplayedMigrations.ReplayedStep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A kept INSERT, UPDATE or DELETE. It was written for the tables as they were at its position in the history, and must
 * read and write the same columns, and result in the same rows, in the tables that the checkpoint creates.
 *
 * @param replays the replaced migrations, for each target
 */
record KeptRowChange(NonDefiningStep step, List<ReplayedMigrations> replays) {
    /**
     * Returns the statement with its markers. An INSERT that assigns values by position names the columns that these
     * positions had.
     *
     * @throws RecordingException if the statement would read or write other columns, or result in other rows
     */
    String render() {
        String text = step.text();
        for (ReplayedMigrations replay : replays) {
            ReplayedStep replayedStep = replay.requireStep(step.name());
            Optional<DmlStatement> dmlStatement = parseDml(replayedStep.action());
            if (dmlStatement.isPresent()) {
                // The columns are the same for all targets.
                text = text.equals(step.text()) ? nameColumns(text, dmlStatement.get(), replayedStep) : text;
                requireSameEffect(text, dmlStatement.get(), replayedStep, replay);
            }
        }
        return text;
    }

    private static Optional<DmlStatement> parseDml(MigrationAction action) {
        return !action.isUnread()
                        && action.statement() instanceof Statement.OpaqueStatement opaqueStatement
                        && opaqueStatement.changesRows()
                ? Optional.of(Sql.parseDml(opaqueStatement))
                : Optional.empty();
    }

    private static String nameColumns(String text, DmlStatement dmlStatement, ReplayedStep replayedStep) {
        boolean isPositional = dmlStatement instanceof DmlStatement.Insert insert
                && insert.columns().isEmpty()
                && !insert.isByName()
                && !insert.hasPseudoTable();
        if (!isPositional) {
            return text;
        }
        ObjectName targetName = ObjectName.resolve(dmlStatement.target(), replayedStep.session());
        return replayedStep
                .catalogBefore()
                .findTable(targetName.database(), targetName.name())
                .map(table -> InsertColumns.addTo(
                        text,
                        table.writableColumns().stream()
                                .map(column -> Sql.render(QualifiedName.of(column.name())))
                                .toList()))
                .orElse(text);
    }

    private void requireSameEffect(
            String text, DmlStatement dmlStatement, ReplayedStep replayedStep, ReplayedMigrations replay) {
        Optional<Reader> originalReader =
                analyze(replay.profile(), replayedStep.catalogBefore(), replayedStep.session(), replayedStep.action());
        if (originalReader.isEmpty()) {
            return;
        }
        SortedSet<ObjectColumn> usedColumns = collectUsedColumns(originalReader.get());
        for (ReplayedStep laterStep : replay.findLaterSteps(step.name())) {
            findLostColumn(usedColumns, laterStep).ifPresent(column -> {
                throw createException(laterStep.name() + " renames, replaces or drops " + column);
            });
            findRewrittenTable(usedColumns, laterStep).ifPresent(table -> {
                throw createException(laterStep.name() + " writes declared rows of " + table
                        + ", and the checkpoint writes all of these first");
            });
        }
        if (dmlStatement instanceof DmlStatement.Insert) {
            findChangedDefault(originalReader.get(), replayedStep, replay).ifPresent(column -> {
                throw createException("the default of " + column + ", which it does not name, has changed after it");
            });
        }
        Optional<Reader> keptReader =
                analyze(replay.profile(), replay.lastCatalog(), replayedStep.session(), MigrationAction.parse(text));
        if (keptReader.isPresent()
                && !describeLineage(originalReader.get().lineage())
                        .equals(describeLineage(keptReader.get().lineage()))) {
            throw createException("its * stands for other columns at the checkpoint");
        }
    }

    private RecordingException createException(String reason) {
        return new RecordingException(
                RecordingException.Reason.USAGE,
                step.describe() + ". It can't be kept as it is, because " + reason + ": omit it with --omit "
                        + step.name() + ", and add what an empty database needs to the checkpoint by hand.");
    }

    /** Analyzes the statement of an action. Returns empty if the action has no statement, or the engine refuses it. */
    private Optional<Reader> analyze(ServerProfile profile, Catalog catalog, Session session, MigrationAction action) {
        Statement statement = action.statement();
        if (statement == null) {
            return Optional.empty();
        }
        try {
            return new ReadingStatement(Reader.Kind.MIGRATION, new ObjectName("", step.name()), session, statement)
                    .analyze(profile, catalog);
        } catch (Refusal ignored) {
            return Optional.empty();
        }
    }

    /** Returns the columns that a statement reads and writes; a column without a name stands for its object. */
    private static SortedSet<ObjectColumn> collectUsedColumns(Reader reader) {
        SortedSet<ObjectColumn> columns =
                new TreeSet<>(reader.lineage().usesByColumn().keySet());
        columns.add(new ObjectColumn(reader.target(), ""));
        reader.lineage().bases().forEach(base -> columns.add(new ObjectColumn(base, "")));
        reader.lineage().outputs().forEach(output -> columns.add(new ObjectColumn(reader.target(), output.name())));
        return columns;
    }

    /** Returns the first used table or column that a step drops, renames or replaces; empty if it keeps all. */
    private static Optional<String> findLostColumn(SortedSet<ObjectColumn> usedColumns, ReplayedStep laterStep) {
        return usedColumns.stream()
                .filter(column ->
                        (exists(column, laterStep.catalogBefore()) && !exists(column, laterStep.catalogAfter()))
                                || isSwapped(column.object(), laterStep))
                .map(column -> column.object().name() + (column.column().isEmpty() ? "" : "." + column.column()))
                .findFirst();
    }

    /** Returns the used table whose declared rows a step writes or deletes; empty if it changes no such rows. */
    private static Optional<String> findRewrittenTable(SortedSet<ObjectColumn> usedColumns, ReplayedStep laterStep) {
        if (!laterStep.action().isSeed()
                || !(laterStep.action().statement() instanceof Statement.OpaqueStatement statement)
                || statement.target() == null) {
            return Optional.empty();
        }
        ObjectName tableName = ObjectName.resolve(statement.target(), laterStep.session());
        return usedColumns.stream()
                .map(ObjectColumn::object)
                .filter(tableName::equals)
                .findFirst()
                .map(ObjectName::name);
    }

    /**
     * Returns a column that an INSERT does not name, and whose default at the checkpoint differs from the default that
     * the inserted rows got; empty if there is no such column.
     */
    private Optional<String> findChangedDefault(Reader insert, ReplayedStep replayedStep, ReplayedMigrations replay) {
        Set<String> writtenNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        insert.lineage().outputs().forEach(output -> writtenNames.add(output.name()));
        ObjectName tableName = insert.target();
        Optional<Table> lastTable = replay.lastCatalog().findTable(tableName.database(), tableName.name());
        for (Column lastColumn : lastTable.map(Table::columns).orElse(List.of())) {
            boolean hasChanged = !writtenNames.contains(lastColumn.name())
                    && Stream.concat(
                                    Stream.of(replayedStep.catalogBefore()),
                                    replay.findLaterSteps(step.name()).stream().map(ReplayedStep::catalogAfter))
                            .flatMap(catalog -> catalog.findTable(tableName.database(), tableName.name()).stream())
                            .flatMap(table -> table.findColumn(lastColumn.name()).stream())
                            .findFirst()
                            .filter(firstColumn -> !firstColumn.hasSameDefault(lastColumn))
                            .isPresent();
            if (hasChanged) {
                return Optional.of(tableName.name() + "." + lastColumn.name());
            }
        }
        return Optional.empty();
    }

    private static boolean exists(ObjectColumn column, Catalog catalog) {
        return catalog.findTable(column.object().database(), column.object().name())
                .filter(table -> column.column().isEmpty()
                        || table.findColumn(column.column()).isPresent())
                .isPresent();
    }

    /** Returns whether a step exchanges an object with another one, except for the new form of a rebuilt object. */
    private static boolean isSwapped(ObjectName objectName, ReplayedStep laterStep) {
        if (!(laterStep.action().statement() instanceof Statement.AlterTable alter)) {
            return false;
        }
        ObjectName tableName = ObjectName.resolve(alter.table(), laterStep.session());
        return alter.clauses().stream()
                .filter(AlterClause.SwapTable.class::isInstance)
                .map(clause -> ((AlterClause.SwapTable) clause).otherTableName().text())
                .filter(otherName -> !TemporaryName.isStaging(otherName))
                .anyMatch(
                        otherName -> objectName.equals(tableName) || objectName.equals(tableName.withName(otherName)));
    }

    /**
     * Describes the columns that a statement writes, the columns that their values depend on, and the columns that
     * determine its rows.
     */
    private static String describeLineage(QueryLineage lineage) {
        String outputs =
                lineage.outputs().stream().map(KeptRowChange::describeLineage).collect(Collectors.joining(", "));
        return outputs + " " + lineage.influences() + " " + lineage.bases();
    }

    private static String describeLineage(OutputLineage output) {
        return output.name().toLowerCase(Locale.ROOT) + output.origins().keySet();
    }
}
