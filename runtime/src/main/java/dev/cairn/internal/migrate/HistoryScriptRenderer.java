package dev.cairn.internal.migrate;

import dev.cairn.engine.Engine;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.script.LedgerMarker;
import dev.cairn.internal.script.RenderedScript;
import dev.cairn.profile.ServerCondition;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a part of the history of an application as an SQL script, without a server. */
public final class HistoryScriptRenderer {
    private final MigratorContext context;
    private final ApplicationSchema application;

    public HistoryScriptRenderer(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /**
     * Returns the script that leads from one migration to another, for the chosen target of the schema.
     *
     * @param databaseName the database in which the script will be run
     * @throws IllegalArgumentException if there is no such migration or target, or if the script differs between the
     *     targets that match
     */
    public RenderedScript renderScriptBetween(int startNumber, int endNumber, String databaseName) {
        List<ServerProfile> targets = application.schema().targets();
        ServerCondition targetCondition =
                context.settings().get(MigratorSettings.TARGET).orElse(null);
        List<ServerProfile> matchingTargets = targets.stream()
                .filter(target -> targetCondition == null || targetCondition.includes(target))
                .toList();
        if (matchingTargets.isEmpty()) {
            throw new IllegalArgumentException(targetCondition + " is not one of the targets of "
                    + application.schema().name() + ": " + joinNames(targets));
        }
        List<RenderedScript> scripts = matchingTargets.stream()
                .map(target -> renderScript(startNumber, endNumber, databaseName, target))
                .toList();
        if (scripts.stream().map(RenderedScript::renderText).distinct().count() > 1) {
            throw new IllegalArgumentException("The SQL differs by server: choose one of the targets of "
                    + application.schema().name() + ": " + joinNames(matchingTargets));
        }
        return scripts.get(0);
    }

    private static String joinNames(List<ServerProfile> targets) {
        return targets.stream().map(ServerProfile::target).collect(Collectors.joining(", "));
    }

    private RenderedScript renderScript(int startNumber, int endNumber, String databaseName, ServerProfile target) {
        LedgerState state = LedgerState.initial("")
                .withStampedHead(application.head(application.requireNumber(startNumber)), List.of());
        MigrationPath path = MigrationPath.of(application, state, application.requireNumber(endNumber));
        LedgerHead head = application.head(endNumber);
        List<RecordedMigration> repeatables = startNumber <= endNumber && endNumber == application.lastNumber()
                ? application.repeatables()
                : List.of();
        List<HistoryRow> rows = new ArrayList<>(ApplicationSchema.historyRows(
                application.migrationsBetween(Math.min(startNumber, endNumber), endNumber)));
        rows.addAll(ApplicationSchema.historyRows(repeatables));
        String markerLines =
                new LedgerMarker(application.schema().name(), application.head(startNumber), head, rows).renderLines();
        return RenderedScript.of(
                new Engine(target),
                databaseName,
                describeRange(startNumber, endNumber),
                MigrationPathPreparer.prepareAll(path, context.settings(), target, databaseName, repeatables),
                markerLines + "\n"
                        + (startNumber == 0 && endNumber > 0
                                ? renderCreateFirstState(endNumber, repeatables)
                                : renderStampNote(endNumber, !repeatables.isEmpty())));
    }

    private static String describeRange(int startNumber, int endNumber) {
        if (startNumber == endNumber) {
            return "the repeatable migrations at migration " + endNumber;
        }
        return startNumber == 0
                ? "from its beginning to migration " + endNumber
                : "from migration " + startNumber + " to " + endNumber;
    }

    private static String renderStampNote(int endNumber, boolean hasRepeatables) {
        return "-- cairn run-sql records this script in the ledger. After running it with another client, run: cairn stamp "
                + endNumber
                + (hasRepeatables ? "; the next upgrade runs the repeatable migrations again" : "");
    }

    /**
     * Returns the statement that creates the first state of a new ledger. Only the first state can be written here: the
     * numbers of later states depend on the database.
     */
    private String renderCreateFirstState(int endNumber, List<RecordedMigration> repeatables) {
        // One state does not hold all rows of a long history. The next migrator adds the others.
        List<HistoryRow> allRows = ApplicationSchema.historyRows(application.migrationsBetween(0, endNumber));
        List<HistoryRow> storedRows = allRows.subList(0, Math.min(allRows.size(), LedgerState.MAX_ROWS_PER_WRITE));
        LedgerState state = LedgerState.initial("").withStampedHead(application.head(endNumber), storedRows);
        for (HistoryRow row : ApplicationSchema.historyRows(repeatables)) {
            state = state.withCompletedRepeatable(row.title(), row);
        }
        return "-- The first state of the ledger. If the database already has a ledger, run this instead: cairn stamp "
                + endNumber + "\n" + context.ledger().names().renderCreateState(1, state.format()) + ";";
    }
}
