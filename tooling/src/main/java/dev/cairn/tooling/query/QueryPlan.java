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
 * @param estimatedRowCount the estimated number of rows of the result; empty if the plan has no estimate
 * @param scans the relations that the plan reads
 * @param hasEmptyPart whether the server knows, without reading rows, that a part of the statement returns no rows
 */
public record QueryPlan(OptionalLong estimatedRowCount, List<Scan> scans, boolean hasEmptyPart) {
    private static final Pattern SCAN_LINE_PATTERN = Pattern.compile("\\s*- (?:[A-Z]+-)*SCAN \\[([^\\]]*)\\].*");
    private static final Pattern OPERATOR_LINE_PATTERN = Pattern.compile("\\s*- .*");
    private static final Pattern EMPTY_OPERATOR_LINE_PATTERN = Pattern.compile("\\s*- EMPTY.*");
    private static final Pattern ESTIMATE_LINE_PATTERN = Pattern.compile("\\s*Estimates: \\{row: (\\d+),.*");
    private static final Pattern RATIOS_LINE_PATTERN =
            Pattern.compile("\\s*partitionRatio: (\\d+)/(\\d+), tabletRatio: (\\d+)/(\\d+).*");
    private static final Pattern MATERIALIZED_LINE_PATTERN = Pattern.compile("\\s*MaterializedView: true\\s*");
    private static final String NOT_AVAILABLE = "PLAN NOT AVAILABLE";

    public QueryPlan {
        scans = List.copyOf(scans);
    }

    /**
     * A relation that a plan reads.
     *
     * @param name a table, a materialized view, or a rollup of a table
     * @param isMaterializedView whether it is an asynchronous materialized view
     * @param estimatedRowCount the estimated number of rows that pass its predicates; empty if the plan has no estimate
     * @param partitionRatio how many of all partitions are read; empty for tables that StarRocks does not store
     * @param tabletRatio how many of the tablets in these partitions are read
     */
    public record Scan(
            String name,
            boolean isMaterializedView,
            OptionalLong estimatedRowCount,
            Optional<Ratio> partitionRatio,
            Optional<Ratio> tabletRatio) {
        private Scan asMaterializedView() {
            return new Scan(name, true, estimatedRowCount, partitionRatio, tabletRatio);
        }

        private Scan withEstimate(OptionalLong rowCount) {
            return new Scan(name, isMaterializedView, rowCount, partitionRatio, tabletRatio);
        }

        private Scan withRatios(Ratio readPartitions, Ratio readTablets) {
            return new Scan(
                    name, isMaterializedView, estimatedRowCount, Optional.of(readPartitions), Optional.of(readTablets));
        }
    }

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
        OptionalLong resultRowCount = OptionalLong.empty();
        boolean hasEmptyPart = false;
        List<Scan> scans = new ArrayList<>();
        boolean isInScan = false;
        for (String line : lines) {
            Matcher scanMatcher = SCAN_LINE_PATTERN.matcher(line);
            Matcher estimateMatcher = ESTIMATE_LINE_PATTERN.matcher(line);
            Matcher ratioMatcher = RATIOS_LINE_PATTERN.matcher(line);
            if (scanMatcher.matches()) {
                scans.add(new Scan(
                        scanMatcher.group(1), false, OptionalLong.empty(), Optional.empty(), Optional.empty()));
                isInScan = true;
            } else if (OPERATOR_LINE_PATTERN.matcher(line).matches()) {
                isInScan = false;
                hasEmptyPart |= EMPTY_OPERATOR_LINE_PATTERN.matcher(line).matches();
            } else if (estimateMatcher.matches()) {
                OptionalLong operatorRowCount = OptionalLong.of(Long.parseLong(estimateMatcher.group(1)));
                // The first operator of a plan returns the result.
                resultRowCount = resultRowCount.isPresent() ? resultRowCount : operatorRowCount;
                if (isInScan) {
                    scans.add(removeLast(scans).withEstimate(operatorRowCount));
                }
            } else if (isInScan && MATERIALIZED_LINE_PATTERN.matcher(line).matches()) {
                scans.add(removeLast(scans).asMaterializedView());
            } else if (isInScan && ratioMatcher.matches()) {
                scans.add(removeLast(scans).withRatios(parseRatio(ratioMatcher, 1), parseRatio(ratioMatcher, 3)));
            }
        }
        return Optional.of(new QueryPlan(resultRowCount, scans, hasEmptyPart));
    }

    private static Scan removeLast(List<Scan> scans) {
        return scans.remove(scans.size() - 1);
    }

    private static Ratio parseRatio(Matcher ratioMatcher, int groupIndex) {
        return new Ratio(
                Long.parseLong(ratioMatcher.group(groupIndex)), Long.parseLong(ratioMatcher.group(groupIndex + 1)));
    }
}
