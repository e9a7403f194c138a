package dev.cairn.processor.check;

import dev.cairn.migration.Chain;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.plan.step.Plan;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a schema has recorded, and what it has not.
 *
 * @param migrations all that could be read, in the order of their names
 * @param complete whether all could be read
 * @param known whether the recorded state and the declared one are known, with nothing wrong
 * @param planned what leads from the one to the other, where both are known and something was recorded: to plan all that a
 *     schema begins with would cost as much as to check it, and nobody asks but who records it
 */
public record RecordedSchema(
        DeclaredSchema schema,
        List<MigrationDeclaration> migrations,
        boolean complete,
        Chain chain,
        boolean known,
        Optional<Plan> planned) {
    public RecordedSchema {
        migrations = List.copyOf(migrations);
    }

    /**
     * Verifies the chain and compares; adds what is found.
     *
     * @param complete whether these are all migrations that there are
     * @param asked whether anybody wants to hear what is pending
     */
    public static RecordedSchema of(
            DeclaredSchema schema,
            List<MigrationDeclaration> migrations,
            boolean complete,
            boolean asked,
            Findings findings) {
        ChainVerifier fold = new ChainVerifier(schema.engine(), schema.session(), schema.empty());
        Chain chain = Chain.of(
                migrations.stream().map(MigrationDeclaration::migration).toList(), fold);
        if (complete) {
            ChainFindings found = new ChainFindings(schema.root(), migrations, findings);
            found.add(chain.problems());
            if (schema.root().allowed().stream()
                    .noneMatch(allowed -> allowed.tag().equals(FindingCode.EVERY_ROW.tag()))) {
                found.add(chain.warnings());
            }
            if (chain.isSound() && !chain.migrations().isEmpty()) {
                new RecordedRenames(schema, chain).check(findings);
            }
        }
        boolean known = complete && !findings.anyError() && schema.isComparable(chain);
        RecordedSchema recorded =
                new RecordedSchema(schema, migrations, complete, chain, known, plan(known, schema, chain));
        recorded.report(asked, findings);
        return recorded;
    }

    private static Optional<Plan> plan(boolean known, DeclaredSchema schema, Chain chain) {
        return known && !chain.migrations().isEmpty() ? schema.planFrom(chain) : Optional.empty();
    }

    private void report(boolean asked, Findings findings) {
        UnrecordedChanges unrecorded = new UnrecordedChanges(schema, migrations, chain);
        planned.ifPresent(plan -> unrecorded.report(plan, findings));
        if (asked && known && planned.isEmpty()) {
            unrecorded.reportAll(findings);
        }
    }

    /**
     * What leads from the recorded state to the declared one; empty where either is not known, since something is wrong with
     * it.
     */
    public Optional<Plan> pending() {
        return known ? planned.or(() -> schema.planFrom(chain)) : Optional.empty();
    }

    /** Whether the migrations are known to lead to what the records say. */
    public boolean isCurrent() {
        boolean there = planned.map(Plan::isEmpty).orElse(known && !schema.declaresAnything());
        return there && schema.unread().isEmpty();
    }

    /** What the class of the schema says. */
    public MigrationHistory history() {
        Map<String, JavaName> classes = new HashMap<>();
        migrations.forEach(each -> classes.put(each.migration().name(), each.descriptor()));
        List<JavaName> inOrder = chain.migrations().stream()
                .map(Migration::name)
                .map(name -> Optional.ofNullable(classes.get(name)).orElseThrow())
                .toList();
        return new MigrationHistory(inOrder, isCurrent() ? schema.hash() : "");
    }
}
