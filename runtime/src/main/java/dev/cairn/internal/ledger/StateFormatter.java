package dev.cairn.internal.ledger;

import dev.cairn.upgrade.Direction;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Formats a state as words of the form {@code key=value}, which {@link StateParser} reads. Words are only ever added to
 * the format, so that a newer version reads the states of older ones. The words are on one line:
 *
 * <pre>{@code
 * cairn=2 head=3:h1:4f1c born=9f3a01bc run=4:17:h1:99 done=1-3:a1.b2.c3,5:e5 doing=6:f6 owner=7c9e by=7c9e
 * lease=30000 profile=4.1/shared-nothing history=3:3 log=
 * }</pre>
 */
final class StateFormatter {
    private final StringBuilder formattedState = new StringBuilder(250);

    private StateFormatter() {}

    static String format(LedgerState state) {
        return new StateFormatter().formatState(state);
    }

    private String formatState(LedgerState state) {
        formattedState.append("cairn=").append(StateParser.CURRENT_FORMAT);
        appendWord(
                "head",
                state.head().number() + ":"
                        + PercentEncoding.encode(state.head().hash()));
        appendWord("born", PercentEncoding.encode(state.identifier()));
        appendWord(
                state.unfinishedMigration().map(StateFormatter::chooseRunKey).orElse(StateParser.UPGRADE_KEY),
                state.unfinishedMigration().map(StateFormatter::formatMigration).orElse(""));
        appendWord("done", formatSteps(state.completedStepNumbers(), state.hashByStepNumber()));
        appendWord("doing", formatSteps(state.openStepNumbers(), state.hashByStepNumber()));
        appendWord("owner", PercentEncoding.encode(state.owner()));
        appendWord("by", PercentEncoding.encode(state.writer()));
        appendWord("lease", Long.toString(state.lease().toMillis()));
        appendWord("profile", PercentEncoding.encode(state.profile()));
        appendWord(
                "history",
                state.historyViewExtent().rowCount() + ":"
                        + state.historyViewExtent().lastMigrationNumber());
        formattedState.append(" log=");
        appendLog(state.unwrittenRows());
        // An older Cairn rejects these words, because it would not keep them or do what they demand.
        if (!state.evidenceByStepNumber().isEmpty()) {
            appendWord("evidence", formatEvidence(state.evidenceByStepNumber()));
        }
        state.unfinishedScript()
                .ifPresent(scriptName -> appendWord(StateParser.SCRIPT_KEY, PercentEncoding.encode(scriptName)));
        if (!state.repeatableMigrationState().progressByName().isEmpty()) {
            appendWord("repeated", formatRepeatableMigrationState(state.repeatableMigrationState()));
        }
        if (state.repeatableMigrationState().isHookDue()) {
            appendWord("hook", StateParser.HOOK_DUE);
        }
        return formattedState.toString();
    }

    private void appendWord(String key, String value) {
        formattedState.append(' ').append(key).append('=').append(value);
    }

    private static String chooseRunKey(UnfinishedMigration migration) {
        if (migration.direction() == Direction.DOWNGRADE) {
            return StateParser.DOWNGRADE_KEY;
        }
        // An older Cairn rejects this key, because it would not keep it.
        return migration.followsDowngrade() ? StateParser.REPEATED_UPGRADE_KEY : StateParser.UPGRADE_KEY;
    }

    private static String formatMigration(UnfinishedMigration migration) {
        return migration.number() + ":" + migration.sequence() + ":" + PercentEncoding.encode(migration.hash());
    }

    /**
     * Formats three or more consecutive steps as a range, {@code 4-9}, because a migration may have a thousand
     * steps. The known hashes of their texts follow a colon, separated by dots.
     */
    private static String formatSteps(SortedSet<Integer> steps, SortedMap<Integer, String> hashByStepNumber) {
        StringBuilder formattedSteps = new StringBuilder();
        List<Integer> orderedSteps = List.copyOf(steps);
        for (int rangeStart = 0, rangeEnd; rangeStart < orderedSteps.size(); rangeStart = rangeEnd) {
            boolean hasHash = hashByStepNumber.containsKey(orderedSteps.get(rangeStart));
            rangeEnd = rangeStart + 1;
            while (rangeEnd < orderedSteps.size()
                    && orderedSteps.get(rangeEnd) == orderedSteps.get(rangeEnd - 1) + 1
                    && hashByStepNumber.containsKey(orderedSteps.get(rangeEnd)) == hasHash) {
                rangeEnd++;
            }
            if (rangeEnd - rangeStart < 3) {
                rangeEnd = rangeStart + 1;
            }
            formattedSteps.append(rangeStart == 0 ? "" : ",").append(orderedSteps.get(rangeStart));
            if (rangeEnd - rangeStart > 1) {
                formattedSteps.append('-').append(orderedSteps.get(rangeEnd - 1));
            }
            if (hasHash) {
                formattedSteps.append(orderedSteps.subList(rangeStart, rangeEnd).stream()
                        .map(stepNumber -> hashByStepNumber.getOrDefault(stepNumber, ""))
                        .collect(Collectors.joining(".", ":", "")));
            }
        }
        return formattedSteps.toString();
    }

    private static String formatEvidence(SortedMap<Integer, String> evidenceByStepNumber) {
        return evidenceByStepNumber.entrySet().stream()
                .map(entry -> entry.getKey() + "~" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private static String formatRepeatableMigrationState(RepeatableMigrationState repeatableMigrationState) {
        return repeatableMigrationState.progressByName().entrySet().stream()
                .map(entry -> PercentEncoding.encode(entry.getKey()) + "~" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private void appendLog(List<HistoryRow> rows) {
        for (int i = 0; i < rows.size(); i++) {
            appendRow(rows.get(i), i == 0 ? "" : ",");
        }
    }

    private void appendRow(HistoryRow row, String separator) {
        Instant completionTime = row.completedAt();
        formattedState.append(separator).append(row.number()).append('~');
        PercentEncoding.appendEncoded(formattedState, row.hash());
        formattedState.append('~').append(completionTime == null ? "" : Long.toString(completionTime.toEpochMilli()));
        formattedState.append('~').append(row.milliseconds()).append('~');
        PercentEncoding.appendEncoded(formattedState, row.completedBy());
        PercentEncoding.appendEncoded(formattedState.append('~'), row.title());
    }
}
