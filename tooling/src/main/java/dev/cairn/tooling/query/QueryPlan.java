package dev.cairn.tooling.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's plan for a statement, as EXPLAIN LOGICAL prints it.
 *
 * @param rows the estimated number of rows of the result; -1 if the plan has no estimate
 * @param scans the relations that the plan reads
 * @param empty whether the server knows, without reading any rows, that a part of the statement has none
 */
public record QueryPlan(long rows, List<Scan> scans, boolean empty) {
    private static final Pattern SCAN = Pattern.compile("\\s*- (?:[A-Z]+-)*SCAN \\[([^\\]]*)\\].*");
    private static final Pattern OPERATOR = Pattern.compile("\\s*- .*");
    private static final Pattern EMPTY = Pattern.compile("\\s*- EMPTY.*");
    private static final Pattern ESTIMATE = Pattern.compile("\\s*Estimates: \\{row: (\\d+),.*");
    private static final Pattern RATIOS =
            Pattern.compile("\\s*partitionRatio: (\\d+)/(\\d+), tabletRatio: (\\d+)/(\\d+).*");
    private static final Pattern MATERIALIZED = Pattern.compile("\\s*MaterializedView: true\\s*");
    private static final long UNKNOWN = -1;
    private static final String NOT_AVAILABLE = "PLAN NOT AVAILABLE";

    public QueryPlan {
        scans = List.copyOf(scans);
    }

    /**
     * A relation that a plan reads.
     *
     * @param name a table, a materialized view, or a rollup of a table
     * @param materializedView whether it is an asynchronous materialized view
     * @param rows the estimated number of rows that pass its predicates; -1 if the plan has no estimate
     * @param partitions the partitions that are read, of all; empty for tables that StarRocks does not store
     * @param tablets the tablets that are read, of those in these partitions
     */
    public record Scan(
            String name, boolean materializedView, long rows, Optional<Ratio> partitions, Optional<Ratio> tablets) {}

    /** How many of all partitions or tablets are read, such as {@code 5/6}. */
    public record Ratio(long readCount, long totalCount) {
        @Override
        public String toString() {
            return readCount + "/" + totalCount;
        }
    }

    /** Returns the plan of the lines that the server printed; empty if it has none for this kind of statement. */
    public static Optional<QueryPlan> parse(List<String> lines) {
        if (lines.stream().anyMatch(line -> line.startsWith(NOT_AVAILABLE))) {
            return Optional.empty();
        }
        Long rows = null;
        boolean empty = false;
        List<Scan> scans = new ArrayList<>();
        boolean inScan = false;
        for (String line : lines) {
            Matcher scan = SCAN.matcher(line);
            Matcher estimate = ESTIMATE.matcher(line);
            Matcher ratios = RATIOS.matcher(line);
            if (scan.matches()) {
                scans.add(new Scan(scan.group(1), false, UNKNOWN, Optional.empty(), Optional.empty()));
                inScan = true;
            } else if (OPERATOR.matcher(line).matches()) {
                inScan = false;
                empty |= EMPTY.matcher(line).matches();
            } else if (estimate.matches()) {
                long estimated = Long.parseLong(estimate.group(1));
                rows = rows == null ? estimated : rows;
                if (inScan) {
                    Scan last = removeLast(scans);
                    scans.add(new Scan(
                            last.name(), last.materializedView(), estimated, last.partitions(), last.tablets()));
                }
            } else if (inScan && MATERIALIZED.matcher(line).matches()) {
                Scan last = removeLast(scans);
                scans.add(new Scan(last.name(), true, last.rows(), last.partitions(), last.tablets()));
            } else if (inScan && ratios.matches()) {
                Scan last = removeLast(scans);
                scans.add(new Scan(
                        last.name(),
                        last.materializedView(),
                        last.rows(),
                        parseRatio(ratios, 1),
                        parseRatio(ratios, 3)));
            }
        }
        return Optional.of(new QueryPlan(rows == null ? UNKNOWN : rows, scans, empty));
    }

    private static Scan removeLast(List<Scan> scans) {
        return scans.remove(scans.size() - 1);
    }

    private static Optional<Ratio> parseRatio(Matcher ratios, int group) {
        return Optional.of(new Ratio(Long.parseLong(ratios.group(group)), Long.parseLong(ratios.group(group + 1))));
    }
}
