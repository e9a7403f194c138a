package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
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

/** A materialized view that can't be altered is made anew beside the old one, refreshed, and takes its place. */
public final class MaterializedViewRebuild {
    private final Simulation rehearsal;
    private final ObjectName name;
    private final ObjectName staging;
    private final MaterializedView wanted;

    public MaterializedViewRebuild(Simulation rehearsal, ObjectName name, MaterializedView wanted) {
        this.rehearsal = rehearsal;
        this.name = name;
        this.staging = StagingName.staging(name);
        this.wanted = wanted;
    }

    /** Nothing where it is done, or why the server would not do it. */
    public Optional<String> carryOut(String why) {
        try {
            send(
                    DefinitionStatements.materializedView(rehearsal.profile(), rehearsal.session(), staging, wanted),
                    new Marker.Rebuild(why));
            rehearsal.play(new Action(List.of(new Marker.Grants(text(name), text(staging))), null));
            send(new ViewStatement.RefreshMaterializedView(
                    staging.in(rehearsal.session()), null, null, List.of(), false, true, null, Span.NONE));
            send(new ViewStatement.AlterMaterializedView(
                    name.in(rehearsal.session()), new MaterializedViewChange.Swap(Name.of(staging.name())), Span.NONE));
            send(new ViewStatement.DropMaterializedView(false, staging.in(rehearsal.session()), false, Span.NONE));
        } catch (Refusal refusal) {
            return Optional.of(ReasonText.of(refusal));
        }
        SortedMap<ObjectPart, String> left = new MaterializedViewAlteration(rehearsal, name, wanted).carryOut();
        return left.isEmpty() ? Optional.empty() : Optional.of(left.firstKey() + ": " + left.get(left.firstKey()));
    }

    private String text(ObjectName object) {
        return object.in(rehearsal.session()).toString();
    }

    private void send(Statement statement, Marker... markers) {
        rehearsal.attempt(statement, markers).ifPresent(refusal -> {
            throw refusal;
        });
    }
}
