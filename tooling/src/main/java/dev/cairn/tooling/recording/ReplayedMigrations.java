package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.ChainPosition;
import dev.cairn.migration.FormerExternalObjects;
import dev.cairn.migration.Migration;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements of migrations, applied one after another to the model of one target.
 *
 * @param session the session in which each migration begins, without the settings of the migration
 * @param lastCatalog the catalog after the last migration
 */
record ReplayedMigrations(ServerProfile profile, Session session, List<ReplayedStep> steps, Catalog lastCatalog) {
    ReplayedMigrations {
        steps = List.copyOf(steps);
    }

    /**
     * A statement with the catalogs before and after it.
     *
     * @param name the name of the migration and the number of the statement: {@code V0003Fill.2}
     * @param action an action without a statement if the statement is meant for other servers
     * @param session the session in which the statement runs
     */
    record ReplayedStep(
            String name, MigrationAction action, Session session, Catalog catalogBefore, Catalog catalogAfter) {
        boolean changesCatalog() {
            return !catalogBefore.equals(catalogAfter);
        }
    }

    /**
     * Applies the upgrades of migrations to the initial catalog of a schema. The migrations must be valid. Their
     * statements may read external objects that have changed since the migrations were recorded.
     *
     * @param schema the schema on the target
     * @param migrations the migrations, beginning with the first
     */
    static ReplayedMigrations of(DeclaredSchema schema, List<Migration> migrations) {
        ServerProfile profile = schema.engine().profile();
        List<ReplayedStep> steps = new ArrayList<>();
        Catalog catalog = schema.initialCatalog();
        for (Migration migration : migrations) {
            ChainPosition position = ChainPosition.of(migrations.indexOf(migration), migrations.size());
            Simulation simulation = new Simulation(
                    schema.engine(), schema.session().withVariables(migration.sessionSettings()), catalog);
            for (int i = 0; i < migration.upgrade().size(); i++) {
                MigrationAction action =
                        MigrationAction.parse(migration.upgrade().get(i)).forServer(profile);
                Catalog catalogBefore = simulation.catalog();
                Session session = simulation.session();
                FormerExternalObjects.applyWithFormerObjects(
                        simulation,
                        action,
                        position,
                        () -> FormerExternalObjects.of(
                                profile, schema.session(), migrations.stream().map(Migration::upgrade)));
                steps.add(new ReplayedStep(
                        migration.name() + "." + (i + 1), action, session, catalogBefore, simulation.catalog()));
            }
            catalog = simulation.catalog();
        }
        return new ReplayedMigrations(profile, schema.session(), steps, catalog);
    }

    /**
     * Returns the step with a name, such as {@code V0003Fill.2}.
     *
     * @throws IllegalArgumentException if no step has the name
     */
    ReplayedStep requireStep(String name) {
        return steps.get(requireStepIndex(name));
    }

    /**
     * Returns the steps that follow the one with a name.
     *
     * @throws IllegalArgumentException if no step has the name
     */
    List<ReplayedStep> findLaterSteps(String name) {
        return steps.subList(requireStepIndex(name) + 1, steps.size());
    }

    private int requireStepIndex(String name) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no step " + name);
    }
}
