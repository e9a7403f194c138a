package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Rebuilds an object that can't be altered: a new one is created beside it, gets its grants and its rows, and then
 * takes its place.
 */
public abstract class ObjectRebuild {
    final Simulation rehearsal;
    final ObjectName name;
    final ObjectName staging;
    private final SchemaObject wanted;

    ObjectRebuild(Simulation rehearsal, ObjectName name, SchemaObject wanted) {
        this.rehearsal = rehearsal;
        this.name = name;
        this.staging = StagingName.staging(name);
        this.wanted = wanted;
    }

    /**
     * Alters an object, or rebuilds it if that is impossible. Returns empty on success, or the reasons against both.
     *
     * @param preparation what precedes the alteration, but not the rebuild
     */
    public static Optional<String> alterOrRebuild(
            Simulation rehearsal,
            ObjectName name,
            SchemaObject wanted,
            Consumer<Simulation> preparation,
            Function<Simulation, ObjectRebuild> rebuild) {
        Simulation altered = rehearsal.fork();
        preparation.accept(altered);
        SortedMap<ObjectPart, String> left =
                ObjectAlteration.of(altered, name, wanted).carryOut();
        if (left.isEmpty()) {
            rehearsal.take(altered);
            return Optional.empty();
        }
        Simulation rebuilt = rehearsal.fork();
        String why = ReasonText.of(name, left);
        Optional<String> problem = rebuild.apply(rebuilt).carryOut(why);
        if (problem.isEmpty()) {
            rehearsal.take(rebuilt);
        }
        return problem.map(other -> why + "; and it can't be rebuilt: " + other);
    }

    /** Returns empty on success, or the server's reason for refusing it. */
    private Optional<String> carryOut(String why) {
        try {
            rebuild(why);
        } catch (Refusal refusal) {
            return Optional.of(ReasonText.of(refusal));
        }
        SortedMap<ObjectPart, String> left =
                ObjectAlteration.of(rehearsal, name, wanted).carryOut();
        return left.isEmpty() ? Optional.empty() : Optional.of(left.firstKey() + ": " + left.get(left.firstKey()));
    }

    abstract void rebuild(String why);

    final void send(Statement statement, Marker... markers) {
        rehearsal.attempt(statement, markers).ifPresent(refusal -> {
            throw refusal;
        });
    }

    final void transferGrants() {
        transfer(new Marker.Grants(text(name), text(staging)));
    }

    final void transfer(Marker marker) {
        rehearsal.play(new Action(List.of(marker), null));
    }

    final String text(ObjectName object) {
        return object.in(rehearsal.session()).toString();
    }

    /** Rebuilds a materialized view: the new one is refreshed before it takes the place of the old one. */
    public static final class OfView extends ObjectRebuild {
        private final MaterializedView wanted;

        public OfView(Simulation rehearsal, ObjectName name, MaterializedView wanted) {
            super(rehearsal, name, new OfMaterializedView(wanted));
            this.wanted = wanted;
        }

        @Override
        void rebuild(String why) {
            DefinitionStatements statements = rehearsal.statements();
            send(statements.materializedView(staging, wanted), new Marker.Rebuild(why));
            transferGrants();
            send(new ViewStatement.RefreshMaterializedView(
                    staging.in(rehearsal.session()), null, null, List.of(), false, true, null, Span.NONE));
            send(statements.alter(name, new MaterializedViewChange.Swap(Name.of(staging.name()))));
            send(statements.drop(staging, new OfMaterializedView(wanted)));
        }
    }
}
