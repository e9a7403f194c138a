package dev.cairn.tooling.lint;

import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.migration.RowOriginTracker;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Finds statements after which the failure of a disk or a backend loses rows that were safe before. */
final class DurabilityLintCheck implements Linter.LintCheck {
    /** The values of write_quorum, from the weakest to the strongest. */
    private static final List<String> QUORUMS_BY_STRENGTH = List.of("ONE", "MAJORITY", "ALL");

    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            migration.visitStatements(
                    input.profile(),
                    (lintedStatement, rowOrigins) -> checkStatement(lintedStatement, rowOrigins, findings));
        }
    }

    private static void checkStatement(
            LintedStatement lintedStatement, RowOriginTracker rowOrigins, LintFindings findings) {
        ObjectName name = lintedStatement.step().object();
        // A table without an origin had no rows before the migration.
        if (name == null || rowOrigins.findOrigin(name).isEmpty()) {
            return;
        }
        Optional<Table> tableBefore = lintedStatement.catalogBefore().findTable(name.database(), name.name());
        Optional<Table> tableAfter = lintedStatement.catalogAfter().findTable(name.database(), name.name());
        if (tableBefore.isEmpty() || tableAfter.isEmpty()) {
            return;
        }
        findLoweredValue(
                        KnownProperty.REPLICATION_NUM,
                        DurabilityLintCheck::parseReplicaCount,
                        tableBefore.get(),
                        tableAfter.get())
                .ifPresent(newValue -> findings.add(
                        LintRule.WEAKENS_DURABILITY,
                        lintedStatement.subject(),
                        "the server keeps " + (newValue.equals("1") ? "one replica" : newValue + " replicas")
                                + " of the rows of "
                                + name.name() + " instead of "
                                + resolvePropertyValue(KnownProperty.REPLICATION_NUM, tableBefore.get())));
        findLoweredValue(
                        KnownProperty.WRITE_QUORUM,
                        DurabilityLintCheck::findQuorumRank,
                        tableBefore.get(),
                        tableAfter.get())
                .ifPresent(newValue -> findings.add(
                        LintRule.WEAKENS_DURABILITY,
                        lintedStatement.subject(),
                        "a load of " + name.name() + " succeeds when " + describeQuorum(newValue) + " of its replicas "
                                + (newValue.equals("ONE") ? "has" : "have") + " the rows, instead of "
                                + describeQuorum(resolvePropertyValue(KnownProperty.WRITE_QUORUM, tableBefore.get()))));
    }

    /**
     * Returns the value of a property after a statement; empty if it is not lower than before, or if one of the two
     * values can't be compared.
     */
    private static Optional<String> findLoweredValue(
            KnownProperty property, Function<String, Optional<Integer>> ranking, Table tableBefore, Table tableAfter) {
        String newValue = resolvePropertyValue(property, tableAfter);
        Optional<Integer> strengthBefore = ranking.apply(resolvePropertyValue(property, tableBefore));
        Optional<Integer> strengthAfter = ranking.apply(newValue);
        return strengthBefore.isPresent() && strengthAfter.isPresent() && strengthAfter.get() < strengthBefore.get()
                ? Optional.of(newValue)
                : Optional.empty();
    }

    private static String resolvePropertyValue(KnownProperty property, Table table) {
        String defaultValue = property.findDefinition(OwnerKind.TABLE)
                .map(PropertyDefinition::omittedValue)
                .orElse("");
        return property.findValueIn(table.properties()).orElse(defaultValue).toUpperCase(Locale.ROOT);
    }

    /** Parses a number of replicas; empty if it is a placeholder. */
    private static Optional<Integer> parseReplicaCount(String value) {
        return value.matches("[0-9]{1,4}") ? Optional.of(Integer.valueOf(value)) : Optional.empty();
    }

    private static Optional<Integer> findQuorumRank(String quorum) {
        return QUORUMS_BY_STRENGTH.contains(quorum)
                ? Optional.of(QUORUMS_BY_STRENGTH.indexOf(quorum))
                : Optional.empty();
    }

    private static String describeQuorum(String quorum) {
        return switch (quorum) {
            case "ONE" -> "one";
            case "ALL" -> "all";
            default -> "a majority";
        };
    }
}
