package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.UnfinishedMigration.Direction;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** The text of a state: {@code key=value} words. */
final class StateWriter {
    private final StringBuilder text = new StringBuilder(250);

    private StateWriter() {}

    static String text(LedgerState state) {
        return new StateWriter().write(state);
    }

    private String write(LedgerState state) {
        text.append("cairn=").append(StateReader.FORMAT);
        word(
                "head",
                state.head().number() + ":"
                        + PercentEncoding.encoded(state.head().hash()));
        word("born", PercentEncoding.encoded(state.born()));
        boolean down = state.run().stream().anyMatch(run -> run.direction() == Direction.DOWNGRADE);
        word(down ? "undo" : "run", state.run().map(StateWriter::run).orElse(""));
        word("done", steps(state.done(), state.texts()));
        word("doing", steps(state.doing(), state.texts()));
        word("owner", PercentEncoding.encoded(state.owner()));
        word("by", PercentEncoding.encoded(state.by()));
        word("lease", Long.toString(state.lease().toMillis()));
        word("profile", PercentEncoding.encoded(state.profile()));
        word("history", state.history().rows() + ":" + state.history().last());
        word("log", log(state.log()));
        return text.toString();
    }

    private void word(String key, String value) {
        text.append(' ').append(key).append('=').append(value);
    }

    private static String run(UnfinishedMigration run) {
        return run.number() + ":" + run.sequence() + ":" + PercentEncoding.encoded(run.hash());
    }

    /**
     * Three in a row, or more, as {@code 4-9}: a migration may have a thousand. Behind a colon the hashes of their texts,
     * separated by dots, where they are known.
     */
    private static String steps(SortedSet<Integer> steps, SortedMap<Integer, String> texts) {
        StringBuilder list = new StringBuilder();
        List<Integer> all = List.copyOf(steps);
        for (int from = 0, to; from < all.size(); from = to) {
            boolean known = texts.containsKey(all.get(from));
            to = from + 1;
            while (to < all.size() && all.get(to) == all.get(to - 1) + 1 && texts.containsKey(all.get(to)) == known) {
                to++;
            }
            if (to - from < 3) {
                to = from + 1;
            }
            list.append(from == 0 ? "" : ",").append(all.get(from));
            if (to - from > 1) {
                list.append('-').append(all.get(to - 1));
            }
            if (known) {
                list.append(all.subList(from, to).stream()
                        .map(step -> texts.getOrDefault(step, ""))
                        .collect(Collectors.joining(".", ":", "")));
            }
        }
        return list.toString();
    }

    private static String log(List<HistoryRow> rows) {
        return rows.stream().map(StateWriter::row).collect(Collectors.joining(","));
    }

    private static String row(HistoryRow row) {
        Instant at = row.at();
        return row.number()
                + "~"
                + PercentEncoding.encoded(row.hash())
                + "~"
                + (at == null ? "" : Long.toString(at.toEpochMilli()))
                + "~"
                + row.milliseconds()
                + "~"
                + PercentEncoding.encoded(row.by())
                + "~"
                + PercentEncoding.encoded(row.title());
    }
}
