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
 * after it. A materialized view counts only if it is inactive and can't be activated, because its query fails.
 */
final class BrokenReaderLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        List<ApplicationStatement> statements = new ArrayList<>();
        input.otherReaders().snapshots().forEach(snapshot -> statements.add(ApplicationStatement.ofSnapshot(snapshot)));
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
        SortedMap<BrokenReader, String> brokenReaders =
                ReaderFailures.findBrokenReaders(profile, migration.catalogAfter(), statements);
        if (brokenReaders.isEmpty()) {
            return;
        }
        brokenReaders
                .keySet()
                .removeAll(ReaderFailures.findBrokenReaders(profile, migration.catalogBefore(), statements)
                        .keySet());
        Map<LintedStatement, SortedMap<BrokenReader, String>> readersByCause =
                findReadersByCause(profile, migration, statements, brokenReaders);
        for (LintedStatement statement : migration.statements()) {
            SortedMap<BrokenReader, String> readers =
                    readersByCause.getOrDefault(statement, Collections.emptySortedMap());
            for (LintRule rule :
                    readers.keySet().stream().map(BrokenReader::rule).distinct().toList()) {
                List<String> descriptions = readers.entrySet().stream()
                        .filter(reader -> reader.getKey().rule() == rule)
                        .map(reader -> reader.getKey().name() + ": " + reader.getValue())
                        .toList();
                findings.add(rule, statement.subject(), chooseMessagePrefix(rule) + String.join("; ", descriptions));
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
     * Returns the broken readers, with the reasons, by the statement that breaks them. A reason describes the failure
     * right after this statement, so it does not mention what later statements remove.
     *
     * @param brokenReaders the readers that fail after the migration, and did not before it
     */
    private static Map<LintedStatement, SortedMap<BrokenReader, String>> findReadersByCause(
            ServerProfile profile,
            LintedMigration migration,
            List<ApplicationStatement> statements,
            SortedMap<BrokenReader, String> brokenReaders) {
        Map<LintedStatement, SortedMap<BrokenReader, String>> readersByCause = new HashMap<>();
        SortedMap<BrokenReader, String> unexplainedReaders = new TreeMap<>(brokenReaders);
        for (int i = migration.statements().size() - 1; i >= 0 && !unexplainedReaders.isEmpty(); i--) {
            LintedStatement statement = migration.statements().get(i);
            boolean changesNothing = ObjectName.findChangedNames(statement.before(), statement.after())
                            .isEmpty()
                    && GlobalParts.findChangedNames(statement.before(), statement.after())
                            .isEmpty();
            if (changesNothing) {
                continue;
            }
            SortedMap<BrokenReader, String> previouslyBrokenReaders =
                    ReaderFailures.findBrokenReaders(profile, statement.before(), statements);
            SortedMap<BrokenReader, String> causedFailures = new TreeMap<>(unexplainedReaders);
            causedFailures.keySet().removeAll(previouslyBrokenReaders.keySet());
            readersByCause.put(statement, causedFailures);
            unexplainedReaders.keySet().removeAll(causedFailures.keySet());
            unexplainedReaders.replaceAll((reader, reason) -> previouslyBrokenReaders.getOrDefault(reader, reason));
        }
        return readersByCause;
    }
}
