package dev.cairn.internal.rebuild;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Queries that return the same for the rows of the old table and for their copies: the number of rows, and the sum of a
 * hash of all values that can be hashed. States of aggregate functions, JSON and nested values can't.
 */
public final class RowDigest {
    private static final Set<PrimitiveType> HASHED = EnumSet.of(
            PrimitiveType.BOOLEAN,
            PrimitiveType.TINYINT,
            PrimitiveType.SMALLINT,
            PrimitiveType.INT,
            PrimitiveType.BIGINT,
            PrimitiveType.LARGEINT,
            PrimitiveType.FLOAT,
            PrimitiveType.DOUBLE,
            PrimitiveType.DATE,
            PrimitiveType.DATETIME,
            PrimitiveType.CHAR,
            PrimitiveType.VARCHAR,
            PrimitiveType.DECIMAL32,
            PrimitiveType.DECIMAL64,
            PrimitiveType.DECIMAL128);
    private static final Set<PrimitiveType> TEXTS = EnumSet.of(PrimitiveType.CHAR, PrimitiveType.VARCHAR);

    private final CopyStatement copy;
    private final List<String> sources = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();

    private RowDigest(CopyStatement copy, Table to) {
        this.copy = copy;
        for (int i = 0; i < copy.columns().size(); i++) {
            Column column = to.column(copy.columns().get(i)).orElseThrow();
            if (HASHED.contains(PrimitiveType.of(column.type()))) {
                sources.add(text(converted(Sql.render(copy.values().get(i)), column.type())));
                targets.add(text(SqlQuoting.name(column.name())));
            }
        }
    }

    /**
     * Returns the queries for a copy; empty if the new table may have other rows than the old one, because it merges
     * rows with the same key.
     */
    public static Optional<RowDigest> of(Table from, Table to, CopyStatement copy) {
        return to.model() == KeyModel.DUPLICATE || (from.model() != KeyModel.DUPLICATE && hasSameKey(from, to, copy))
                ? Optional.of(new RowDigest(copy, to))
                : Optional.empty();
    }

    private static boolean hasSameKey(Table from, Table to, CopyStatement copy) {
        List<String> before = key(from);
        return before.equals(key(to)) && before.stream().allMatch(copy::copiesUnchanged);
    }

    private static List<String> key(Table table) {
        return table.columns().stream()
                .filter(Column::key)
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String converted(String value, Type type) {
        return TEXTS.contains(PrimitiveType.of(type)) ? value : "CAST(" + value + " AS " + Sql.render(type) + ")";
    }

    private static String text(String value) {
        return "ifnull(CAST(" + value + " AS VARCHAR), '\\\\N')";
    }

    private static String digest(List<String> values) {
        return "SELECT count(*)"
                + (values.isEmpty() ? "" : ", sum(murmur_hash3_32(concat_ws('|', " + String.join(", ", values) + ")))");
    }

    /** Returns the query about the rows of the old table. */
    public String ofSource(ObjectName from, List<String> partitions) {
        return digest(sources) + copy.fromAndWhere(from, partitions);
    }

    /** Returns the query about the rows of the new table. */
    public String ofTarget(ObjectName to, List<String> partitions) {
        return digest(targets) + "\nFROM " + SqlQuoting.name(to) + CopyStatement.restriction(partitions);
    }
}
