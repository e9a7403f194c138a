package dev.cairn.plan.change;

import dev.cairn.engine.property.ConstraintTableNames;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.ReasonFormatter;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Rebuilds an object that can't be altered. A new object is created under a staging name, gets the grants and the rows
 * of the old one, and then takes its place.
 */
public abstract class ObjectRebuild {
    static final List<String> CONSTRAINT_PROPERTY_NAMES = ConstraintTableNames.CONSTRAINT_PROPERTIES.stream()
            .map(KnownProperty::propertyName)
            .toList();

    final Simulation simulation;
    final ObjectName name;
    final ObjectName stagingName;
    private final SchemaObject desiredObject;

    ObjectRebuild(Simulation simulation, ObjectName name, SchemaObject desiredObject) {
        this.simulation = simulation;
        this.name = name;
        this.stagingName = TemporaryName.ofStaging(name);
        this.desiredObject = desiredObject;
    }

    /**
     * Alters an object, or rebuilds it if that is impossible. Returns why neither is possible, and then plans nothing;
     * empty on success.
     *
     * @param preparation changes that precede the alteration, such as renames of columns; a rebuild does not need them
     */
    public static Optional<String> planChange(
            Simulation simulation,
            ObjectName name,
            SchemaObject desiredObject,
            Consumer<Simulation> preparation,
            Function<Simulation, ObjectRebuild> rebuildFactory) {
        Simulation alterationFork = simulation.fork();
        preparation.accept(alterationFork);
        SortedMap<ObjectPart, String> remainingParts =
                ObjectAlteration.of(alterationFork, name, desiredObject).planStatements();
        if (remainingParts.isEmpty()) {
            simulation.adopt(alterationFork);
            return Optional.empty();
        }
        Simulation rebuildFork = simulation.fork();
        String reason = ReasonFormatter.format(name, remainingParts);
        Optional<String> problem = rebuildFactory.apply(rebuildFork).planStatements(reason);
        if (problem.isEmpty()) {
            simulation.adopt(rebuildFork);
        }
        return problem.map(rebuildProblem -> reason + "; and it can't be rebuilt: " + rebuildProblem);
    }

    /** Plans the statements; returns the reason why the object can't be rebuilt, or empty if it can. */
    private Optional<String> planStatements(String reason) {
        try {
            rebuild(reason);
        } catch (Refusal refusal) {
            return Optional.of(ReasonFormatter.format(refusal));
        }
        SortedMap<ObjectPart, String> remainingParts =
                ObjectAlteration.of(simulation, name, desiredObject).planStatements();
        return remainingParts.isEmpty()
                ? Optional.empty()
                : Optional.of(remainingParts.firstKey() + ": " + remainingParts.get(remainingParts.firstKey()));
    }

    /**
     * Plans the statements of the rebuild.
     *
     * @param reason why the object has to be rebuilt, for the marker of the rebuild
     * @throws Refusal if the server refuses a statement
     */
    abstract void rebuild(String reason);

    /** Adds a statement to the plan. Throws the refusal if the server refuses it. */
    final void addStatement(Statement statement, Marker... markers) {
        simulation.attempt(statement, markers).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** Adds the transfer of the grants of the old object to the new one. */
    final void transferGrants() {
        simulation.transferGrants(name, stagingName);
    }

    /** Adds a step without a statement, which only has this marker of a transfer. */
    final void applyTransfer(Marker marker) {
        simulation.apply(new MigrationAction(List.of(marker), null));
    }

    final String renderName(ObjectName objectName) {
        return objectName.toSqlName(simulation.session()).toString();
    }
}
