package dev.cairn.plan.change;

import dev.cairn.analysis.type.TypeFit;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table that differs from the desired one.
 *
 * @param differing the parts in which it differs
 */
record TableDifference(
        Simulation simulation, ObjectName name, Table now, Table desired, SortedSet<ObjectPart> differing) {
    ServerProfile profile() {
        return simulation.profile();
    }

    QualifiedName inSession(ObjectName object) {
        return object.in(simulation.session());
    }

    boolean has(ObjectPart part) {
        return differing.contains(part);
    }

    boolean has(Kind kind) {
        return differing.stream().anyMatch(part -> part.is(kind));
    }

    /** Returns all pending changes of the table, in the order in which they usually succeed. */
    List<Change> changes() {
        List<Change> all = new ArrayList<>(ofSchema());
        all.addAll(ofRollups());
        all.addAll(new PartitionChanges(this).all());
        all.addAll(ofDistribution());
        all.addAll(ofProperties());
        if (differing.contains(ObjectPart.of(Kind.COMMENT))) {
            all.add(Change.of(ObjectPart.of(Kind.COMMENT), new AlterClause.SetComment(desired.comment(), Span.NONE)));
        }
        return all;
    }

    private List<Change> ofSchema() {
        CreateTable before = ShowCreate.written(profile(), now);
        CreateTable after = ShowCreate.written(profile(), desired);
        List<Change> changes = new ArrayList<>(Change.ofDroppedIndexes(before.indexes(), differing));
        changes.removeIf(this::goesWithItsColumn);
        changes.addAll(ColumnChanges.of(this));
        changes.addAll(Change.ofAddedIndexes(after.indexes(), differing));
        ObjectPart sortKey = ObjectPart.of(Kind.SORT_KEY);
        if (differing.contains(sortKey)) {
            // No clause removes a sort key; a table sorted by its key is equivalent to one without a sort key.
            List<Name> columns = sortedBy(desired).map(Name::of).toList();
            changes.add(Change.of(sortKey, new AlterClause.Reorder(columns, null, List.of(), Span.NONE)));
        }
        return changes;
    }

    private static Stream<String> sortedBy(Table table) {
        return (table.sortKey().isEmpty() ? table.keyNames() : table.sortKey()).stream();
    }

    /** The server drops the indexes of a column together with the column. */
    private boolean goesWithItsColumn(Change change) {
        return now.indexes().stream()
                .filter(index ->
                        change.part().equals(ObjectPart.index(index.name().text())))
                .anyMatch(index -> index.columns().stream()
                        .anyMatch(column -> desired.column(column.text()).isEmpty()));
    }

    private List<Change> ofDistribution() {
        ObjectPart part = ObjectPart.of(Kind.DISTRIBUTION);
        if (!differing.contains(part)) {
            return List.of();
        }
        Distribution distribution = desired.distribution();
        List<AlterClause> ways = new ArrayList<>();
        ways.add(new AlterClause.Optimize(null, null, null, List.of(), distribution, null, Span.NONE));
        if (distribution instanceof Distribution.Hash hash) {
            ways.add(new AlterClause.DefaultBuckets(hash, Span.NONE));
        }
        return List.of(Change.of(part, ways.toArray(AlterClause[]::new)));
    }

    /** SET accepts one property at a time, except for those of dynamic partitions and of the binlog. */
    private List<Change> ofProperties() {
        List<Change> changes = new ArrayList<>();
        for (ObjectPart part : differing) {
            if (part.is(Kind.PROPERTY) && KnownProperty.FAMILIES.stream().noneMatch(part.name()::startsWith)) {
                changes.add(ofProperty(part));
            }
        }
        KnownProperty.FAMILIES.forEach(prefix -> changes.addAll(ofFamily(prefix)));
        // A table has to match the tables of a colocation group before it can join the group.
        changes.sort(Comparator.comparing(
                change -> change.part().equals(ObjectPart.property(KnownProperty.COLOCATE_WITH.text()))));
        return changes;
    }

    private Change ofProperty(ObjectPart part) {
        Optional<PropertyUse> use = KnownProperty.find(part.name()).flatMap(property -> property.use(Holder.TABLE));
        String value = desired.properties()
                .value(part.name())
                .or(() -> use.flatMap(PropertyUse::neutral))
                .orElse("");
        List<AlterClause> ways = new ArrayList<>();
        ways.add(set(Property.of(part.name(), value)));
        // For some tables the server accepts such a property only by the other name.
        use.map(PropertyUse::alterName)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> ways.add(set(Property.of(name, value))));
        return Change.of(part, ways.toArray(AlterClause[]::new));
    }

    private static AlterClause set(Property... properties) {
        return new AlterClause.SetProperties(List.of(properties), Span.NONE);
    }

    private List<Change> ofFamily(String prefix) {
        List<ObjectPart> parts = differing.stream()
                .filter(part -> part.is(Kind.PROPERTY) && part.name().startsWith(prefix))
                .toList();
        if (parts.isEmpty()) {
            return List.of();
        }
        List<Property> some = new ArrayList<>();
        for (ObjectPart part : parts) {
            desired.properties().value(part.name()).ifPresent(value -> some.add(Property.of(part.name(), value)));
        }
        List<AlterClause> ways = new ArrayList<>();
        if (!some.isEmpty()) {
            ways.add(set(some.toArray(Property[]::new)));
            ways.add(set(declaredProperties(prefix).toArray(Property[]::new)));
        }
        String enable = prefix.endsWith(".") ? prefix + "enable" : prefix + "_enable";
        if (now.properties().has(enable)) {
            ways.add(set(Property.of(enable, "false")));
        }
        return ways.isEmpty() ? List.of() : List.of(Change.of(parts.get(0), ways.toArray(AlterClause[]::new)));
    }

    private List<Property> declaredProperties(String prefix) {
        List<Property> declared = new ArrayList<>();
        desired.properties().settings().forEach((name, setting) -> {
            if (name.startsWith(prefix) && !setting.assumed()) {
                declared.add(Property.of(name, setting.value()));
            }
        });
        return declared;
    }

    /** The synchronous materialized views are rollups with a query. */
    private List<Change> ofRollups() {
        List<Change> changes = new ArrayList<>();
        for (Rollup rollup : now.rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            if (has(part)) {
                changes.add(renamedRollup(part, rollup)
                        .or(() -> narrowedRollup(part, rollup))
                        .orElseGet(() -> droppedRollup(part, rollup)));
            }
        }
        for (Rollup rollup : desired.rollups()) {
            ObjectPart part = new ObjectPart(Kind.ROLLUP, rollup.name());
            if (has(part) && now.rollup(rollup.name()).isEmpty()) {
                changes.add(addedRollup(part, rollup));
            }
        }
        return changes;
    }

    /** Renames a rollup if only its name differs: a rollup consists of its columns and their order. */
    private Optional<Change> renamedRollup(ObjectPart part, Rollup rollup) {
        return desired.rollups().stream()
                .filter(other -> rollup.query() == null
                        && other.equals(rollup.named(other.name()))
                        && now.rollup(other.name()).isEmpty())
                .findFirst()
                .map(other -> Change.of(
                        part, new AlterClause.RenameRollup(Name.of(rollup.name()), Name.of(other.name()), Span.NONE)));
    }

    /** Narrows a rollup if it only loses columns. */
    private Optional<Change> narrowedRollup(ObjectPart part, Rollup rollup) {
        List<String> desiredColumns = desired.rollups().stream()
                .filter(other -> other.name().equals(rollup.name()) && other.query() == null)
                .flatMap(other -> other.columns().stream().map(Column::name))
                .toList();
        List<String> left =
                new ArrayList<>(rollup.columns().stream().map(Column::name).toList());
        Optional<String> surplus =
                left.stream().filter(column -> !desiredColumns.contains(column)).findFirst();
        left.retainAll(desiredColumns);
        return surplus.filter(column -> rollup.query() == null && !left.isEmpty() && left.equals(desiredColumns))
                .map(column -> Change.of(
                        part,
                        new AlterClause.DropColumn(Name.of(column), Name.of(rollup.name()), List.of(), Span.NONE),
                        new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE)));
    }

    private Change droppedRollup(ObjectPart part, Rollup rollup) {
        return rollup.query() == null
                ? Change.of(part, new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE))
                : Change.of(part, simulation.statements().drop(name, rollup));
    }

    private Change addedRollup(ObjectPart part, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            return Change.of(part, synchronousView(rollup, query));
        }
        RollupDefinition definition = ShowCreate.written(profile(), desired).rollups().stream()
                .filter(each -> each.name().text().equals(rollup.name()))
                .findFirst()
                .orElseThrow();
        return Change.of(part, new AlterClause.AddRollup(definition, Span.NONE));
    }

    private ViewStatement synchronousView(Rollup rollup, QueryText query) {
        return ViewStatement.CreateMaterializedView.synchronous(inSession(name.named(rollup.name())), query);
    }

    /** Plans columns that are dropped, added, moved, or redefined. */
    private static final class ColumnChanges {
        private static final Type TEXT = new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.STRING_LENGTH);

        private final Table now;
        private final Table desired;
        private final TableDifference difference;
        private final ColumnDefinitions before;
        private final ColumnDefinitions after;
        private final Set<String> moved;
        private final List<Change> changes = new ArrayList<>();

        private ColumnChanges(TableDifference difference) {
            this.now = difference.now();
            this.desired = difference.desired();
            this.difference = difference;
            this.before = new ColumnDefinitions(now, ShowCreate.written(difference.profile(), now));
            this.after = new ColumnDefinitions(desired, ShowCreate.written(difference.profile(), desired));
            this.moved = difference.has(Kind.COLUMN_ORDER) ? moved() : Set.of();
        }

        static List<Change> of(TableDifference difference) {
            boolean differs = difference.has(Kind.COLUMN) || difference.has(Kind.COLUMN_ORDER);
            return differs ? new ColumnChanges(difference).all() : List.of();
        }

        /**
         * Returns the drops, then the changes and moves, then the additions, each in its order: the server can move a
         * column only after one that existed before the statement.
         */
        private List<Change> all() {
            for (Column column : now.columns()) {
                if (desired.column(column.name()).isEmpty()) {
                    add(column, new AlterClause.DropColumn(Name.of(column.name()), null, List.of(), Span.NONE));
                }
            }
            Position place = new Position.First();
            for (Column column : desired.columns()) {
                Optional<Column> present = now.column(column.name());
                if (present.isPresent()) {
                    change(present.get(), column, place);
                    place = new Position.After(Name.of(column.name()));
                }
            }
            place = new Position.First();
            for (Column column : desired.columns()) {
                if (now.column(column.name()).isEmpty()) {
                    addNew(column, placeOfNew(column, place));
                }
                place = new Position.After(Name.of(column.name()));
            }
            return changes;
        }

        private void addNew(Column column, @Nullable Position place) {
            ColumnDefinition definition = after.altered(column);
            List<AlterClause> ways = new ArrayList<>();
            for (Rollup rollup : desired.rollups()) {
                boolean has =
                        rollup.query() == null && rollup.columns().stream().anyMatch(each -> each.is(column.name()));
                if (has && now.rollups().stream().anyMatch(each -> each.name().equals(rollup.name()))) {
                    ways.add(
                            new AlterClause.AddColumn(definition, place, Name.of(rollup.name()), List.of(), Span.NONE));
                }
            }
            ways.add(new AlterClause.AddColumn(definition, place, null, List.of(), Span.NONE));
            changes.add(Change.of(ObjectPart.column(column.name()), ways.toArray(AlterClause[]::new)));
        }

        private void add(Column column, AlterClause clause) {
            changes.add(Change.of(ObjectPart.column(column.name()), clause));
        }

        /** A generated column is always added last, and its definition may not specify a position. */
        private @Nullable Position placeOfNew(Column column, Position place) {
            return column.generated() != null || isLastAnyway(column) ? null : place;
        }

        private boolean isLastAnyway(Column column) {
            List<Column> columns = desired.columns();
            boolean lastOnes = columns.subList(columns.indexOf(column), columns.size()).stream()
                    .allMatch(each -> !each.key() && now.column(each.name()).isEmpty());
            return lastOnes
                    && columns.stream().allMatch(each -> each.generated() == null)
                    && now.columns().stream().allMatch(each -> each.generated() == null);
        }

        private void change(Column present, Column column, Position place) {
            boolean moves = moved.contains(lower(column.name()));
            boolean differs = difference.has(ObjectPart.column(column.name()));
            if (!moves && !differs) {
                return;
            }
            ColumnDefinition definition = after.altered(column);
            if (!moves && before.isSameButForComment(present, definition)) {
                add(column, new AlterClause.ModifyColumnComment(Name.of(column.name()), column.comment(), Span.NONE));
                return;
            }
            List<AlterClause> fields =
                    moves ? List.of() : FieldChanges.between(column.name(), present.type(), column.type());
            if (!fields.isEmpty()) {
                fields.forEach(field -> add(column, field));
                return;
            }
            List<AlterClause> ways = new ArrayList<>();
            ways.add(new AlterClause.ModifyColumn(definition, moves ? place : null, null, List.of(), Span.NONE));
            if (!present.type().equals(column.type()) && TypeFit.of(present.type(), column.type()) == TypeFit.KEEPS) {
                // Some values can be converted from one type to the other only by way of a text.
                ways.add(new AlterClause.ModifyColumn(definition.withType(TEXT), null, null, List.of(), Span.NONE));
            }
            changes.add(Change.of(
                    differs ? ObjectPart.column(column.name()) : ObjectPart.of(Kind.COLUMN_ORDER),
                    ways.toArray(AlterClause[]::new)));
        }

        /** Returns the fewest columns to move: all but the longest sequence of columns that are already in order. */
        private Set<String> moved() {
            List<String> kept = desired.columns().stream()
                    .map(Column::name)
                    .filter(name -> now.column(name).isPresent())
                    .map(ColumnChanges::lower)
                    .toList();
            List<Integer> places = now.columns().stream()
                    .map(column -> kept.indexOf(lower(column.name())))
                    .filter(place -> place >= 0)
                    .toList();
            Set<String> moved = new HashSet<>(kept);
            LongestIncreasingSubsequence.of(places).forEach(place -> moved.remove(kept.get(place)));
            return moved;
        }

        private static String lower(String name) {
            return name.toLowerCase(Locale.ROOT);
        }

        /** Finds the longest ascending subsequence of numbers, which need not be adjacent. */
        private static final class LongestIncreasingSubsequence {
            private LongestIncreasingSubsequence() {}

            static List<Integer> of(List<Integer> numbers) {
                int size = numbers.size();
                int[] length = new int[size];
                int[] previous = new int[size];
                Arrays.fill(previous, -1);
                int last = -1;
                for (int i = 0; i < size; i++) {
                    length[i] = 1;
                    for (int j = 0; j < i; j++) {
                        if (numbers.get(j) < numbers.get(i) && length[j] + 1 > length[i]) {
                            length[i] = length[j] + 1;
                            previous[i] = j;
                        }
                    }
                    if (last < 0 || length[i] > length[last]) {
                        last = i;
                    }
                }
                Deque<Integer> run = new ArrayDeque<>();
                for (int i = last; i >= 0; i = previous[i]) {
                    run.push(numbers.get(i));
                }
                return List.copyOf(run);
            }
        }

        /**
         * Column definitions for ALTER TABLE. An attribute that a definition omits would be lost, so each definition is
         * complete, including whether the column is a key and whether it may be NULL.
         */
        private record ColumnDefinitions(Table table, CreateTable written) {
            ColumnDefinition altered(Column column) {
                ColumnDefinition definition =
                        written.columns().get(table.columns().indexOf(column));
                return definition
                        .withKey(column.key() && table.model() != KeyModel.PRIMARY)
                        .withNullable(nullable(column, definition));
            }

            /**
             * The grammar allows no NULL in the definition of a generated column, or of one that holds an aggregate state.
             */
            private static @Nullable Boolean nullable(Column column, ColumnDefinition definition) {
                boolean silent = column.generated() != null || column.aggregation() instanceof Aggregation.State;
                return (column.nullable() && !silent) ? Boolean.TRUE : definition.nullable();
            }

            boolean isSameButForComment(Column column, ColumnDefinition other) {
                return altered(column).withComment(null).equals(other.withComment(null));
            }
        }

        /** Plans struct fields that are added or dropped, at any depth; no other part of a nested type can be changed. */
        private static final class FieldChanges {
            private static final String ELEMENT = "[*]";

            private final Name column;
            private final List<AlterClause> clauses = new ArrayList<>();
            private boolean possible = true;

            private FieldChanges(Name column) {
                this.column = column;
            }

            /** Returns empty if changes of fields alone don't turn one type into the other. */
            static List<AlterClause> between(String column, Type from, Type to) {
                FieldChanges changes = new FieldChanges(Name.of(column));
                changes.compare(from, to, List.of());
                return changes.possible ? changes.clauses : List.of();
            }

            private void compare(Type from, Type to, List<String> path) {
                if (from.equals(to)) {
                    return;
                }
                if (from instanceof Type.Struct struct && to instanceof Type.Struct into) {
                    compare(struct, into, path);
                } else if (from instanceof Type.Array array && to instanceof Type.Array into) {
                    compare(array.element(), into.element(), longer(path, ELEMENT));
                } else {
                    possible = false;
                }
            }

            private void compare(Type.Struct from, Type.Struct to, List<String> path) {
                for (Type.Field field : from.fields()) {
                    if (find(to, field.name()).isEmpty()) {
                        clauses.add(
                                new AlterClause.DropField(column, longer(path, field.name()), List.of(), Span.NONE));
                    }
                }
                List<String> kept = new ArrayList<>(names(from));
                kept.retainAll(names(to));
                List<String> desired = new ArrayList<>(names(to));
                desired.retainAll(names(from));
                possible &= kept.equals(desired);
                for (int i = 0; i < to.fields().size(); i++) {
                    Type.Field field = to.fields().get(i);
                    Optional<Type.Field> before = find(from, field.name());
                    if (before.isPresent()) {
                        compare(before.get().type(), field.type(), longer(path, field.name()));
                    } else {
                        clauses.add(new AlterClause.AddField(
                                column,
                                longer(path, field.name()),
                                field.type(),
                                place(from, to, i),
                                List.of(),
                                Span.NONE));
                    }
                }
            }

            private static @Nullable Position place(Type.Struct from, Type.Struct to, int index) {
                boolean last = to.fields().subList(index, to.fields().size()).stream()
                        .allMatch(field -> find(from, field.name()).isEmpty());
                if (last) {
                    return null;
                }
                return index == 0
                        ? new Position.First()
                        : new Position.After(Name.of(to.fields().get(index - 1).name()));
            }

            private static List<String> names(Type.Struct struct) {
                return struct.fields().stream().map(Type.Field::name).toList();
            }

            private static Optional<Type.Field> find(Type.Struct struct, String name) {
                return struct.fields().stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst();
            }

            private static List<String> longer(List<String> path, String last) {
                List<String> longer = new ArrayList<>(path);
                longer.add(last);
                return longer;
            }
        }
    }
}
