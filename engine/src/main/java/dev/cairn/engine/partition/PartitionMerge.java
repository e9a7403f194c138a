package dev.cairn.engine.partition;

import dev.cairn.catalog.Table;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.value.ValueRule;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause.Optimize;
import dev.cairn.sql.ast.AlterClause.OptimizedTimeRange;
import dev.cairn.sql.ast.PartitionClause.ExpressionPartitioning;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The merge of automatic partitions into partitions of a larger unit, such as months instead of days. The partition
 * expression of the table remains, so later rows outside of the merged partitions get partitions of the smaller unit.
 */
public final class PartitionMerge {
    private final TablePartitions partitions;
    private final List<Type> types;
    private final PartitionGranularity granularity;
    private final @Nullable OptimizedTimeRange timeRange;
    private final Span span;

    private PartitionMerge(ServerProfile profile, Table table, ExpressionPartitioning partitioning, Optimize clause) {
        this.partitions = TablePartitions.of(table);
        this.types = partitions.types();
        this.granularity = PartitionGranularity.find(ExpressionPrintStyle.BARE.toStored(
                        profile, partitioning.expressions().get(0)))
                .orElseThrow();
        this.timeRange = clause.rows().timeRange();
        this.span = clause.span();
    }

    /**
     * Returns a table with merged partitions; the table itself if the clause merges none.
     *
     * @param clause a clause that the server accepts for the table
     * @throws Refusal if the server cancels the job of the merge
     */
    public static Table merge(ServerProfile profile, Table table, Optimize clause) {
        return clause.partitioning() instanceof ExpressionPartitioning partitioning
                ? new PartitionMerge(profile, table, partitioning, clause).merge()
                : table;
    }

    /**
     * Returns the table with merged partitions in place of the selected ones. The name of a merged partition must be
     * new, and the merged partition must contain its sources.
     */
    private Table merge() {
        List<RangePartition> remainingPartitions = new ArrayList<>(partitions.ranges());
        Map<String, RangePartition> mergedPartitionByName = new LinkedHashMap<>();
        for (RangePartition source : selectSources()) {
            RangePartition mergedPartition = granularity.createPartition(startTime(source), types.get(0));
            String name = mergedPartition.name().text();
            if (partitions.hasPartition(name)) {
                throw Refusal.ofExecution(span, CommonRule.ALREADY_EXISTS, RuleSubject.PARTITION, name);
            }
            if (endTime(source).isAfter(endTime(mergedPartition))) {
                throw createIntersectionRefusal(source, mergedPartition);
            }
            remainingPartitions.remove(source);
            mergedPartitionByName.put(name, mergedPartition);
        }
        PartitionRanges ranges = new PartitionRanges(types, remainingPartitions);
        mergedPartitionByName.values().forEach(partition -> ranges.add(partition, List.of()));
        return mergedPartitionByName.isEmpty() ? partitions.table() : partitions.withPartitions(ranges.sortedRanges());
    }

    /**
     * Returns the partitions within the declared range of time; all partitions if no range is declared. An end without
     * a time of day includes its day. If the start has a time of day, the end must have the same format.
     *
     * @throws Refusal if a time is invalid, or if a partition is only partly in the range
     */
    private List<RangePartition> selectSources() {
        if (timeRange == null) {
            return partitions.ranges();
        }
        if (timeRange.start().length() > "2024-01-01".length()
                && timeRange.start().length() != timeRange.end().length()) {
            throw createFormatRefusal(timeRange.end());
        }
        LocalDateTime start = parseTime(timeRange.start());
        LocalDateTime end = parseTime(timeRange.end());
        boolean endsWithDay = timeRange.end().length() <= "2024-01-01".length();
        LocalDateTime exclusiveEnd = endsWithDay ? end.plusDays(1) : end;
        List<RangePartition> sources = new ArrayList<>();
        for (RangePartition partition : partitions.ranges()) {
            LocalDateTime lower = startTime(partition);
            LocalDateTime upper = endTime(partition);
            if (!lower.isBefore(start) && !upper.isAfter(exclusiveEnd)) {
                sources.add(partition);
            } else if (isWithin(start, lower, upper) || isWithin(exclusiveEnd, lower, upper)) {
                throw Refusal.ofExecution(
                        span,
                        PartitionRule.RANGES_INTERSECT,
                        PartitionRanges.formatBounds(partition),
                        "[" + start + ", " + exclusiveEnd + "]");
            }
        }
        return sources;
    }

    private static boolean isWithin(LocalDateTime time, LocalDateTime lower, LocalDateTime upper) {
        return lower.isBefore(time) && upper.isAfter(time);
    }

    private LocalDateTime parseTime(String text) {
        try {
            return ServerDateFormat.parseByLength(text);
        } catch (DateTimeException failure) {
            throw createFormatRefusal(text);
        }
    }

    private Refusal createFormatRefusal(String text) {
        return Refusal.ofExecution(span, ValueRule.LITERAL_FORMAT, text);
    }

    private Refusal createIntersectionRefusal(PartitionDefinition partition, PartitionDefinition otherPartition) {
        return Refusal.ofExecution(
                span,
                PartitionRule.RANGES_INTERSECT,
                PartitionRanges.formatBounds(partition),
                PartitionRanges.formatBounds(otherPartition));
    }

    private LocalDateTime startTime(RangePartition partition) {
        return findTime(PartitionKey.ofStored(partition.lowerBounds(), types)).orElse(LocalDateTime.MIN);
    }

    private LocalDateTime endTime(RangePartition partition) {
        return findTime(PartitionKey.ofStored(partition.upperBounds(), types)).orElse(LocalDateTime.MAX);
    }

    /** Returns the time of a bound; empty for MAXVALUE. */
    private static Optional<LocalDateTime> findTime(PartitionKey key) {
        return key.values().get(0) instanceof PartitionValue.TimeValue time
                ? Optional.of(time.value())
                : Optional.empty();
    }
}
