package dev.cairn.tooling.importing;

import dev.cairn.processor.check.AcceptedMistakes;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the warnings of Cairn's processor about an imported table. The record of the table allows these warnings, so
 * that it compiles even if warnings are errors.
 */
final class AllowedWarningCollector {
    private AllowedWarningCollector() {}

    /** Returns the codes of the warnings. */
    static List<String> collectCodes(CreateTable table, ServerProfile profile) {
        List<String> warningCodes = new ArrayList<>();
        if (AcceptedMistakes.hasSingleBucket(table)) {
            warningCodes.add(CompileRule.SINGLE_BUCKET.code());
        }
        if (table.properties().stream().anyMatch(property -> AcceptedMistakes.setsSingleReplica(property, profile))) {
            warningCodes.add(CompileRule.SINGLE_REPLICA.code());
        }
        KeyClause keyClause = table.key();
        if (keyClause != null
                && keyClause.model() == KeyModel.PRIMARY
                && table.columns().stream()
                        .anyMatch(column ->
                                keyClause.contains(column.name().text()) && AcceptedMistakes.hasStringLength(column))) {
            warningCodes.add(CompileRule.UNBOUNDED_KEY.code());
        }
        if (AcceptedMistakes.hasOverlongValues(table)) {
            warningCodes.add(CompileRule.PARTITION_VALUE_LENGTH.code());
        }
        if (AcceptedMistakes.findRepeatedDistributionColumn(table).isPresent()) {
            warningCodes.add(CompileRule.DISTRIBUTION_REPEATED.code());
        }
        if (table.properties().stream().anyMatch(property -> AcceptedMistakes.limitsMissingRanges(property, table))) {
            warningCodes.add(CompileRule.RETENTION_WITHOUT_PARTITIONS.code());
        }
        if (AcceptedMistakes.hasUnorderedSortKey(table)) {
            warningCodes.add(CompileRule.ORDER_BY_UNORDERED.code());
        }
        return warningCodes;
    }
}
