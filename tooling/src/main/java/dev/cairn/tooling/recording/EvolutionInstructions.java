package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.recording.EvolutionStep.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The instructions for the developer after the migration of a phase of a rename: what to change in the sources, and when
 * to take the next step.
 *
 * @param queries the checked queries of the sources
 */
record EvolutionInstructions(ColumnEvolution evolution, CompiledQueries queries) {
    /**
     * Returns what the developer does after the migration of a phase: a title, and then one instruction on each line.
     */
    List<String> render(Phase phase, Migration migration) {
        RenamedComponent component = evolution.component();
        String tableName = evolution.tableName().name();
        String oldName = evolution.column().name();
        String newName = evolution.newName();
        List<String> instructions = new ArrayList<>();
        instructions.add("Step " + phase.number() + " of " + Phase.values().length + " of renaming " + tableName + "."
                + oldName + " to " + newName + ":");
        switch (phase) {
            case EXPAND -> {
                instructions.add(
                        "  1. In " + component.recordName() + ", add below " + component.name() + " a copy of it for "
                                + newName + " that may be NULL" + component.describeNullableRemedy() + ".");
                instructions.add("  2. Write both columns in each statement that writes " + oldName
                        + ", and keep reading " + oldName
                        + renderNameSuffix(collectWriterNames(oldName))
                        + ".");
                instructions.add(
                        "  3. cairn record --queries lists these statements. Release this. When no instance of the previous release"
                                + " is running, take the next step.");
            }
            case MIGRATE -> {
                instructions.add("  1. Read " + newName + " instead of " + oldName
                        + ", in views too, and keep writing both columns"
                        + renderNameSuffix(collectReaderNames()) + ".");
                if (evolution.requiresValue()) {
                    instructions.add("  2. Let " + component.name() + " be NULL" + component.describeNullableRemedy()
                            + ", since the next release does not write it.");
                    instructions.add("     cairn record \"" + tableName + " without " + oldName
                            + "\" records this, and the views.");
                } else {
                    instructions.add("  2. cairn record \"" + tableName + " with " + newName
                            + "\" records the views, if there are any.");
                }
                instructions.add(
                        "  3. Release this. When no instance of the previous release is running, take the next step.");
            }
            case CONTRACT -> {
                instructions.add(
                        "  1. In " + component.recordName() + ", remove " + component.name() + ", and write only "
                                + newName
                                + renderNameSuffix(collectWriterNames(oldName))
                                + ".");
                instructions.add("  2. Release this, and run " + migration.name()
                        + " when no instance of the previous release is running: until then, instances that upgrade when they"
                        + " start call upgradeTo("
                        + (migration.number() - 1) + ").");
            }
        }
        return instructions;
    }

    private static String renderNameSuffix(List<String> names) {
        return names.isEmpty() ? "" : ": " + String.join(", ", names);
    }

    private List<String> collectWriterNames(String columnName) {
        return ColumnProducer.collectNames(evolution.findProducers(queries), producer -> producer.writes(columnName));
    }

    /** Returns the names of the queries that name the old column. */
    private List<String> collectReaderNames() {
        return queries
                .filterByRelation(
                        evolution.tableName() + "." + evolution.column().name())
                .listings()
                .stream()
                .flatMap(listing -> listing.queries().stream())
                .map(CheckedQuery::name)
                .toList();
    }
}
