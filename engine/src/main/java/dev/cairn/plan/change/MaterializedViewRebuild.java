package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.step.Marker;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.List;

/** Rebuilds a materialized view: the new one is refreshed before it takes the place of the old one. */
public final class MaterializedViewRebuild extends ObjectRebuild {
    private final MaterializedView wanted;

    public MaterializedViewRebuild(Simulation rehearsal, ObjectName name, MaterializedView wanted) {
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
