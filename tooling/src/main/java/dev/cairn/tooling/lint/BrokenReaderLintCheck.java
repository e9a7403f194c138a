package dev.cairn.tooling.lint;

import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the views, the snapshot tables and the checked queries that the server accepts before a migration and refuses
 * after it. A materialized view counts if it is inactive and the server refuses to activate it, or if it is active and
 * its refresh fails.
 */
final class BrokenReaderLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        List<ApplicationStatement> applicationStatements = new ArrayList<>();
        input.otherReaders()
                .refreshStatements()
                .forEach(statement -> applicationStatements.add(ApplicationStatement.ofSnapshotRefresh(statement)));
        input.queries()
                .forEach(listing ->
                        applicationStatements.addAll(ApplicationStatement.ofListing(LintRule.BREAKS_QUERY, listing)));
        input.otherReaders()
                .queries()
                .forEach(listing ->
                        applicationStatements.addAll(ApplicationStatement.ofListing(LintRule.BREAKS_QUERY, listing)));
        for (LintedMigration migration : input.migrations()) {
            List<ApplicationStatement> allStatements = new ArrayList<>(applicationStatements);
            migration
                    .previousReleaseQueries()
                    .forEach(listing -> allStatements.addAll(
                            ApplicationStatement.ofListing(LintRule.BREAKS_PREVIOUS_RELEASE, listing)));
            checkMigration(input.profile(), migration, allStatements, findings);
        }
    }

    private static void checkMigration(
            ServerProfile profile,
            LintedMigration migration,
            List<ApplicationStatement> applicationStatements,
            LintFindings findings) {
        SortedMap<BrokenReader, String> reasonByBrokenReader = new TreeMap<>(
                ReaderFailureFinder.findBrokenReaders(profile, migration.catalogAfter(), applicationStatements));
        if (reasonByBrokenReader.isEmpty()) {
            return;
        }
        reasonByBrokenReader
                .keySet()
                .removeAll(
                        ReaderFailureFinder.findBrokenReaders(profile, migration.catalogBefore(), applicationStatements)
                                .keySet());
        Map<LintedStatement, SortedMap<BrokenReader, String>> reasonsByCause =
                findReasonsByCause(profile, migration, applicationStatements, reasonByBrokenReader);
        for (LintedStatement lintedStatement : migration.statements()) {
            SortedMap<LintRule, List<String>> descriptionsByRule = new TreeMap<>();
            reasonsByCause
                    .getOrDefault(lintedStatement, Collections.emptySortedMap())
                    .forEach((reader, reason) -> descriptionsByRule
                            .computeIfAbsent(reader.rule(), ignored -> new ArrayList<>())
                            .add(reader.name() + ": " + reason));
            descriptionsByRule.forEach((rule, descriptions) -> findings.add(
                    rule, lintedStatement.subject(), renderMessagePrefix(rule) + String.join("; ", descriptions)));
        }
    }

    private static String renderMessagePrefix(LintRule rule) {
        return switch (rule) {
            case BREAKS_QUERY -> "the server refuses these statements afterwards: ";
            case BREAKS_PREVIOUS_RELEASE -> "the server refuses these statements of the previous release afterwards: ";
            default -> "these objects can't be read or refreshed afterwards: ";
        };
    }

    /**
     * Returns the broken readers, with the reasons, by the statement that breaks them: the last one before which they
     * did not fail. The reason is the failure directly after that statement; later statements do not influence it.
     *
     * @param reasonByBrokenReader the readers that the migration breaks
     */
    private static Map<LintedStatement, SortedMap<BrokenReader, String>> findReasonsByCause(
            ServerProfile profile,
            LintedMigration migration,
            List<ApplicationStatement> applicationStatements,
            SortedMap<BrokenReader, String> reasonByBrokenReader) {
        Map<LintedStatement, SortedMap<BrokenReader, String>> reasonsByCause = new HashMap<>();
        SortedMap<BrokenReader, String> unexplainedReasons = new TreeMap<>(reasonByBrokenReader);
        for (int i = migration.statements().size() - 1; i >= 0 && !unexplainedReasons.isEmpty(); i--) {
            LintedStatement lintedStatement = migration.statements().get(i);
            boolean changesNothing = ObjectName.findChangedNames(
                                    lintedStatement.catalogBefore(), lintedStatement.catalogAfter())
                            .isEmpty()
                    && GlobalParts.findChangedNames(lintedStatement.catalogBefore(), lintedStatement.catalogAfter())
                            .isEmpty();
            if (changesNothing) {
                continue;
            }
            SortedMap<BrokenReader, String> earlierReasons = ReaderFailureFinder.findBrokenReaders(
                    profile, lintedStatement.catalogBefore(), applicationStatements);
            SortedMap<BrokenReader, String> causedReasons = new TreeMap<>(unexplainedReasons);
            causedReasons.keySet().removeAll(earlierReasons.keySet());
            reasonsByCause.put(lintedStatement, causedReasons);
            unexplainedReasons.keySet().removeAll(causedReasons.keySet());
            unexplainedReasons.replaceAll((reader, reason) -> earlierReasons.getOrDefault(reader, reason));
        }
        return reasonsByCause;
    }
}
