package dev.cairn.internal.ledger;

import dev.cairn.upgrade.Direction;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Formats a state as words of the form {@code key=value}. */
final class StateFormatter {
    private final StringBuilder text = new StringBuilder(250);

    private StateFormatter() {}

    static String format(LedgerState state) {
        return new StateFormatter().write(state);
    }

    private String write(LedgerState state) {
        text.append("cairn=").append(StateParser.FORMAT);
        appendWord(
                "head",
                state.head().number() + ":"
                        + PercentEncoding.encode(state.head().hash()));
        appendWord("born", PercentEncoding.encode(state.identifier()));
        boolean down = state.run().stream().anyMatch(run -> run.direction() == Direction.DOWNGRADE);
        appendWord(
                down ? "undo" : "run",
                state.run().map(StateFormatter::formatRun).orElse(""));
        appendWord("done", formatSteps(state.completedSteps(), state.stepHashes()));
        appendWord("doing", formatSteps(state.openSteps(), state.stepHashes()));
        appendWord("owner", PercentEncoding.encode(state.owner()));
        appendWord("by", PercentEncoding.encode(state.writer()));
        appendWord("lease", Long.toString(state.lease().toMillis()));
        appendWord("profile", PercentEncoding.encode(state.profile()));
        appendWord("history", state.history().rowCount() + ":" + state.history().lastNumber());
        text.append(" log=");
        addLog(state.log());
        // An older Cairn rejects these words, because it would not keep them or do what they demand.
        if (!state.evidence().isEmpty()) {
            appendWord("evidence", formatEvidence(state.evidence()));
        }
        if (!state.repeatedWork().done().isEmpty()) {
            appendWord("repeated", writeRepeatable(state.repeatedWork()));
        }
        if (state.repeatedWork().hookDue()) {
            appendWord("hook", StateParser.DUE);
        }
        return text.toString();
    }

    private void appendWord(String key, String value) {
        text.append(' ').append(key).append('=').append(value);
    }

    private static String formatRun(UnfinishedMigration run) {
        return run.number() + ":" + run.sequence() + ":" + PercentEncoding.encode(run.hash());
    }

    /**
     * Formats three or more consecutive steps as a range, {@code 4-9}, because a migration may have a thousand
     * steps. The known hashes of their texts follow a colon, separated by dots.
     */
    private static String formatSteps(SortedSet<Integer> steps, SortedMap<Integer, String> texts) {
        StringBuilder list = new StringBuilder();
        List<Integer> all = List.copyOf(steps);
        for (int from = 0, to; from < all.size(); from = to) {
            boolean hashed = texts.containsKey(all.get(from));
            to = from + 1;
            while (to < all.size() && all.get(to) == all.get(to - 1) + 1 && texts.containsKey(all.get(to)) == hashed) {
                to++;
            }
            if (to - from < 3) {
                to = from + 1;
            }
            list.append(from == 0 ? "" : ",").append(all.get(from));
            if (to - from > 1) {
                list.append('-').append(all.get(to - 1));
            }
            if (hashed) {
                list.append(all.subList(from, to).stream()
                        .map(step -> texts.getOrDefault(step, ""))
                        .collect(Collectors.joining(".", ":", "")));
            }
        }
        return list.toString();
    }

    private static String formatEvidence(SortedMap<Integer, String> evidence) {
        return evidence.entrySet().stream()
                .map(entry -> entry.getKey() + "~" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private static String writeRepeatable(RepeatableState repeatedWork) {
        return repeatedWork.done().entrySet().stream()
                .map(entry -> PercentEncoding.encode(entry.getKey()) + "~" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private void addLog(List<HistoryRow> rows) {
        for (int i = 0; i < rows.size(); i++) {
            add(rows.get(i), i == 0 ? "" : ",");
        }
    }

    private void add(HistoryRow row, String separator) {
        Instant at = row.completedAt();
        text.append(separator).append(row.number()).append('~');
        PercentEncoding.append(text, row.hash());
        text.append('~').append(at == null ? "" : Long.toString(at.toEpochMilli()));
        text.append('~').append(row.milliseconds()).append('~');
        PercentEncoding.append(text, row.completedBy());
        PercentEncoding.append(text.append('~'), row.title());
    }
}
