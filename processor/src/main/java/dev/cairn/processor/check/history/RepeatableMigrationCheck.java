package dev.cairn.processor.check.history;

import dev.cairn.catalog.Catalog;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.ForbiddenSchemaChange;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Checks that each repeatable migration leaves objects and roles as they are defined. An upgrade runs it after all other
 * migrations, including one that has yet to be recorded. It is therefore sufficient that it is valid after the pending
 * changes.
 */
final class RepeatableMigrationCheck {
    private final DeclaredSchema schema;
    private final MigrationChain recordedChain;
    private final ChainProblemReporter problemReporter;
    private final Findings findings;

    RepeatableMigrationCheck(
            DeclaredSchema schema,
            MigrationChain recordedChain,
            ChainProblemReporter problemReporter,
            Findings findings) {
        this.schema = schema;
        this.recordedChain = recordedChain;
        this.problemReporter = problemReporter;
        this.findings = findings;
    }

    void check(List<MigrationDeclaration> repeatables) {
        for (MigrationDeclaration repeatable : repeatables) {
            List<String> statements = repeatable.migration().upgrade();
            OptionalInt definitionIndex = IntStream.range(0, statements.size())
                    .filter(i -> definesObject(statements.get(i)))
                    .findFirst();
            if (definitionIndex.isPresent()) {
                reportDefinition(repeatable, definitionIndex.getAsInt());
                continue;
            }
            Catalog lastCatalog = recordedChain.lastCatalog();
            MigrationChain chain = verifyRepeatable(repeatable, lastCatalog);
            if (!chain.isValid() && schema.isComparable(recordedChain)) {
                Catalog pendingCatalog = schema.createCatalogAfter(recordedChain);
                MigrationChain pendingChain = verifyRepeatable(repeatable, pendingCatalog);
                if (pendingChain.isValid()) {
                    lastCatalog = pendingCatalog;
                    chain = pendingChain;
                }
            }
            boolean isReported = chain.isValid()
                    && ForbiddenSchemaChange.find(lastCatalog, chain.lastCatalog())
                            .isPresent()
                    && reportSchemaChange(repeatable, lastCatalog);
            if (!isReported) {
                problemReporter.reportProblems(chain);
            }
        }
    }

    private MigrationChain verifyRepeatable(MigrationDeclaration repeatable, Catalog lastCatalog) {
        return MigrationChain.verifyRepeatable(
                repeatable.migration(), new ChainVerifier(schema.engine(), schema.session(), lastCatalog));
    }

    private void reportDefinition(MigrationDeclaration repeatable, int index) {
        findings.add(
                CompileRule.REPEATABLE_DEFINITION,
                repeatable.place(Attribute.UPGRADE, index),
                repeatable.migration().name());
    }

    /**
     * Reports the first statement of a repeatable migration that changes the schema, and returns whether there is such
     * a statement. Otherwise, the catalog differs only because the chain adds the objects of other databases that
     * statements name.
     */
    private boolean reportSchemaChange(MigrationDeclaration repeatable, Catalog lastCatalog) {
        Simulation simulation = new Simulation(schema.engine(), schema.session(), lastCatalog);
        List<String> statements = repeatable.migration().upgrade();
        for (int i = 0; i < statements.size(); i++) {
            simulation.apply(MigrationAction.parse(statements.get(i))
                    .forServer(schema.engine().profile()));
            Optional<ForbiddenSchemaChange> change = ForbiddenSchemaChange.find(lastCatalog, simulation.catalog());
            if (change.isPresent()) {
                String roleName = change.get().roleName();
                if (roleName == null) {
                    reportDefinition(repeatable, i);
                } else {
                    findings.add(
                            CompileRule.REPEATABLE_ROLE,
                            repeatable.place(Attribute.UPGRADE, i),
                            repeatable.migration().name(),
                            roleName,
                            schema.root().name());
                }
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a statement creates, changes or drops a table or a view; false for a statement that is not
     * interpreted.
     */
    private static boolean definesObject(String statementText) {
        try {
            Statement statement = MigrationAction.parse(statementText).statement();
            return statement != null
                    && !(statement instanceof Statement.OpaqueStatement)
                    && !(statement instanceof Statement.TruncateTable)
                    && statement.changedObject().isPresent();
        } catch (SqlSyntaxException ignored) { // the chain reports it
            return false;
        }
    }
}
