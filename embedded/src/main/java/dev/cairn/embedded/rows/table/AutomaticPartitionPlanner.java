package dev.cairn.embedded.rows.table;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.engine.partition.PartitionGranularity;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Span;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans the partitions that a server creates for the rows of a load into an automatically partitioned table. They have
 * the same bounds and names as on the server.
 */
public final class AutomaticPartitionPlanner {
    /** The server's limit for the names of partitions that it creates. */
    private static final int MAX_NAME_LENGTH = 50;

    private final DuckDb duckDb;
    private final Table table;
    private final SqlTranslator sqlTranslator;

    public AutomaticPartitionPlanner(DuckDb duckDb, Table table, SqlTranslator sqlTranslator) {
        this.duckDb = duckDb;
        this.table = table;
        this.sqlTranslator = sqlTranslator;
    }

    /**
     * Returns the definitions of the partitions that the rows of a staging table need and the table lacks.
     *
     * @param relationSql the quoted name, or a query in parentheses
     */
    public List<PartitionDefinition> findMissingPartitions(String relationSql) {
        PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(table, sqlTranslator);
        List<String> keyExpressions = new ArrayList<>();
        for (PartitionConditionRenderer.PartitionKeyPart keyPart : conditionRenderer.keyParts()) {
            String sql = table.partitioning() instanceof Partitioning.ExpressionRange expressionRange
                    ? sqlTranslator.translateExpression(
                            expressionRange.expression(),
                            DuckDbTableResolver.toSourceColumns(table.columns()),
                            keyPart.type())
                    : keyPart.sql();
            keyExpressions.add(CastTranslator.convert(sql, keyPart.type(), TypeConstants.VARCHAR));
        }
        List<String> existingConditions = new ArrayList<>();
        table.partitioning()
                .partitions()
                .forEach(partition -> existingConditions.add(conditionRenderer.renderPartition(partition)));
        String absenceCondition =
                existingConditions.isEmpty() ? "TRUE" : "(" + String.join(" OR ", existingConditions) + ") IS NOT TRUE";
        List<PartitionDefinition> missingPartitions = new ArrayList<>();
        Set<String> partitionNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (!(table.partitioning() instanceof Partitioning.ExpressionRange)) {
            table.partitioning()
                    .partitions()
                    .forEach(partition -> partitionNames.add(partition.name().text()));
        }
        for (List<@Nullable String> row : duckDb.queryRows("SELECT DISTINCT " + String.join(", ", keyExpressions)
                + " FROM " + relationSql + " WHERE " + absenceCondition + " ORDER BY ALL")) {
            PartitionDefinition partition = table.partitioning() instanceof Partitioning.ExpressionRange expressionRange
                    ? createRangePartition(
                            expressionRange.expression(),
                            conditionRenderer.keyParts().get(0),
                            row.get(0))
                    : createListPartition(row, partitionNames);
            if (partitionNames.add(partition.name().text())) {
                missingPartitions.add(partition);
            }
        }
        return missingPartitions;
    }

    /** Creates the range partition of a value; NULL belongs to the partition of the first date. */
    private static RangePartition createRangePartition(
            Expression expression, PartitionConditionRenderer.PartitionKeyPart keyPart, @Nullable String keyText) {
        String startText = keyText == null ? "0000-01-01" : keyText;
        LocalDateTime startTime = startText.length() <= 10
                ? LocalDate.parse(startText).atStartOfDay()
                : LocalDateTime.parse(startText.substring(0, 19).replace(' ', 'T'));
        return PartitionGranularity.find(expression).orElseThrow().createPartition(startTime, keyPart.type());
    }

    /**
     * Creates the list partition for the values of a row; null stands for NULL.
     *
     * @param usedNames the names of other partitions, whose values may result in the same name
     */
    private static ListPartition createListPartition(List<@Nullable String> row, Set<String> usedNames) {
        List<Bound> values = new ArrayList<>();
        List<String> nameParts = new ArrayList<>();
        for (String text : row) {
            values.add(text == null ? new Bound.NullBound() : new Bound.LiteralBound(text));
            nameParts.add(toNamePart(text == null ? "NULL" : text));
        }
        String partitionName = "p" + String.join("_", nameParts);
        if (partitionName.length() > MAX_NAME_LENGTH) {
            partitionName =
                    partitionName.substring(0, MAX_NAME_LENGTH) + "_" + Integer.toHexString(partitionName.hashCode());
        }
        String uniqueName = partitionName;
        for (int i = 0; usedNames.contains(uniqueName); i++) {
            uniqueName = partitionName + "_" + Integer.toHexString(partitionName.hashCode() + i);
        }
        return new ListPartition(false, Name.of(uniqueName), List.of(values), true, List.of(), Span.NONE);
    }

    /**
     * Returns a value as a part of a name: the separators of times are removed, and other special characters are
     * replaced by their hexadecimal codes.
     */
    private static String toNamePart(String value) {
        StringBuilder namePart = new StringBuilder(value.startsWith("-") ? "_" : "");
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean isPlain = (character >= 'A' && character <= 'Z')
                    || (character >= 'a' && character <= 'z')
                    || (character >= '0' && character <= '9');
            if (isPlain) {
                namePart.append(character);
            } else if (character != '-' && character != ':' && character != ' ') {
                namePart.append(Integer.toHexString(character));
            }
        }
        return namePart.toString();
    }
}
