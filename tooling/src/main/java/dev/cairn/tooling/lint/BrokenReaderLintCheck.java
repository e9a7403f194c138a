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
        List<ApplicationStatement> statements = new ArrayList<>();
        input.otherReaders()
                .refreshStatements()
                .forEach(snapshot -> statements.add(ApplicationStatement.ofSnapshot(snapshot)));
        input.queries()
                .forEach(listing -> statements.addAll(ApplicationStatement.ofListing(LintRule.BREAKS_QUERY, listing)));
        input.otherReaders()
                .queries()
                .forEach(listing -> statements.addAll(ApplicationStatement.ofListing(LintRule.BREAKS_QUERY, listing)));
        for (LintedMigration migration : input.migrations()) {
            List<ApplicationStatement> allStatements = new ArrayList<>(statements);
            migration
                    .previousQueries()
                    .forEach(listing -> allStatements.addAll(
                            ApplicationStatement.ofListing(LintRule.BREAKS_PREVIOUS_RELEASE, listing)));
            checkMigration(input.profile(), migration, allStatements, findings);
        }
    }

    private static void checkMigration(
            ServerProfile profile,
            LintedMigration migration,
            List<ApplicationStatement> statements,
            LintFindings findings) {
        SortedMap<BrokenReader, String> reasonByBrokenReader =
                ReaderFailureFinder.findBrokenReaders(profile, migration.catalogAfter(), statements);
        if (reasonByBrokenReader.isEmpty()) {
            return;
        }
        reasonByBrokenReader
                .keySet()
                .removeAll(ReaderFailureFinder.findBrokenReaders(profile, migration.catalogBefore(), statements)
                        .keySet());
        Map<LintedStatement, SortedMap<BrokenReader, String>> reasonsByCause =
                findReasonsByCause(profile, migration, statements, reasonByBrokenReader);
        for (LintedStatement lintedStatement : migration.statements()) {
            SortedMap<BrokenReader, String> reasonByReader =
                    reasonsByCause.getOrDefault(lintedStatement, Collections.emptySortedMap());
            for (LintRule rule : reasonByReader.keySet().stream()
                    .map(BrokenReader::rule)
                    .distinct()
                    .toList()) {
                List<String> descriptions = reasonByReader.entrySet().stream()
                        .filter(readerEntry -> readerEntry.getKey().rule() == rule)
                        .map(readerEntry -> readerEntry.getKey().name() + ": " + readerEntry.getValue())
                        .toList();
                findings.add(
                        rule, lintedStatement.subject(), chooseMessagePrefix(rule) + String.join("; ", descriptions));
            }
        }
    }

    private static String chooseMessagePrefix(LintRule rule) {
        return switch (rule) {
            case BREAKS_QUERY -> "the server refuses these statements afterwards: ";
            case BREAKS_PREVIOUS_RELEASE -> "the server refuses these statements of the previous release afterwards: ";
            default -> "these objects can't be read or refreshed afterwards: ";
        };
    }

    /**
     * Returns the broken readers, with the reasons, by the statement that breaks them. The reason is the failure
     * directly after that statement; later statements do not influence it.
     *
     * @param reasonByBrokenReader the readers that the migration breaks
     */
    private static Map<LintedStatement, SortedMap<BrokenReader, String>> findReasonsByCause(
            ServerProfile profile,
            LintedMigration migration,
            List<ApplicationStatement> statements,
            SortedMap<BrokenReader, String> reasonByBrokenReader) {
        Map<LintedStatement, SortedMap<BrokenReader, String>> reasonsByCause = new HashMap<>();
        SortedMap<BrokenReader, String> unexplainedReasonByReader = new TreeMap<>(reasonByBrokenReader);
        for (int i = migration.statements().size() - 1; i >= 0 && !unexplainedReasonByReader.isEmpty(); i--) {
            LintedStatement lintedStatement = migration.statements().get(i);
            boolean changesNothing = ObjectName.findChangedNames(
                                    lintedStatement.catalogBefore(), lintedStatement.catalogAfter())
                            .isEmpty()
                    && GlobalParts.findChangedNames(lintedStatement.catalogBefore(), lintedStatement.catalogAfter())
                            .isEmpty();
            if (changesNothing) {
                continue;
            }
            SortedMap<BrokenReader, String> earlierReasonByReader =
                    ReaderFailureFinder.findBrokenReaders(profile, lintedStatement.catalogBefore(), statements);
            SortedMap<BrokenReader, String> causedReasonByReader = new TreeMap<>(unexplainedReasonByReader);
            causedReasonByReader.keySet().removeAll(earlierReasonByReader.keySet());
            reasonsByCause.put(lintedStatement, causedReasonByReader);
            unexplainedReasonByReader.keySet().removeAll(causedReasonByReader.keySet());
            unexplainedReasonByReader.replaceAll(
                    (reader, reason) -> earlierReasonByReader.getOrDefault(reader, reason));
        }
        return reasonsByCause;
    }
}
