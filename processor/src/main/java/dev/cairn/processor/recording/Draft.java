package dev.cairn.processor.recording;

import dev.cairn.plan.Action;
import dev.cairn.plan.Consent;
import dev.cairn.plan.Marker;
import dev.cairn.plan.Objection;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Planner;
import dev.cairn.plan.StagingName;
import dev.cairn.plan.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.Recorded;
import dev.cairn.record.Chain;
import dev.cairn.record.ChainProblem;
import dev.cairn.record.Fold;
import dev.cairn.record.Migration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The migration that leads from what is recorded to what is declared. */
record Draft(Recorded recorded, Plan plan, boolean acceptGrantLoss) {
    Migration named(String name) {
        Plan back = back();
        List<String> downgrade = back.isPossible()
                ? back.steps().stream().map(step -> text(step, false)).toList()
                : List.of();
        Chain chain = recorded.chain();
        Migration draft = new Migration(
                name,
                chain.nextNumber(),
                chain.headHash(),
                plan.steps().stream().map(step -> text(step, true)).toList(),
                downgrade,
                String.join("; ", losses(back)),
                List.of(),
                recorded.schema().records());
        return leadsBack(draft) ? draft : withoutWayBack(draft);
    }

    private Plan back() {
        DeclaredSchema schema = recorded.schema();
        return new Planner(schema.engine(), schema.session())
                .plan(
                        schema.after(recorded.chain()),
                        recorded.chain().head(),
                        schema.renames().reversed());
    }

    /** What can't come back, in the words of what destroys it, or of what stands in the way. */
    private Set<String> losses(Plan back) {
        Set<String> losses = new LinkedHashSet<>();
        for (Step step : plan.steps()) {
            for (Marker marker : step.action().markers()) {
                if (marker instanceof Marker.Destructive destructive) {
                    losses.add(destructive.why());
                }
            }
        }
        for (Objection objection : back.objections(Consent.ALL)) {
            losses.add(objection.toString());
        }
        return losses;
    }

    /**
     * That a way back destroys what the way there made goes without saying. Not so what a copy into a narrower column loses: it
     * is gone when the table that was copied from is dropped, under the name that the copy had.
     */
    private String text(Step step, boolean upgrade) {
        List<Marker> markers = new ArrayList<>(step.action().markers());
        boolean copied =
                step.object() != null && StagingName.isStaging(step.object().name());
        if (!upgrade && !copied) {
            markers.removeIf(Marker.Destructive.class::isInstance);
        }
        if (acceptGrantLoss && step.action().givesGrants()) {
            markers.add(new Marker.GrantLossAccepted());
        }
        return new Action(markers, step.action().statement()).text();
    }

    private boolean leadsBack(Migration draft) {
        return problems(draft).stream().noneMatch(problem -> problem.attribute() == ChainProblem.Attribute.DOWNGRADE);
    }

    private static Migration withoutWayBack(Migration draft) {
        return new Migration(
                draft.name(),
                draft.number(),
                draft.after(),
                draft.upgrade(),
                List.of(),
                draft.irreversible().isEmpty() ? "StarRocks has no statements that lead back" : draft.irreversible(),
                draft.session(),
                draft.records());
    }

    /** What is wrong with a migration behind those that are recorded. */
    List<ChainProblem> problems(Migration draft) {
        DeclaredSchema schema = recorded.schema();
        List<Migration> migrations = new ArrayList<>(recorded.chain().migrations());
        migrations.add(draft);
        return Chain.of(migrations, new Fold(schema.engine(), schema.session(), schema.empty()))
                .problems();
    }

    static String lines(List<?> items) {
        return items.stream().map(item -> "  " + item).collect(Collectors.joining("\n"));
    }
}
