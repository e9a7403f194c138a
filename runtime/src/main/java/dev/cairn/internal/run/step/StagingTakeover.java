package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.ShowCreateAnswer;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.upgrade.MigrationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes over the staging and retired objects of previous owners of the ledger. It gives them names that contain the
 * sequence at which the present owner acquired the ledger, so a late statement of a previous owner does not find an
 * object under the name that the statement uses.
 */
public final class StagingTakeover {
    private final RunContext context;
    private final StepConnection connection;

    public StagingTakeover(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /** Takes over the objects of all steps that will be run. */
    public void takeOver(List<RunStep> steps) {
        for (RunStep step : steps) {
            if (step instanceof StatementStep statementStep) {
                takeOver(statementStep);
            }
        }
    }

    /**
     * Drops the staging and retired objects of the abandoned direction, and its temporary partitions: the new direction
     * does not need them, and would mistake them for objects that it has created. No rows are lost: before the swap
     * these objects are copies, and after the swap all their rows have been copied.
     *
     * @throws MigrationException if an object is missing, and only its staging object has its grants
     */
    public void dropAbandoned(List<RunStep> steps) {
        steps.stream()
                .filter(RunStep.GrantStep.class::isInstance)
                .map(RunStep.GrantStep.class::cast)
                .filter(grantStep -> context.ledger().isStaging(grantStep.sourceName()))
                .forEach(this::requireTargetObject);
        RunStep.selectStatements(steps)
                .filter(StagingTakeover::dropsTemporaryPartitions)
                .forEach(step -> {
                    context.ledger().requireHeld();
                    connection.tryExecuteIdempotent(context::createBackoff, step.text());
                });
        Map<ObjectName, SchemaObject> objectByName = new HashMap<>();
        for (RunStep step : steps) {
            if (step instanceof StatementStep statementStep) {
                objectByName.putAll(findStagingObjects(context, statementStep));
            }
        }
        objectByName.forEach((currentName, object) -> {
            for (String name : connection.runIdempotent(
                    context::createBackoff, server -> readStagingNames(context, server, currentName))) {
                context.ledger().requireHeld();
                connection.tryExecuteIdempotent(context::createBackoff, renderDrop(currentName.withName(name), object));
            }
        });
    }

    /** Requires that the target of a transfer exists, or that no staging object has its grants. */
    private void requireTargetObject(RunStep.GrantStep grantStep) {
        boolean isMissing = connection.runIdempotent(
                context::createBackoff,
                server -> ShowCreateAnswer.fetch(server, grantStep.targetName()) instanceof ShowCreateAnswer.NotFound
                        && !readStagingNames(context, server, grantStep.sourceName())
                                .isEmpty());
        if (isMissing) {
            throw new StepErrors(context, grantStep).unfinishedReplacement(grantStep.targetName());
        }
    }

    /** Returns whether the statement drops the temporary partitions that an earlier run may have left. */
    private static boolean dropsTemporaryPartitions(StatementStep step) {
        return step.simulatedStep().action().statement() instanceof Statement.AlterTable alter
                && alter.clauses().stream()
                        .allMatch(clause -> clause instanceof AlterClause.DropPartitions drop
                                && drop.isTemporary()
                                && drop.ifExists());
    }

    /** Returns whether there are staging or retired objects of a step, under the names of any owner. */
    static boolean hasObjects(RunContext context, ServerConnection server, StatementStep step) {
        return findStagingObjects(context, step).keySet().stream()
                .anyMatch(name -> !readStagingNames(context, server, name).isEmpty());
    }

    /** Takes over the objects of one step. Returns whether there were any objects to take over. */
    boolean takeOver(StatementStep step) {
        boolean hasObjects = false;
        for (Map.Entry<ObjectName, SchemaObject> objectEntry :
                findStagingObjects(context, step).entrySet()) {
            hasObjects |= takeOver(objectEntry.getKey(), objectEntry.getValue());
        }
        return hasObjects;
    }

    /** Returns the staging and retired objects of a step, by the names that they have in this run. */
    private static Map<ObjectName, SchemaObject> findStagingObjects(RunContext context, StatementStep step) {
        Map<ObjectName, SchemaObject> objectByName = new HashMap<>();
        for (TouchedPart touchedPart : step.simulatedStep().touchedParts()) {
            ObjectName name = touchedPart.object();
            if (TemporaryName.findSentNumber(name.name()).isPresent()
                    && context.ledger().isStaging(name)) {
                SchemaObject.find(step.catalogAfter(), name)
                        .or(() -> SchemaObject.find(step.catalogBefore(), name))
                        .ifPresent(object -> objectByName.put(name, object));
            }
        }
        return objectByName;
    }

    private boolean takeOver(ObjectName currentName, SchemaObject object) {
        List<String> existingNames = connection.runIdempotent(
                context::createBackoff, server -> readStagingNames(context, server, currentName));
        boolean hasCurrentName = existingNames.remove(currentName.name());
        if (object instanceof SchemaObject.ViewObject) {
            existingNames.forEach(name -> takeOverView(currentName, currentName.withName(name), object));
            return !existingNames.isEmpty();
        }
        for (String name : existingNames) {
            context.ledger().requireHeld();
            String changeSql = hasCurrentName
                    ? renderDrop(currentName.withName(name), object)
                    : SqlQuoting.renderRename(renderKindKeyword(object), currentName.withName(name), currentName);
            // An object that was created under an older name, while the newer one existed, is empty: its statement
            // arrived late.
            hasCurrentName = connection.tryExecuteIdempotent(context::createBackoff, changeSql) || hasCurrentName;
        }
        return !existingNames.isEmpty();
    }

    /**
     * Takes over a view. A view can't be renamed, so it is created again with the grants of its predecessor, which is
     * dropped.
     */
    private void takeOverView(ObjectName currentName, ObjectName predecessorName, SchemaObject view) {
        StatementStep creationStep = RunStep.selectStatements(
                        context.preparedMigration().steps())
                .filter(step -> step.requireStatement() instanceof ViewStatement.CreateView
                        && currentName.equals(step.simulatedStep().object()))
                .findFirst()
                .orElseThrow();
        context.ledger().requireHeld();
        connection.tryExecuteIdempotent(context::createBackoff, creationStep.text());
        StepGuard.addGrants(context, creationStep.number(), predecessorName, currentName, connection);
        context.ledger().requireHeld();
        connection.tryExecuteIdempotent(context::createBackoff, renderDrop(predecessorName, view));
    }

    /**
     * Reads the names of all staging objects for the same object, the newest first. Names are compared again, because
     * the server may list other names, too. A number greater than the sequence of this run belongs to an earlier
     * ledger in the same database. A database that does not exist has none.
     */
    private static List<String> readStagingNames(RunContext context, ServerConnection server, ObjectName currentName) {
        String baseName = TemporaryName.removeSuffix(currentName.name());
        List<String> names = new ArrayList<>();
        try {
            server.fetchRows("SHOW TABLES FROM " + SqlQuoting.quoteName(currentName.database())
                            + SqlQuoting.renderLikeClause(baseName + TemporaryName.MARKER))
                    .forEach(row -> names.add(String.valueOf(row.get(0))));
        } catch (ServerRefusalException refusal) {
            if (!refusal.isUnknownDatabase()) {
                throw refusal;
            }
        }
        names.removeIf(name -> !TemporaryName.removeSuffix(name).equals(baseName)
                || TemporaryName.findSentNumber(name).orElse(Long.MAX_VALUE)
                        > context.ledger().acquiredSequence());
        names.sort(Comparator.comparingLong(
                        (String name) -> TemporaryName.findSentNumber(name).orElse(0))
                .reversed());
        return names;
    }

    private static String renderDrop(ObjectName name, SchemaObject object) {
        return "DROP " + renderKindKeyword(object) + " " + SqlQuoting.quoteName(name);
    }

    private static String renderKindKeyword(SchemaObject object) {
        if (object instanceof SchemaObject.ViewObject) {
            return "VIEW";
        }
        return object instanceof SchemaObject.MaterializedViewObject ? "MATERIALIZED VIEW" : "TABLE";
    }
}
