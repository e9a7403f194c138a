package dev.cairn.internal.script;

import dev.cairn.engine.context.Session;
import dev.cairn.migration.MigrationHash;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.CreateTableStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An SQL script, divided into the steps that {@code run-sql} runs.
 *
 * @param name the name of the file
 * @param steps the steps in their order
 * @param awaitedNames the tables and materialized views for whose jobs the script waits, as the script names them
 * @param ledgerMarker the migrations from which the script was generated; empty if the script does not name them
 */
public record SqlScript(
        String name, List<ScriptStep> steps, Set<String> awaitedNames, Optional<LedgerMarker> ledgerMarker) {
    /** The prefix of the line that replaces Java code of a migration: a script can't contain Java code. */
    static final String CODE_STEP_PREFIX = "-- code: that of the migration, ";

    public SqlScript {
        steps = List.copyOf(steps);
        awaitedNames = Set.copyOf(awaitedNames);
    }

    /**
     * One step.
     *
     * @param number the number of the step, from 1
     * @param lineNumber the number of the line, from 1, at which the statement begins, or which contains the last
     *     marker of a step without a statement
     * @param markedText the markers, and the statement below them
     * @param statement null if there are only markers
     * @param settings the settings of the session
     */
    public record ScriptStep(
            int number,
            int lineNumber,
            String markedText,
            @Nullable Statement statement,
            Map<String, String> settings) {
        public ScriptStep {
            // Sorted by name, because the hash of the script contains them.
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        }
    }

    /**
     * Parses a script.
     *
     * @throws StepFailedException if the script can't be parsed
     */
    public static SqlScript parse(String name, String scriptText) {
        try {
            return new SqlScriptReader(name, scriptText).readScript();
        } catch (SqlSyntaxException failure) {
            throw new StepFailedException(
                    HistoryPlace.in(name),
                    "the script can't be divided into statements: " + failure.problem() + " at line "
                            + failure.span().line() + ", column "
                            + failure.span().column(),
                    "Correct the script, and repeat the operation.",
                    failure);
        }
    }

    /**
     * Returns all names that the script gives to tables when it creates, renames or swaps them.
     *
     * @param databaseName the database of the connection
     */
    public Set<ObjectName> findProducedTableNames(String databaseName) {
        Session session = new Session(databaseName);
        Set<ObjectName> tableNames = new TreeSet<>();
        for (ScriptStep step : steps) {
            if (step.statement() instanceof Statement.Use useStatement) {
                session = session.withDatabase(useStatement.name().lastPart().text());
            } else if (step.statement() instanceof CreateTableStatement createTable) {
                tableNames.add(ObjectName.resolve(createTable.name(), session));
            } else if (step.statement() instanceof Statement.AlterTable alter) {
                ObjectName tableName = ObjectName.resolve(alter.table(), session);
                alter.assignedNames().forEach(name -> tableNames.add(tableName.withName(name.text())));
            }
        }
        return tableNames;
    }

    /**
     * Returns the session after the first steps of the script.
     *
     * @param stepCount the number of these steps
     * @param databaseName the database of the connection
     */
    public Session computeSessionAfter(int stepCount, String databaseName) {
        Session session = new Session(databaseName);
        for (ScriptStep step : steps.subList(0, stepCount)) {
            if (step.statement() instanceof Statement.Use useStatement) {
                session = session.withDatabase(useStatement.name().lastPart().text());
            }
        }
        return session;
    }

    /** Returns a hash that identifies the script. Comments other than markers do not change it. */
    public String hash() {
        List<String> texts = new ArrayList<>();
        for (ScriptStep step : steps) {
            texts.add(step.settings() + step.markedText());
        }
        ledgerMarker.map(LedgerMarker::renderLines).ifPresent(texts::add);
        return MigrationHash.of("", texts);
    }
}
