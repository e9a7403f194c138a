package dev.cairn.tooling.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's plan for a statement, parsed from the lines of EXPLAIN LOGICAL. Lines of other kinds are ignored.
 *
 * @param estimatedRows the estimated number of rows of the result; empty if the plan has no estimate
 * @param scans the relations that the plan reads
 * @param isEmpty whether the server knows, without reading rows, that a part of the statement returns no rows
 */
public record QueryPlan(OptionalLong estimatedRows, List<Scan> scans, boolean isEmpty) {
    private static final Pattern SCAN_LINE = Pattern.compile("\\s*- (?:[A-Z]+-)*SCAN \\[([^\\]]*)\\].*");
    private static final Pattern OPERATOR_LINE = Pattern.compile("\\s*- .*");
    private static final Pattern EMPTY_LINE = Pattern.compile("\\s*- EMPTY.*");
    private static final Pattern ESTIMATE_LINE = Pattern.compile("\\s*Estimates: \\{row: (\\d+),.*");
    private static final Pattern RATIOS_LINE =
            Pattern.compile("\\s*partitionRatio: (\\d+)/(\\d+), tabletRatio: (\\d+)/(\\d+).*");
    private static final Pattern MATERIALIZED_LINE = Pattern.compile("\\s*MaterializedView: true\\s*");
    private static final String NOT_AVAILABLE = "PLAN NOT AVAILABLE";

    public QueryPlan {
        scans = List.copyOf(scans);
    }

    /**
     * A relation that a plan reads.
     *
     * @param name a table, a materialized view, or a rollup of a table
     * @param isMaterializedView whether it is an asynchronous materialized view
     * @param estimatedRows the estimated number of rows that pass its predicates; empty if the plan has no estimate
     * @param partitionRatio the partitions that are read, of all; empty for tables that StarRocks does not store
     * @param tabletRatio the tablets that are read, of those in these partitions
     */
    public record Scan(
            String name,
            boolean isMaterializedView,
            OptionalLong estimatedRows,
            Optional<Ratio> partitionRatio,
            Optional<Ratio> tabletRatio) {}

    /** How many of all partitions or tablets are read, such as {@code 5/6}. */
    public record Ratio(long readCount, long totalCount) {
        @Override
        public String toString() {
            return readCount + "/" + totalCount;
        }
    }

    /** Parses the lines that the server printed; empty if the server has no plan for this kind of statement. */
    public static Optional<QueryPlan> parse(List<String> lines) {
        if (lines.stream().anyMatch(line -> line.startsWith(NOT_AVAILABLE))) {
            return Optional.empty();
        }
        OptionalLong resultRows = OptionalLong.empty();
        boolean isEmpty = false;
        List<Scan> scans = new ArrayList<>();
        boolean isInScan = false;
        for (String line : lines) {
            Matcher scan = SCAN_LINE.matcher(line);
            Matcher estimate = ESTIMATE_LINE.matcher(line);
            Matcher ratios = RATIOS_LINE.matcher(line);
            if (scan.matches()) {
                scans.add(new Scan(scan.group(1), false, OptionalLong.empty(), Optional.empty(), Optional.empty()));
                isInScan = true;
            } else if (OPERATOR_LINE.matcher(line).matches()) {
                isInScan = false;
                isEmpty |= EMPTY_LINE.matcher(line).matches();
            } else if (estimate.matches()) {
                OptionalLong operatorRows = OptionalLong.of(Long.parseLong(estimate.group(1)));
                resultRows = resultRows.isPresent() ? resultRows : operatorRows;
                if (isInScan) {
                    Scan lastScan = removeLast(scans);
                    scans.add(new Scan(
                            lastScan.name(),
                            lastScan.isMaterializedView(),
                            operatorRows,
                            lastScan.partitionRatio(),
                            lastScan.tabletRatio()));
                }
            } else if (isInScan && MATERIALIZED_LINE.matcher(line).matches()) {
                Scan lastScan = removeLast(scans);
                scans.add(new Scan(
                        lastScan.name(),
                        true,
                        lastScan.estimatedRows(),
                        lastScan.partitionRatio(),
                        lastScan.tabletRatio()));
            } else if (isInScan && ratios.matches()) {
                Scan lastScan = removeLast(scans);
                scans.add(new Scan(
                        lastScan.name(),
                        lastScan.isMaterializedView(),
                        lastScan.estimatedRows(),
                        parseRatio(ratios, 1),
                        parseRatio(ratios, 3)));
            }
        }
        return Optional.of(new QueryPlan(resultRows, scans, isEmpty));
    }

    private static Scan removeLast(List<Scan> scans) {
        return scans.remove(scans.size() - 1);
    }

    private static Optional<Ratio> parseRatio(Matcher ratios, int group) {
        return Optional.of(new Ratio(Long.parseLong(ratios.group(group)), Long.parseLong(ratios.group(group + 1))));
    }
}
