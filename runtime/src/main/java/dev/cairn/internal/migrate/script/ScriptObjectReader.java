package dev.cairn.internal.migrate.script;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.LiveSchema;
import dev.cairn.internal.reflection.ReflectionGap;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.script.SqlScript;
import dev.cairn.internal.script.SqlScript.ScriptStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.PauseOrResumeClusterObject;
import dev.cairn.sql.cluster.ClusterObjectKind.Feature;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.NameReplacer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads the objects that a script names from a server. With these objects, a run inspects, awaits and resumes the
 * statements of the script like the steps of a migration.
 */
final class ScriptObjectReader {
    private final SqlScript script;
    private final String databaseName;

    /** @param databaseName the database of the connection */
    ScriptObjectReader(SqlScript script, String databaseName) {
        this.script = script;
        this.databaseName = databaseName;
    }

    /**
     * Reads the objects.
     *
     * @param completedStepNumbers the steps that an earlier run has completed
     * @param warningListener receives a warning for each cluster object that can't be read; all statements about
     *     cluster objects are then sent without inspection
     */
    Catalog read(
            ServerConnection connection,
            SchemaReflection reflection,
            Set<Integer> completedStepNumbers,
            Consumer<String> warningListener) {
        Catalog.GlobalObjects namedObjects =
                new Catalog.GlobalObjects(findRoles(), findClusterObjects(completedStepNumbers));
        LiveSchema liveSchema = reflection.readDatabases(connection, readDatabaseNames(connection), namedObjects);
        List<ReflectionGap> clusterGaps = liveSchema.gaps().stream()
                .filter(gap -> isClusterObject(gap.object(), namedObjects))
                .toList();
        clusterGaps.forEach(gap -> warningListener.accept(
                gap.object() + " can't be read: " + gap.reason() + ". Its statements are sent without inspection"));
        Catalog catalog = withExpectedActivity(withUnreadableObjects(liveSchema), namedObjects.clusterObjects());
        return clusterGaps.isEmpty()
                ? withoutObjectsToRecreate(catalog, completedStepNumbers)
                : catalog.withClusterObjects(ClusterObjects.UNMANAGED);
    }

    /**
     * Lets objects run that the first statement expects to run: a statement that pauses an object which the server has
     * paused is done.
     */
    private static Catalog withExpectedActivity(Catalog catalog, ClusterObjects namedObjects) {
        ClusterObjects objects = catalog.clusterObjects();
        for (ClusterObject namedObject : namedObjects.objects().values()) {
            if (!namedObject.isPaused()) {
                Optional<ClusterObject> liveObject = objects.find(namedObject.key());
                objects = liveObject.isEmpty()
                        ? objects
                        : objects.withObject(liveObject.get().withoutPart(ClusterPart.PAUSED));
            }
        }
        return catalog.withClusterObjects(objects);
    }

    /** Adds tables and views that can't be read, as objects with unknown columns: statements may read them. */
    private static Catalog withUnreadableObjects(LiveSchema liveSchema) {
        Catalog catalog = liveSchema.catalog();
        for (ReflectionGap gap : liveSchema.gaps()) {
            String gapDatabaseName = gap.object().database();
            if (catalog.hasDatabase(gapDatabaseName)) {
                catalog = catalog.withExternalObject(
                        new ExternalObject(null, gapDatabaseName, gap.object().name(), List.of(), false));
            }
        }
        return catalog;
    }

    /**
     * A statement about a cluster object.
     *
     * @param object the object of the statement, with its name only
     */
    private record ClusterStep(ScriptStep step, ClusterStatement statement, ClusterObject object) {
        boolean isIn(Set<Integer> stepNumbers) {
            return stepNumbers.contains(step.number());
        }
    }

    private List<ClusterStep> findClusterSteps() {
        List<ClusterStep> clusterSteps = new ArrayList<>();
        for (ScriptStep step : script.steps()) {
            if (step.statement() instanceof ClusterStatement statement) {
                String currentDatabaseName = script.computeSessionAfter(step.number() - 1, databaseName)
                        .databaseName();
                clusterSteps.add(new ClusterStep(
                        step, statement, ClusterObject.ofStatementName(statement, currentDatabaseName)));
            }
        }
        return clusterSteps;
    }

    /**
     * Removes the objects that the script has dropped and will create again. If another client has created such an
     * object since, the step that creates it fails, because the object exists.
     */
    private Catalog withoutObjectsToRecreate(Catalog liveCatalog, Set<Integer> completedStepNumbers) {
        ClusterObjects objects = liveCatalog.clusterObjects();
        Set<String> droppedKeys = new TreeSet<>();
        for (ClusterStep clusterStep : findClusterSteps()) {
            String key = clusterStep.object().key();
            if (clusterStep.isIn(completedStepNumbers)) {
                if (clusterStep.statement() instanceof ClusterStatement.DropClusterObject) {
                    droppedKeys.add(key);
                }
            } else if (droppedKeys.contains(key)
                    && clusterStep.statement() instanceof ClusterStatement.CreateClusterObject
                    && MigrationAction.parse(clusterStep.step().markedText()).isMarked(Marker.Continuation.class)) {
                objects = objects.withoutObject(key);
            }
        }
        return liveCatalog.withClusterObjects(objects);
    }

    private static boolean isClusterObject(ObjectName name, Catalog.GlobalObjects namedObjects) {
        return namedObjects.clusterObjects().find(name.name()).isPresent();
    }

    private PersistentMap<Role> findRoles() {
        PersistentMap<Role> roles = PersistentMap.empty();
        for (ScriptStep step : script.steps()) {
            if (step.statement() instanceof AccessStatement accessStatement) {
                for (String roleName : SimulatedAction.findRoleNames(accessStatement)) {
                    roles = roles.withEntry(roleName, Role.of(roleName, ""));
                }
            }
        }
        return roles;
    }

    /**
     * Returns the cluster objects with their names only, in the state that the first pending statement expects: paused,
     * unless the statement pauses them. The server itself pauses an object that fails.
     */
    private ClusterObjects findClusterObjects(Set<Integer> completedStepNumbers) {
        List<ClusterStep> clusterSteps = findClusterSteps();
        ClusterObjects objects = clusterSteps.isEmpty() ? ClusterObjects.UNMANAGED : ClusterObjects.MANAGED_EMPTY;
        Set<String> pendingKeys = new TreeSet<>();
        for (ClusterStep clusterStep : clusterSteps) {
            ClusterObject object = clusterStep.object();
            if (!pendingKeys.contains(object.key())) {
                objects = objects.withObject(
                        expectsPaused(clusterStep.statement()) ? object.withPart(ClusterPart.PAUSED, "") : object);
            }
            if (!clusterStep.isIn(completedStepNumbers)) {
                pendingKeys.add(object.key());
            }
        }
        return objects;
    }

    private static boolean expectsPaused(ClusterStatement statement) {
        return statement.kind().hasFeature(Feature.PAUSABLE)
                && !(statement instanceof PauseOrResumeClusterObject pause && !pause.isResume());
    }

    /**
     * Reads the database names of the server. Returns the connection's database and the databases that the script
     * mentions.
     */
    private Set<String> readDatabaseNames(ServerConnection connection) {
        Set<String> mentionedNames = new TreeSet<>();
        for (ScriptStep step : script.steps()) {
            mentionedNames.addAll(NameReplacer.collectNames(step.markedText()));
        }
        Set<String> databaseNames = new LinkedHashSet<>(List.of(databaseName));
        connection.fetchRows("SHOW DATABASES").stream()
                .map(row -> String.valueOf(row.get(0)))
                .filter(name -> mentionedNames.contains(name) && !SystemDatabases.contains(name))
                .forEach(databaseNames::add);
        return databaseNames;
    }
}
