package dev.cairn.embedded.rows;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.state.PartitionVersions;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.CastTranslation;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.engine.partition.PartitionGranularity;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Span;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Determines the partitions to which a load writes, and creates those of automatically partitioned tables. */
final class PartitionWrites {
    private final DuckDb duckDb;
    private final DuckDbTarget target;
    private final Translation translation;
    private final boolean isTemporary;

    /** @param isTemporary whether the load writes to temporary partitions */
    PartitionWrites(DuckDb duckDb, DuckDbTarget target, Translation translation, boolean isTemporary) {
        this.duckDb = duckDb;
        this.target = target;
        this.translation = translation;
        this.isTemporary = isTemporary;
    }

    /**
     * The partitions that contain new rows.
     *
     * @param table the table with the partitions that are created for these rows
     * @param partitions the partitions that contain at least one of the rows
     */
    record TouchedPartitions(
            Table table,
            List<PartitionDefinition> partitions,
            List<PartitionDefinition> createdPartitions,
            boolean hasRows) {
        /** Returns the condition that a row is in one of these partitions. */
        String renderCondition(Translation translation) {
            if (table.partitioning() instanceof Partitioning.None) {
                return "TRUE";
            }
            PartitionConditions conditions = new PartitionConditions(table, translation);
            List<String> alternatives = new ArrayList<>();
            partitions.forEach(partition -> alternatives.add("(" + conditions.renderPartition(partition) + ")"));
            return alternatives.isEmpty() ? "FALSE" : String.join(" OR ", alternatives);
        }
    }

    /**
     * Returns the partitions that contain rows of a staging table; nothing is created in the catalog yet.
     *
     * @param rows the number of rows
     */
    TouchedPartitions findTouchedPartitions(String stagingTable, long rows) {
        boolean isUnpartitioned = target.table().partitioning() instanceof Partitioning.None;
        return isUnpartitioned
                ? new TouchedPartitions(target.table(), List.of(), List.of(), rows > 0)
                : findTouchedPartitions(stagingTable);
    }

    /** Returns the partitions that contain rows of a table. */
    TouchedPartitions findTouchedPartitions(String source) {
        return findTouchedPartitions(source, "TRUE");
    }

    /** Returns the partitions that contain rows of a table which meet a condition. */
    TouchedPartitions findTouchedPartitions(String source, String condition) {
        Table table = target.table();
        if (table.partitioning() instanceof Partitioning.None) {
            boolean hasRows = duckDb.queryNumber("SELECT count(*) FROM " + source + " WHERE " + condition) > 0;
            return new TouchedPartitions(table, List.of(), List.of(), hasRows);
        }
        List<PartitionDefinition> createdPartitions =
                isTemporary || !table.partitioning().isAutomatic() ? List.of() : findMissingPartitions(source);
        Table extendedTable = new ChangedPartitions(Map.of(), Set.of(), createdPartitions).addTo(table);
        List<PartitionDefinition> touchedPartitions = new ArrayList<>();
        List<PartitionDefinition> candidates = candidatePartitions(extendedTable);
        List<Long> counts = countRows(candidates, source, " WHERE " + condition);
        for (int i = 0; i < candidates.size(); i++) {
            if (counts.get(i) > 0) {
                touchedPartitions.add(candidates.get(i));
            }
        }
        return new TouchedPartitions(extendedTable, touchedPartitions, createdPartitions, !touchedPartitions.isEmpty());
    }

    /**
     * Returns the partitions to which a DELETE adds its condition: the named ones, or else those that are not pruned.
     *
     * @param pruning the part of the condition that is about the partition columns
     */
    TouchedPartitions findSelectedPartitions(DmlStatement.Delete delete, String pruning) {
        Table table = target.table();
        if (table.partitioning() instanceof Partitioning.None) {
            return new TouchedPartitions(table, List.of(), List.of(), true);
        }
        if (delete.partitions() == null) {
            return findTouchedPartitions(target.storedTable().quotedName(), pruning);
        }
        List<Name> names = delete.partitions().names();
        List<PartitionDefinition> namedPartitions = candidatePartitions(table).stream()
                .filter(partition -> names.stream()
                        .anyMatch(name -> name.equalsIgnoreCase(partition.name().text())))
                .toList();
        return new TouchedPartitions(table, namedPartitions, List.of(), true);
    }

    private List<PartitionDefinition> candidatePartitions(Table table) {
        return isTemporary
                ? table.temporaryPartitions()
                : List.copyOf(table.partitioning().partitions());
    }

    /** Counts the rows of each partition, with one expression of all conditions: a row is in one partition at most. */
    private List<Long> countRows(List<PartitionDefinition> partitions, String source, String where) {
        PartitionConditions conditions = new PartitionConditions(target.table(), translation);
        List<Long> counts = new ArrayList<>(Collections.nCopies(partitions.size(), 0L));
        if (counts.isEmpty()) {
            return counts;
        }
        StringBuilder position = new StringBuilder("CASE");
        for (int i = 0; i < partitions.size(); i++) {
            position.append(" WHEN ")
                    .append(conditions.renderPartition(partitions.get(i)))
                    .append(" THEN ")
                    .append(i);
        }
        for (List<@Nullable String> row : duckDb.queryRows("SELECT position, count(*) FROM (SELECT " + position
                + " END AS position FROM " + source + where + ") WHERE position IS NOT NULL GROUP BY position")) {
            counts.set(Integer.parseInt(String.valueOf(row.get(0))), Long.parseLong(String.valueOf(row.get(1))));
        }
        return counts;
    }

    /** Returns the partitions that a load has changed; called after its rows were merged. */
    ChangedPartitions collectChanges(TouchedPartitions touchedPartitions, Set<String> replacedPartitions) {
        Map<String, Long> rows = new HashMap<>();
        String storedTable = target.storedTable().quotedName();
        if (target.table().partitioning() instanceof Partitioning.None) {
            if (touchedPartitions.hasRows()) {
                rows.put(PartitionVersions.WHOLE, duckDb.queryNumber("SELECT count(*) FROM " + storedTable));
            }
        } else {
            List<Long> counts = countRows(touchedPartitions.partitions(), storedTable, "");
            for (int i = 0; i < counts.size(); i++) {
                rows.put(keyOf(touchedPartitions.partitions().get(i).name()), counts.get(i));
            }
        }
        return new ChangedPartitions(rows, replacedPartitions, touchedPartitions.createdPartitions());
    }

    /**
     * Returns the change of a statement in an unpartitioned table.
     *
     * @param changedRows the number of rows that it changed in any way
     * @param addedRows the number of rows by which the table has grown
     * @param context the state before the statement
     */
    WriteResult collectRowChanges(long changedRows, long addedRows, StatementContext context) {
        if (changedRows == 0) {
            return new WriteResult(0, ChangedPartitions.NONE);
        }
        OptionalLong rowsBefore = context.findRowCount(target.storedTable().key());
        long rows = rowsBefore.isPresent()
                ? rowsBefore.getAsLong() + addedRows
                : duckDb.queryNumber(
                        "SELECT count(*) FROM " + target.storedTable().quotedName());
        return new WriteResult(
                changedRows, new ChangedPartitions(Map.of(PartitionVersions.WHOLE, rows), Set.of(), List.of()));
    }

    /** Returns the keys of partitions; null stands for all partitions of the table. */
    Set<String> keysOf(@Nullable List<Name> names) {
        Set<String> keys = new TreeSet<>();
        if (target.table().partitioning() instanceof Partitioning.None) {
            keys.add(PartitionVersions.WHOLE);
            return keys;
        }
        for (PartitionDefinition partition : candidatePartitions(target.table())) {
            boolean isNamed = names == null
                    || names.stream()
                            .anyMatch(name ->
                                    name.equalsIgnoreCase(partition.name().text()));
            if (isNamed) {
                keys.add(keyOf(partition.name()));
            }
        }
        return keys;
    }

    String keyOf(Name partition) {
        return PartitionVersions.key(partition.text(), isTemporary);
    }

    // Automatic partitions.

    /** Returns the partitions that rows need and that do not exist yet, with the names that the server gives them. */
    private List<PartitionDefinition> findMissingPartitions(String stagingTable) {
        Table table = target.table();
        PartitionConditions conditions = new PartitionConditions(table, translation);
        List<String> texts = new ArrayList<>();
        for (PartitionConditions.PartitionKeyPart keyPart : conditions.keyParts()) {
            String sql = table.partitioning() instanceof Partitioning.ExpressionRange expressionRange
                    ? translation.translateExpression(
                            expressionRange.expression(),
                            DuckDbTableResolver.readableColumns(table.columns()),
                            keyPart.type())
                    : keyPart.sql();
            texts.add(CastTranslation.convert(sql, keyPart.type(), TranslationTypes.VARCHAR));
        }
        List<String> existingConditions = new ArrayList<>();
        table.partitioning()
                .partitions()
                .forEach(partition -> existingConditions.add(conditions.renderPartition(partition)));
        String absenceCondition =
                existingConditions.isEmpty() ? "TRUE" : "(" + String.join(" OR ", existingConditions) + ") IS NOT TRUE";
        List<PartitionDefinition> missingPartitions = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (List<@Nullable String> row : duckDb.queryRows("SELECT DISTINCT " + String.join(", ", texts) + " FROM "
                + stagingTable + " WHERE " + absenceCondition + " ORDER BY ALL")) {
            PartitionDefinition partition = table.partitioning() instanceof Partitioning.ExpressionRange expressionRange
                    ? createRange(
                            expressionRange.expression(), conditions.keyParts().get(0), row.get(0))
                    : createList(row);
            if (names.add(partition.name().text())) {
                missingPartitions.add(partition);
            }
        }
        return missingPartitions;
    }

    /** Creates the range partition of a value; NULL belongs to the partition of the first date. */
    private static RangePartition createRange(
            Expression expression, PartitionConditions.PartitionKeyPart keyPart, @Nullable String text) {
        PartitionGranularity granularity = PartitionGranularity.find(expression).orElseThrow();
        String unit = granularity.granularity().toLowerCase(Locale.ROOT);
        String startText = text == null ? "0000-01-01" : text;
        LocalDateTime start = startText.length() <= 10
                ? LocalDate.parse(startText).atStartOfDay()
                : LocalDateTime.parse(startText.substring(0, 19).replace(' ', 'T'));
        long steps = granularity.interval();
        LocalDateTime end = switch (unit) {
            case "minute" -> start.plusMinutes(steps);
            case "hour" -> start.plusHours(steps);
            case "day" -> start.plusDays(steps);
            case "month" -> start.plusMonths(steps);
            default -> start.plusYears(steps);
        };
        String pattern = switch (unit) {
            case "minute" -> "yyyyMMddHHmm";
            case "hour" -> "yyyyMMddHH";
            case "day" -> "yyyyMMdd";
            case "month" -> "yyyyMM";
            default -> "yyyy";
        };
        String name = "p" + start.format(DateTimeFormatter.ofPattern(pattern.replace("yyyy", "uuuu")));
        return new RangePartition(
                false,
                Name.of(name),
                List.of(new Bound.LiteralBound(keyPart.formatBound(start))),
                List.of(new Bound.LiteralBound(keyPart.formatBound(end))),
                List.of(),
                Span.NONE);
    }

    private static ListPartition createList(List<@Nullable String> row) {
        List<Bound> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String text : row) {
            values.add(text == null ? new Bound.NullBound() : new Bound.LiteralBound(text));
            names.add(toNamePart(text == null ? "NULL" : text));
        }
        String name = "p" + String.join("_", names);
        if (name.length() > MAX_NAME_LENGTH) {
            name = name.substring(0, MAX_NAME_LENGTH) + "_" + Integer.toHexString(name.hashCode());
        }
        return new ListPartition(false, Name.of(name), List.of(values), row.size() > 1, List.of(), Span.NONE);
    }

    /** The server's limit for the names of partitions that it creates. */
    private static final int MAX_NAME_LENGTH = 50;

    /**
     * Returns a value as a part of a name: without the separators of times, and with the codes of other special
     * characters.
     */
    private static String toNamePart(String value) {
        StringBuilder name = new StringBuilder(value.startsWith("-") ? "_" : "");
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean isPlain = (character >= 'A' && character <= 'Z')
                    || (character >= 'a' && character <= 'z')
                    || (character >= '0' && character <= '9');
            if (isPlain) {
                name.append(character);
            } else if (character != '-' && character != ':' && character != ' ') {
                name.append(Integer.toHexString(character));
            }
        }
        return name.toString();
    }
}
