package dev.cairn.tooling.recording;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;

/** The kinds of objects that a rebuild creates again. They differ in how the new object gets its rows. */
enum RebuiltObject {
    TABLE("a table", "creates it again and copies its rows", "and copies its rows"),
    PARTITIONS("partitions", "creates the partitions again and copies their rows", "and copies their rows"),
    MATERIALIZED_VIEW(
            "a materialized view",
            "creates it again and refreshes it, before it replaces the old one",
            "and refreshes it before it replaces the old one");

    private final String label;
    private final String optionEffect;
    private final String workSuffix;

    RebuiltObject(String label, String optionEffect, String workSuffix) {
        this.label = label;
        this.optionEffect = optionEffect;
        this.workSuffix = workSuffix;
    }

    /** Returns the kind of object that a step with {@code -- rebuild} creates. */
    static RebuiltObject of(Step step) {
        if (step.action().statement() instanceof CreateMaterializedView) {
            return MATERIALIZED_VIEW;
        }
        return step.action().statement() instanceof Statement.AlterTable ? PARTITIONS : TABLE;
    }

    /**
     * Returns the kind of object that a plan creates again to rebuild an object; {@link #TABLE} if the plan has no such
     * step.
     *
     * @param objectName the object under its own name, not under the name of its staging object
     * @param reason the reason in the step's marker {@code -- rebuild}
     */
    static RebuiltObject of(Plan plan, ObjectName objectName, String reason) {
        return plan.steps().stream()
                .filter(step -> step.object() != null
                        && step.object()
                                .withName(TemporaryName.removePlannedSuffix(
                                        step.object().name()))
                                .equals(objectName)
                        && step.action().markers().contains(new Marker.Rebuild(reason)))
                .findFirst()
                .map(RebuiltObject::of)
                .orElse(TABLE);
    }

    /** Describes the effect of the option: {@code --rebuild creates it again and copies its rows}. */
    String describeOption() {
        return "--rebuild " + optionEffect;
    }

    /** Returns a description, such as {@code rebuilds a table and copies its rows}. */
    String describeWork() {
        return "rebuilds " + label + " " + workSuffix;
    }
}
