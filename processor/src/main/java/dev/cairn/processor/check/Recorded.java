package dev.cairn.processor.check;

import dev.cairn.plan.Plan;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.History;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.record.Chain;
import dev.cairn.record.Fold;
import dev.cairn.record.Migration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a schema has recorded, and what it has not.
 *
 * @param migrations all that could be read, in the order of their names
 * @param complete whether all could be read
 * @param pending what leads from the recorded state to the declared one; empty where either is not known, since something
 *     is wrong with it
 */
public record Recorded(
        DeclaredSchema schema,
        List<MigrationDeclaration> migrations,
        boolean complete,
        Chain chain,
        Optional<Plan> pending) {
    public Recorded {
        migrations = List.copyOf(migrations);
    }

    /**
     * Verifies the chain and compares; adds what is found.
     *
     * @param complete whether these are all migrations that there are
     */
    public static Recorded of(
            DeclaredSchema schema, List<MigrationDeclaration> migrations, boolean complete, Findings findings) {
        Fold fold = new Fold(schema.engine(), schema.session(), schema.empty());
        Chain chain = Chain.of(
                migrations.stream().map(MigrationDeclaration::migration).toList(), fold);
        Optional<Plan> pending = Optional.empty();
        if (complete) {
            new ChainFindings(schema.root(), migrations, findings).add(chain.problems());
            if (chain.isSound() && !chain.migrations().isEmpty()) {
                new RecordedRenames(schema, chain).check(findings);
            }
            if (!findings.anyError()) {
                pending = schema.planFrom(chain);
                pending.ifPresent(plan -> new Unrecorded(schema, migrations, chain).report(plan, findings));
            }
        }
        return new Recorded(schema, migrations, complete, chain, pending);
    }

    /** Whether the migrations are known to lead to what the records say. */
    public boolean isCurrent() {
        return pending.filter(Plan::isEmpty).isPresent();
    }

    /** What the class of the schema says. */
    public History history() {
        Map<String, JavaName> classes = new HashMap<>();
        migrations.forEach(each -> classes.put(each.migration().name(), each.descriptor()));
        List<JavaName> inOrder = chain.migrations().stream()
                .map(Migration::name)
                .map(name -> Optional.ofNullable(classes.get(name)).orElseThrow())
                .toList();
        return new History(inOrder, isCurrent() ? schema.hash() : "");
    }
}
