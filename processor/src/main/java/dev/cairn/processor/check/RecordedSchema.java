package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.migration.Chain;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.RepeatableChange;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Plan;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The recorded migrations of a schema on one of its targets, and the changes that are not recorded yet.
 *
 * @param known whether the recorded state and the declared one are both free of errors
 * @param planned the plan from the one to the other, if both are known and there are migrations; the first migration of a
 *     schema is planned only when it is recorded, because that costs as much as the check
 */
public record RecordedSchema(
        DeclaredSchema schema, ReadMigrations read, Chain chain, boolean known, Optional<Plan> planned) {
    /**
     * The migrations of a schema.
     *
     * @param migrations all that could be read, in the order of their names
     * @param complete whether all could be read
     */
    public record ReadMigrations(
            List<MigrationDeclaration> migrations, List<MigrationDeclaration> repeatables, boolean complete) {
        public ReadMigrations {
            migrations = List.copyOf(migrations);
            repeatables = List.copyOf(repeatables);
        }
    }

    /** Returns all migrations that could be read, in the order of their names. */
    public List<MigrationDeclaration> migrations() {
        return read.migrations;
    }

    public List<MigrationDeclaration> repeatables() {
        return read.repeatables;
    }

    /** Returns whether all migrations could be read. */
    public boolean complete() {
        return read.complete;
    }

    /**
     * Verifies the chain, and compares its result with the declared state.
     *
     * @param all the recorded and the repeatable migrations
     * @param complete whether these are all migrations
     * @param clean whether the declarations have no errors
     * @param requested whether to report a schema that has pending changes and no migrations
     */
    static RecordedSchema of(
            DeclaredSchema schema,
            List<MigrationDeclaration> all,
            boolean complete,
            boolean clean,
            boolean requested,
            Findings findings) {
        List<MigrationDeclaration> migrations =
                all.stream().filter(migration -> !migration.isRepeatable()).toList();
        List<MigrationDeclaration> repeatables =
                all.stream().filter(MigrationDeclaration::isRepeatable).toList();
        ChainVerifier fold = new ChainVerifier(schema.engine(), schema.session(), schema.empty());
        Chain chain = Chain.of(
                migrations.stream().map(MigrationDeclaration::migration).toList(), fold);
        if (complete) {
            ChainFindings chainFindings = new ChainFindings(schema.root(), all, findings);
            chainFindings.addOf(chain);
            if (chain.isSound()) {
                checkRepeatables(schema, repeatables, chain.headCatalog(), chainFindings, findings);
            }
            if (chain.isSound() && !chain.migrations().isEmpty()) {
                new RecordedRenames(schema, chain).check(findings);
            }
        }
        boolean known = complete && clean && !findings.hasErrors() && schema.isComparable(chain);
        RecordedSchema recorded = new RecordedSchema(
                schema,
                new ReadMigrations(migrations, repeatables, complete),
                chain,
                known,
                plan(known, schema, chain));
        recorded.report(requested, findings);
        return recorded;
    }

    /** Each of them runs at the end of the migrations, and leaves the definitions of objects and of roles as they are. */
    private static void checkRepeatables(
            DeclaredSchema schema,
            List<MigrationDeclaration> repeatables,
            Catalog head,
            ChainFindings chainFindings,
            Findings findings) {
        ChainVerifier fold = new ChainVerifier(schema.engine(), schema.session(), head);
        for (MigrationDeclaration repeatable : repeatables) {
            List<String> statements = repeatable.migration().upgrade();
            for (int i = 0; i < statements.size(); i++) {
                if (definesObject(statements.get(i))) {
                    addDefinition(repeatable, i, findings);
                    return;
                }
            }
            Chain chain = Chain.ofRepeatable(repeatable.migration(), fold);
            boolean reported = chain.isSound()
                    && RepeatableChange.find(head, chain.headCatalog()).isPresent()
                    && addChange(schema, repeatable, head, findings);
            if (!reported) {
                chainFindings.addOf(chain);
            }
        }
    }

    private static void addDefinition(MigrationDeclaration repeatable, int index, Findings findings) {
        findings.add(
                FindingCode.REPEATABLE_DEFINITION,
                repeatable.place(Attribute.UPGRADE, index),
                repeatable.migration().name());
    }

    /**
     * Reports the first statement of a repeatable migration after which the schema is another one. There is none if only an object of
     * another database was added, which the chain assumes for a statement that names it.
     */
    private static boolean addChange(
            DeclaredSchema schema, MigrationDeclaration repeatable, Catalog head, Findings findings) {
        Simulation simulation = new Simulation(schema.engine(), schema.session(), head);
        List<String> statements = repeatable.migration().upgrade();
        for (int i = 0; i < statements.size(); i++) {
            simulation.apply(
                    Action.parse(statements.get(i)).forServer(schema.engine().profile()));
            Optional<RepeatableChange> change = RepeatableChange.find(head, simulation.catalog());
            if (change.isPresent()) {
                String role = change.get().role();
                if (role == null) {
                    addDefinition(repeatable, i, findings);
                } else {
                    findings.add(
                            FindingCode.REPEATABLE_ROLE,
                            repeatable.place(Attribute.UPGRADE, i),
                            repeatable.migration().name(),
                            role,
                            schema.root().name());
                }
                return true;
            }
        }
        return false;
    }

    /** Whether a statement creates, changes or drops a table or a view. Others are not interpreted. */
    private static boolean definesObject(String text) {
        try {
            Statement statement = Action.parse(text).statement();
            return statement != null
                    && !(statement instanceof Statement.Opaque)
                    && !(statement instanceof Statement.TruncateTable)
                    && statement.changedObject().isPresent();
        } catch (SqlSyntaxException reportedByTheChain) {
            return false;
        }
    }

    private static Optional<Plan> plan(boolean known, DeclaredSchema schema, Chain chain) {
        return known && !chain.migrations().isEmpty() ? schema.planFrom(chain) : Optional.empty();
    }

    private void report(boolean requested, Findings findings) {
        UnrecordedChanges unrecorded = new UnrecordedChanges(schema, migrations(), chain);
        planned.ifPresent(plan -> unrecorded.report(plan, findings));
        if (requested && known && planned.isEmpty()) {
            unrecorded.reportAll(findings);
        }
    }

    /** The plan from the recorded state to the declared one; empty if either of them has errors. */
    public Optional<Plan> findPending() {
        return known ? planned.or(() -> schema.planFrom(chain)) : Optional.empty();
    }

    /** Whether the migrations are known to lead to the declared schema. */
    public boolean isCurrent() {
        boolean complete = planned.map(Plan::isEmpty).orElse(known && !schema.declaresAnything());
        return complete && schema.unreadViews().isEmpty();
    }

    /**
     * The history that the generated class of the schema contains.
     *
     * @param current whether the migrations lead to the declared schema
     */
    MigrationHistory history(boolean current) {
        Map<String, JavaName> classes = new HashMap<>();
        migrations().forEach(migration -> classes.put(migration.migration().name(), migration.descriptor()));
        List<JavaName> inOrder = chain.migrations().stream()
                .map(Migration::name)
                .map(name -> Optional.ofNullable(classes.get(name)).orElseThrow())
                .toList();
        return new MigrationHistory(
                inOrder,
                repeatables().stream().map(MigrationDeclaration::descriptor).toList(),
                current ? schema.hash() : "");
    }
}
