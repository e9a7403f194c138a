package dev.cairn.internal.script;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Map;

/**
 * Writes entries of a script with the session settings that they need. A file of a divided script has its own writer,
 * so it can be run by itself.
 */
final class ScriptWriter {
    private final StringBuilder scriptText = new StringBuilder();
    private final String databaseName;
    private Map<String, String> currentSettings = Map.of();
    private List<RecordedMigration> currentMigrations = List.of();

    ScriptWriter(String databaseName) {
        this.databaseName = databaseName;
    }

    void writeLine(String line) {
        scriptText.append(line).append('\n');
    }

    /** Returns the text that was written so far. */
    @Override
    public String toString() {
        return scriptText.toString();
    }

    /**
     * Writes the last USE statement of the preceding sections, if any, so that this file begins in the database in
     * which the preceding file ends.
     */
    void writeLastUse(List<RenderedScript.ScriptSection> precedingSections) {
        for (int i = precedingSections.size() - 1; i >= 0; i--) {
            List<RenderedScript.ScriptEntry> entries = precedingSections.get(i).entries();
            for (int j = entries.size() - 1; j >= 0; j--) {
                if (entries.get(j).statement() instanceof Statement.Use useStatement) {
                    writeLine(Sql.render(useStatement) + ";");
                    return;
                }
            }
        }
    }

    void writeSection(RenderedScript.ScriptSection section) {
        section.waits().forEach(wait -> scriptText.append(wait.renderLines()));
        section.entries().forEach(this::writeEntry);
    }

    private void writeEntry(RenderedScript.ScriptEntry entry) {
        writeSettings(entry.settings());
        if (!entry.migrations().equals(currentMigrations)) {
            currentMigrations = entry.migrations();
            currentMigrations.forEach(migration -> writeLine("-- " + databaseName + ", " + migration.name()
                    + (entry.direction() == Direction.DOWNGRADE ? ", downgrade" : ": " + migration.title())));
        }
        writeLine(renderStep(entry.step()));
    }

    private void writeSettings(Map<String, String> requiredSettings) {
        if (!requiredSettings.equals(currentSettings)) {
            currentSettings.keySet().stream()
                    .filter(name -> !requiredSettings.containsKey(name))
                    .forEach(name -> writeLine("SET " + name + " = DEFAULT;"));
            requiredSettings.forEach((name, value) -> {
                if (!value.equals(currentSettings.get(name))) {
                    writeLine("SET " + name + " = " + SqlQuoting.quoteVariableValue(value) + ";");
                }
            });
            currentSettings = requiredSettings;
        }
    }

    private String renderStep(RunStep step) {
        if (step instanceof RunStep.CodeStep codeStep) {
            return SqlScript.CODE_STEP_PREFIX + describeMoment(codeStep.moment())
                    + " the statements of its migration, runs here; it can't be expressed in SQL.";
        }
        if (step instanceof RunStep.GrantStep grantStep) {
            String lossMarker = grantStep.isLossAccepted() ? new Marker.AcceptsGrantLoss().line() + "\n" : "";
            return lossMarker
                    + new Marker.TransfersGrants(
                                    renderLocalName(grantStep.sourceName()), renderLocalName(grantStep.targetName()))
                            .manualSql();
        }
        if (step instanceof RunStep.CounterStep counterStep) {
            return new Marker.TransfersCounter(
                            renderLocalName(counterStep.sourceName()), renderLocalName(counterStep.targetName()))
                    .manualSql();
        }
        Step simulatedStep = ((StatementStep) step).simulatedStep();
        return RedactedSql.of(simulatedStep.findManualSql().orElseGet(() -> renderAction(simulatedStep.action()) + ";"))
                .textWithNote();
    }

    /** Renders an action. The script accepts a database that exists, as a run of the migration does. */
    private static String renderAction(MigrationAction action) {
        return action.statement() instanceof Statement.CreateDatabase create
                ? new MigrationAction(
                                action.markers(),
                                new Statement.CreateDatabase(true, create.name(), create.properties(), create.span()))
                        .text()
                : action.text();
    }

    /** Returns the name, without the database of the script: the script may be run in a database with another name. */
    private String renderLocalName(ObjectName name) {
        return name.database().equals(databaseName) ? name.name() : name.toString();
    }

    private static String describeMoment(MigrationStep.Moment moment) {
        return moment == MigrationStep.Moment.BEFORE_UPGRADE || moment == MigrationStep.Moment.BEFORE_DOWNGRADE
                ? "before"
                : "after";
    }

    /** Resets the settings of the session, and writes the statements for the ledger, if any. */
    void writeEpilogue(String ledgerSql) {
        writeSettings(Map.of());
        if (!ledgerSql.isEmpty()) {
            scriptText.append('\n');
            writeLine(ledgerSql);
        }
    }
}
