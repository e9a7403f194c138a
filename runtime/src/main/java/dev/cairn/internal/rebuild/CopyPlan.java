package dev.cairn.internal.rebuild;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Divides the copy of a table into units.
 *
 * <p>If both tables are partitioned alike, all rows of a partition belong to the partition of the same name, so that a
 * partition can be copied again without the others. Otherwise, the table is copied as a whole.
 *
 * @param whole why the table is copied as a whole; empty if it is copied by partitions
 */
public record CopyPlan(Optional<String> whole) {
    /** Compares the partitioning of the two tables. */
    public static CopyPlan of(Table from, Table to, CopyStatement copy) {
        if (from.partitioning() instanceof Partitioning.None && to.partitioning() instanceof Partitioning.None) {
            return new CopyPlan(Optional.of("the table is not partitioned"));
        }
        if (!arePartitionedAlike(from, to)) {
            return new CopyPlan(Optional.of("the partitioning changes"));
        }
        for (String column : from.partitioning().columnsRead()) {
            boolean same = copy.copiesUnchanged(column)
                    && from.column(column)
                            .map(Column::type)
                            .equals(to.column(column).map(Column::type));
            if (!same) {
                return new CopyPlan(Optional.of("the column " + column + ", by which it is partitioned, changes"));
            }
        }
        return new CopyPlan(Optional.empty());
    }

    /** Whether two tables are partitioned by the same columns in the same way. */
    public static boolean arePartitionedAlike(Table from, Table to) {
        return method(from.partitioning()).equals(method(to.partitioning()));
    }

    /** Returns a text that is equal for tables whose rows are partitioned in the same way. */
    private static String method(Partitioning partitioning) {
        return partitioning.getClass().getSimpleName()
                + partitioning.automatic()
                + partitioning.columns().stream().map(String::toLowerCase).toList()
                + partitioning.hiddenExpressions().stream().map(Sql::render).toList()
                + (partitioning instanceof Partitioning.RangeBy range ? Sql.render(range.by()) : "");
    }

    /** Returns the units of the tables in their current states. */
    public List<CopyUnit> units(PartitionSnapshot from, PartitionSnapshot to) {
        if (whole.isPresent()) {
            return List.of(new CopyUnit(
                    CopyUnit.WHOLE,
                    PartitionState.token(from.states()),
                    PartitionState.token(to.states()),
                    from.isPristine() && to.isPristine(),
                    !to.isPristine(),
                    from.size()));
        }
        List<CopyUnit> units = new ArrayList<>();
        for (PartitionState state : from.states()) {
            Optional<PartitionState> target = to.partition(state.name());
            boolean filled = target.isPresent() && !target.get().isPristine();
            units.add(new CopyUnit(
                    state.name(),
                    state.token(),
                    target.map(PartitionState::token).orElse(""),
                    state.isPristine() && !filled,
                    filled,
                    state.size()));
        }
        return units;
    }

    /** Returns the units of tables that are divided into ranges of rows. A change of any row changes all of them. */
    public static List<CopyUnit> ranges(List<String> conditions, PartitionSnapshot from, PartitionSnapshot to) {
        List<CopyUnit> units = new ArrayList<>();
        for (String condition : conditions) {
            units.add(new CopyUnit(
                    "range " + (units.size() + 1),
                    from.token() + "_r" + (units.size() + 1),
                    to.token(),
                    false,
                    !to.isPristine(),
                    from.size().part(conditions.size()),
                    condition));
        }
        return units;
    }

    /** Returns the partitions of the new table that have rows, but that the old table does not have any more. */
    public List<String> leftovers(PartitionSnapshot from, PartitionSnapshot to) {
        return whole.isPresent()
                ? List.of()
                : to.states().stream()
                        .filter(state -> !state.isPristine()
                                && from.partition(state.name()).isEmpty())
                        .map(PartitionState::name)
                        .toList();
    }

    /**
     * Returns a partition of the old table whose rows do not belong to the partition of the same name, which would make
     * it impossible to copy the partition again.
     *
     * @param created whether the new table has all partitions, also those that the server creates with their first row
     */
    public Optional<String> misfit(PartitionSnapshot from, PartitionSnapshot to, boolean created) {
        return whole.isPresent()
                ? Optional.empty()
                : from.states().stream()
                        .filter(state -> !state.isPristine())
                        .filter(state -> to.partition(state.name())
                                .map(target -> !target.values().equals(state.values()))
                                .orElse(created))
                        .map(PartitionState::name)
                        .findFirst();
    }

    /**
     * Divides the rows of a table without partitions into ranges of its first key column, by which it is sorted, so that the
     * server reads only the rows of the range. A range is replaced by DELETE and INSERT, which each key model permits for a
     * key column.
     *
     * <p>A version of the only partition does not tell in which range rows were changed. Ranges are therefore compared by
     * their values, which is possible only if all of them can be hashed.
     */
    public static final class KeyRanges {
        private static final int MOST_RANGES = 1000;
        private static final int SAMPLES = 100;

        private static final Set<PrimitiveType> NUMBERS = EnumSet.of(
                PrimitiveType.TINYINT,
                PrimitiveType.SMALLINT,
                PrimitiveType.INT,
                PrimitiveType.BIGINT,
                PrimitiveType.LARGEINT);
        private static final Set<PrimitiveType> TIMES = EnumSet.of(PrimitiveType.DATE, PrimitiveType.DATETIME);
        private static final Set<PrimitiveType> EXACT = EnumSet.of(
                PrimitiveType.BOOLEAN,
                PrimitiveType.CHAR,
                PrimitiveType.VARCHAR,
                PrimitiveType.FLOAT,
                PrimitiveType.DOUBLE,
                PrimitiveType.DECIMAL32,
                PrimitiveType.DECIMAL64,
                PrimitiveType.DECIMAL128);

        private final String column;
        private final boolean number;
        private final boolean nullable;

        private KeyRanges(Column column) {
            this.column = SqlQuoting.name(column.name());
            this.number = NUMBERS.contains(PrimitiveType.of(column.type()));
            this.nullable = column.nullable();
        }

        /** Returns the ranges of a copy; empty if the tables have partitions, or if ranges of them can't be compared. */
        public static Optional<KeyRanges> of(Table from, Table to, CopyStatement copy) {
            boolean plain = from.partitioning() instanceof Partitioning.None
                    && to.partitioning() instanceof Partitioning.None
                    && copy.where().isEmpty();
            Column key = to.columns().get(0);
            Optional<Column> old = from.column(key.name());
            boolean sorted = from.columns().get(0).is(key.name())
                    && (from.sortKey().isEmpty() || from.sortKey().get(0).equalsIgnoreCase(key.name()));
            boolean same = key.key()
                    && copy.copiesUnchanged(key.name())
                    && old.map(Column::type).equals(Optional.of(key.type()))
                    && isOrdered(key);
            boolean compared = copy.columns().stream()
                    .allMatch(name -> to.column(name).filter(KeyRanges::isExact).isPresent());
            return plain && sorted && same && compared ? Optional.of(new KeyRanges(old.get())) : Optional.empty();
        }

        private static boolean isOrdered(Column column) {
            PrimitiveType type = PrimitiveType.of(column.type());
            return NUMBERS.contains(type) || TIMES.contains(type);
        }

        private static boolean isExact(Column column) {
            return isOrdered(column) || EXACT.contains(PrimitiveType.of(column.type()));
        }

        /** Returns the number of ranges for a number of rows. */
        public static int number(long rows, long rowsOfRange) {
            return (int) Math.min(MOST_RANGES, (rows + rowsOfRange - 1) / rowsOfRange);
        }

        /** Returns a query for some values of the column, in their order; each row has the same chance. */
        public String sample(ObjectName from, long rows, int ranges) {
            double part = (double) SAMPLES * ranges / rows;
            return "SELECT " + column + " FROM " + SqlQuoting.name(from) + " WHERE " + column + " IS NOT NULL"
                    + (part < 1 ? " AND rand() < " + String.format(Locale.ROOT, "%.12f", part) : "")
                    + " ORDER BY " + column;
        }

        /**
         * Returns the conditions of the ranges. Each row fulfils exactly one of them.
         *
         * @param sample values of the column in their order
         */
        public List<String> conditions(List<String> sample, int ranges) {
            List<String> bounds = new ArrayList<>();
            Set<String> known = new TreeSet<>();
            for (int i = 1; i < ranges && !sample.isEmpty(); i++) {
                String bound = sample.get((int) ((long) sample.size() * i / ranges));
                if (known.add(bound)) {
                    bounds.add(number ? bound : SqlQuoting.text(bound));
                }
            }
            List<String> conditions = new ArrayList<>();
            if (nullable) {
                conditions.add(column + " IS NULL");
            }
            if (bounds.isEmpty()) {
                conditions.add(column + " IS NOT NULL");
                return conditions;
            }
            conditions.add(column + " < " + bounds.get(0));
            for (int i = 1; i < bounds.size(); i++) {
                conditions.add(column + " >= " + bounds.get(i - 1) + " AND " + column + " < " + bounds.get(i));
            }
            conditions.add(column + " >= " + bounds.get(bounds.size() - 1));
            return conditions;
        }
    }
}
