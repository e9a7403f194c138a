package dev.cairn.plan.change;

import dev.cairn.analysis.type.TypeFit;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.lint.Lints;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Fill;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds an object that can't be altered: a new one is created beside it, gets its grants and its rows, and then
 * takes its place.
 */
public abstract class ObjectRebuild {
    private static final List<String> CONSTRAINTS =
            List.of(KnownProperty.UNIQUE_CONSTRAINTS.text(), KnownProperty.FOREIGN_KEY_CONSTRAINTS.text());

    final Simulation simulation;
    final ObjectName name;
    final ObjectName staging;
    private final SchemaObject desired;

    ObjectRebuild(Simulation simulation, ObjectName name, SchemaObject desired) {
        this.simulation = simulation;
        this.name = name;
        this.staging = StagingName.staging(name);
        this.desired = desired;
    }

    /**
     * Alters an object, or rebuilds it if that is impossible. Returns empty on success, or the reasons against both.
     *
     * @param preparation changes that precede the alteration, but not the rebuild
     */
    public static Optional<String> alterOrRebuild(
            Simulation simulation,
            ObjectName name,
            SchemaObject desired,
            Consumer<Simulation> preparation,
            Function<Simulation, ObjectRebuild> rebuild) {
        Simulation altered = simulation.fork();
        preparation.accept(altered);
        SortedMap<ObjectPart, String> left =
                ObjectAlteration.of(altered, name, desired).carryOut();
        if (left.isEmpty()) {
            simulation.take(altered);
            return Optional.empty();
        }
        Simulation rebuilt = simulation.fork();
        String why = ReasonText.of(name, left);
        Optional<String> problem = rebuild.apply(rebuilt).carryOut(why);
        if (problem.isEmpty()) {
            simulation.take(rebuilt);
        }
        return problem.map(other -> why + "; and it can't be rebuilt: " + other);
    }

    /** Returns empty on success, or the server's reason for refusing it. */
    private Optional<String> carryOut(String why) {
        try {
            rebuild(why);
        } catch (Refusal refusal) {
            return Optional.of(ReasonText.of(refusal));
        }
        SortedMap<ObjectPart, String> left =
                ObjectAlteration.of(simulation, name, desired).carryOut();
        return left.isEmpty() ? Optional.empty() : Optional.of(left.firstKey() + ": " + left.get(left.firstKey()));
    }

    abstract void rebuild(String why);

    final void send(Statement statement, Marker... markers) {
        simulation.attempt(statement, markers).ifPresent(refusal -> {
            throw refusal;
        });
    }

    final void transferGrants() {
        transfer(new Marker.Grants(text(name), text(staging)));
    }

    final void transfer(Marker marker) {
        simulation.play(new Action(List.of(marker), null));
    }

    final String text(ObjectName object) {
        return object.in(simulation.session()).toString();
    }

    /**
     * Rebuilds a materialized view: the new one is refreshed before it takes the place of the old one. The server swaps only
     * views with the same constraints, and clears those of views that read a swapped table, so views are swapped without
     * constraints.
     */
    public static final class OfView extends ObjectRebuild {
        private final MaterializedView before;
        private final MaterializedView desired;

        public OfView(Simulation simulation, ObjectName name, MaterializedView desired) {
            super(simulation, name, new OfMaterializedView(desired));
            this.before = ((OfMaterializedView) simulation.find(name).orElseThrow()).view();
            this.desired = desired;
        }

        @Override
        void rebuild(String why) {
            DefinitionStatements statements = simulation.statements();
            StoredProperties properties = desired.properties();
            for (String constraint : CONSTRAINTS) {
                properties = properties.without(constraint);
            }
            send(statements.materializedView(staging, desired.withProperties(properties)), new Marker.Rebuild(why));
            transferGrants();
            send(new ViewStatement.RefreshMaterializedView(
                    staging.in(simulation.session()), null, null, List.of(), false, true, null, Span.NONE));
            for (String constraint : CONSTRAINTS) {
                if (!before.properties().value(constraint).orElse("").isEmpty()) {
                    send(statements.alter(
                            name, new MaterializedViewChange.SetProperties(List.of(Property.of(constraint, "")))));
                }
            }
            send(statements.alter(name, new MaterializedViewChange.Swap(Name.of(staging.name()))));
            send(statements.drop(staging, new OfMaterializedView(desired)));
        }
    }

    /**
     * Rebuilds a table that can't be altered: a new one is created beside it, filled from it, and takes over its name and
     * grants. The server swaps only tables with the same constraints, so if those change, the tables are swapped without
     * constraints; so is a table with a foreign key to itself. Foreign keys of other tables are cleared, and set by the plan
     * when all tables have changed.
     */
    public static final class OfTable extends ObjectRebuild {
        private final Table before;
        private final Table desired;
        private final Map<String, String> oldNames;
        private final Map<String, Expression> fills;

        /**
         * @param oldNames old names of renamed columns, by the new name
         * @param fills values for rows that have none, by the column's name in lower case
         */
        public OfTable(
                Simulation simulation,
                ObjectName name,
                Table desired,
                Map<String, String> oldNames,
                Map<String, Expression> fills) {
            super(simulation, name, new SchemaObject.OfTable(desired));
            this.before = ((SchemaObject.OfTable) simulation.find(name).orElseThrow()).table();
            this.desired = desired;
            this.oldNames = oldNames;
            this.fills = fills;
        }

        @Override
        void rebuild(String why) {
            Table shape = shape();
            simulation.clearForeignKeysTo(name);
            new TableCreationPlanning(simulation, staging, shape)
                    .create(new Marker.Rebuild(why))
                    .ifPresent(refusal -> {
                        throw refusal;
                    });
            new TableAlteration(simulation, staging, shape.named(staging.name())).alter();
            transferGrants();
            Table target = ((SchemaObject.OfTable) simulation.find(staging).orElseThrow()).table();
            RowCopy copy = new RowCopy(before, target, simulation.statements().table(staging, target), oldNames, fills);
            copy.statement(simulation.session(), name, staging).ifPresent(insert -> sendCopy(insert, copy));
            if (copy.writesCountedValues) {
                // Explicitly inserted values do not advance the AUTO_INCREMENT counter.
                transfer(new Marker.Counter(text(name), text(staging)));
            }
            send(simulation.statements().alter(name, new AlterClause.Swap(Name.of(staging.name()), Span.NONE)));
            Statement drop = simulation.statements().drop(staging, new SchemaObject.OfTable(target));
            if (copy.losses.isEmpty()) {
                send(drop);
            } else {
                send(drop, new Marker.Destructive(String.join(", ", copy.losses)));
            }
        }

        private void sendCopy(Statement insert, RowCopy copy) {
            if (copy.unfilled.isEmpty()) {
                send(insert);
            } else {
                send(
                        insert,
                        new Marker.Unfilled(copy.unfilled.stream()
                                .map(column -> name.name() + "." + column)
                                .collect(Collectors.joining(", "))));
            }
        }

        /** Returns the definition of the new table until it has replaced the old one. */
        private Table shape() {
            boolean same = CONSTRAINTS.stream().allMatch(this::isSame)
                    && !simulation.referringTo(name).contains(name);
            StoredProperties properties = desired.properties();
            for (String constraint : CONSTRAINTS) {
                if (!same) {
                    clear(constraint);
                    properties = properties.without(constraint);
                } else if (properties.has(constraint)) {
                    String staged =
                            value(desired, constraint).replace("." + name.name() + ".", "." + staging.name() + ".");
                    properties = properties.with(constraint, staged);
                }
            }
            return desired.withProperties(properties);
        }

        private boolean isSame(String constraint) {
            return value(before, constraint).equals(value(desired, constraint));
        }

        private static String value(Table table, String property) {
            return table.properties().value(property).orElse("");
        }

        private void clear(String constraint) {
            if (!value(before, constraint).isEmpty()) {
                send(simulation
                        .statements()
                        .alter(name, new AlterClause.SetProperties(List.of(Property.of(constraint, "")), Span.NONE)));
            }
        }
    }

    /**
     * Copies the rows of a table into one of a different structure. Each column that is written has an expression over
     * the old table: the converted value of the old column, or the value given for it. Old values that occur in no
     * expression are a loss.
     *
     * <p>Generated columns are not written, but read like any other column: one that is no longer generated keeps its
     * values.
     */
    private static final class RowCopy {
        private final Table from;
        private final Table to;
        private final CreateTable target;
        private final Map<String, String> oldNames;
        private final Map<String, Expression> fills;
        private final List<String> columns = new ArrayList<>();
        private final List<String> values = new ArrayList<>();
        /** The parts of the old rows that the new rows do not contain. */
        private final List<String> losses = new ArrayList<>();

        /** The columns that require a value and have none. */
        private final List<String> unfilled = new ArrayList<>();

        /** Whether the copy keeps the values of the AUTO_INCREMENT column. */
        private boolean writesCountedValues;

        /**
         * @param oldNames old names of renamed columns, by the new name
         * @param fills values for rows that have none, by the column's name in lower case
         */
        RowCopy(Table from, Table to, CreateTable target, Map<String, String> oldNames, Map<String, Expression> fills) {
            this.from = from;
            this.to = to;
            this.target = target;
            this.oldNames = oldNames;
            this.fills = fills;
            to.writableColumns().forEach(this::add);
            from.columns().forEach(this::addLosses);
            if (to.hasNoPartition() && !from.hasNoPartition()) {
                losses.add("drops the rows of " + from.name() + ", as no partition takes them");
            }
            if (Lints.mergesRows(from, to, oldNames)) {
                losses.add(
                        to.model() == KeyModel.AGGREGATE
                                ? "merges rows of " + from.name() + " with the same key"
                                : "keeps one row of " + from.name() + " for each key");
            }
        }

        private String oldName(Column column) {
            return oldNames.getOrDefault(column.name(), column.name());
        }

        private void add(Column column) {
            Type written = written(column);
            Optional<Expression> fill = Optional.ofNullable(fills.get(Fill.key(column.name())))
                    .map(value -> new Expression.Cast("CAST", value, written, Span.NONE));
            Optional<Column> old = from.column(oldName(column));
            Optional<Expression> copied =
                    old.flatMap(found -> converted(found, column)).map(ConvertedValue::expression);
            if (copied.isPresent()) {
                boolean mayLackValues = old.orElseThrow().nullable() && !column.nullable();
                put(
                        column,
                        fill.isPresent() && mayLackValues
                                ? ConvertedValue.call("coalesce", copied.get(), fill.get())
                                : copied.get());
                writesCountedValues |= column.autoIncrement();
            } else if (fill.isPresent()) {
                put(column, fill.get());
            } else if (!column.nullable() && column.defaultValue() == null && !column.autoIncrement()) {
                // No value can be derived here: if there are rows, the statement fails until a value is written into
                // it.
                unfilled.add(column.name());
                put(column, ConvertedValue.absent(written));
            } else if (mustBeGiven(column)) {
                put(column, initialValue(column, written));
            }
        }

        /**
         * Whether a generated column reads the column. An INSERT into a PRIMARY KEY table computes generated columns from
         * the columns that it names.
         */
        private boolean mustBeGiven(Column column) {
            return to.model() == KeyModel.PRIMARY
                    && !column.key()
                    && !column.autoIncrement()
                    && to.columns().stream()
                            .map(Column::generated)
                            .filter(Objects::nonNull)
                            .anyMatch(generated ->
                                    generated.columnNames().stream().anyMatch(column::is));
        }

        /** The value of a column that an INSERT omits. */
        private static Expression initialValue(Column column, Type written) {
            ColumnDefault value = column.defaultValue();
            if (value instanceof ColumnDefault.Text text) {
                return new Expression.Cast(
                        "CAST", new Expression.Text(text.value(), '\'', Span.NONE), written, Span.NONE);
            } else if (value instanceof ColumnDefault.CurrentTimestamp time) {
                return time.precision() == null
                        ? ConvertedValue.call("now")
                        : ConvertedValue.call(
                                "now",
                                new Expression.Number(
                                        String.valueOf(time.precision()), Expression.Number.Kind.INTEGER, Span.NONE));
            } else if (value instanceof ColumnDefault.Function function) {
                return Expression.Call.of(Sql.render(function.name()), List.of(), Span.NONE);
            }
            return value instanceof ColumnDefault.Computed computed
                    ? computed.expression()
                    : ConvertedValue.absent(written);
        }

        private void put(Column column, Expression value) {
            columns.add(Sql.render(QualifiedName.of(column.name())));
            values.add(Sql.render(value));
        }

        private Type written(Column column) {
            return Objects.requireNonNull(
                    target.columns().get(to.columns().indexOf(column)).type());
        }

        /** States of different aggregate functions are incompatible even if their types are equal. */
        private Optional<ConvertedValue> converted(Column old, Column column) {
            boolean states =
                    old.aggregation() instanceof Aggregation.State || column.aggregation() instanceof Aggregation.State;
            return states && !Objects.equals(old.aggregation(), column.aggregation())
                    ? Optional.empty()
                    : ConvertedValue.of(reference(old), old.type(), column.type(), written(column));
        }

        /** A struct column with the name of its table is qualified, since {@code geo.lat} would be ambiguous. */
        private Expression reference(Column column) {
            boolean ambiguous = column.is(from.name()) && TypeFit.isStruct(column.type());
            return new Expression.Reference(
                    ambiguous ? QualifiedName.of(from.name(), column.name()) : QualifiedName.of(column.name()),
                    Span.NONE);
        }

        private void addLosses(Column old) {
            Optional<Column> kept = to.columns().stream()
                    .filter(column -> oldName(column).equalsIgnoreCase(old.name()))
                    .findFirst();
            boolean computed = old.generated() != null;
            if (kept.isEmpty()) {
                if (!computed) {
                    losses.add("drops " + about(old));
                }
            } else if (kept.get().generated() != null) {
                if (!computed) {
                    losses.add("replaces the values of " + about(old) + ", which becomes a generated column");
                }
            } else {
                Optional<ConvertedValue> converted = converted(old, kept.get());
                if (converted.isEmpty()) {
                    losses.add("drops " + about(old));
                } else {
                    converted.get().losses().forEach(loss -> losses.add(words(about(old), loss)));
                }
            }
        }

        private String about(Column old) {
            return from.name() + "." + old.name();
        }

        private static String words(String about, ConvertedValue.Loss loss) {
            String part = loss.path().isEmpty() ? about : about + "." + String.join(".", loss.path());
            return loss.target() == null
                    ? "drops " + part
                    : "loses values of " + part + " that are no " + TypeText.shown(loss.target());
        }

        /** Returns empty if no column receives a value, or if no partition accepts rows. */
        Optional<Statement> statement(Session session, ObjectName source, ObjectName into) {
            if (columns.isEmpty() || to.hasNoPartition()) {
                return Optional.empty();
            }
            return Optional.of(
                    Sql.parse("INSERT INTO " + Sql.render(into.in(session)) + " (" + String.join(", ", columns)
                            + ")\nSELECT " + String.join(", ", values) + "\nFROM " + Sql.render(source.in(session))));
        }
    }

    /**
     * A value that was converted to another type. The server casts structs field by field in their order, regardless of the
     * names, so a struct is rebuilt: each field from the field of the same name, and NULL if there was none.
     *
     * @param losses the parts of the value that the result does not contain
     */
    private record ConvertedValue(Expression expression, List<Loss> losses) {
        private static final String ELEMENT = "[*]";

        ConvertedValue {
            losses = List.copyOf(losses);
        }

        /**
         * A part of a value that is lost.
         *
         * @param path the fields that lead to it; empty for the whole value
         * @param target the type that can't hold all values; null if the part is dropped
         */
        record Loss(List<String> path, @Nullable Type target) {
            Loss {
                path = List.copyOf(path);
            }
        }

        /**
         * Converts a value; empty if one type can't be converted to the other.
         *
         * @param written the target type as a statement spells it
         */
        static Optional<ConvertedValue> of(Expression value, Type from, Type to, Type written) {
            if (TypeFit.of(from, to) == TypeFit.NONE) {
                return Optional.empty();
            }
            Conversion conversion = new Conversion();
            Expression converted = conversion.of(value, from, to, written, List.of());
            return Optional.of(new ConvertedValue(converted, conversion.losses));
        }

        static Expression call(String function, Expression... arguments) {
            return Expression.Call.of(function, List.of(arguments), Span.NONE);
        }

        static Expression absent(Type written) {
            return new Expression.Cast("CAST", new Expression.Null(Span.NONE), written, Span.NONE);
        }

        private static final class Conversion {
            private final List<Loss> losses = new ArrayList<>();
            private int lambdas;

            Expression of(Expression value, Type from, Type to, Type written, List<String> path) {
                if (from.equals(to)) {
                    return value;
                }
                if (from instanceof Type.Struct struct && to instanceof Type.Struct into) {
                    return struct(value, struct, into, (Type.Struct) written, path);
                }
                if (from instanceof Type.Array array && to instanceof Type.Array into) {
                    Name element = name("e" + ++lambdas);
                    Expression body = of(
                            reference(element),
                            array.element(),
                            into.element(),
                            ((Type.Array) written).element(),
                            longer(path, ELEMENT));
                    return call("array_map", new Expression.Lambda(List.of(element), false, body, Span.NONE), value);
                }
                if (from instanceof Type.Map map && to instanceof Type.Map into) {
                    return map(value, map, into, (Type.Map) written, path);
                }
                if (TypeFit.of(from, to) == TypeFit.LOSES) {
                    losses.add(new Loss(path, to));
                }
                boolean document = from instanceof Type.Struct || from instanceof Type.Map;
                return document && PrimitiveType.of(to) == PrimitiveType.JSON
                        ? call("to_json", value)
                        : new Expression.Cast("CAST", value, written, Span.NONE);
            }

            private Expression map(Expression value, Type.Map from, Type.Map to, Type.Map written, List<String> path) {
                lambdas++;
                Name key = name("k" + lambdas);
                Name element = name("v" + lambdas);
                Expression newKey = of(reference(key), from.key(), to.key(), written.key(), longer(path, ELEMENT));
                Expression newValue =
                        of(reference(element), from.value(), to.value(), written.value(), longer(path, ELEMENT));
                Expression body = new Expression.Tuple(List.of(newKey, newValue), Span.NONE);
                return call("map_apply", new Expression.Lambda(List.of(key, element), true, body, Span.NONE), value);
            }

            /** A CASE is needed: NULL would become a struct of NULLs, and IF does not accept a struct beside NULL. */
            private Expression struct(
                    Expression value, Type.Struct from, Type.Struct to, Type.Struct written, List<String> path) {
                List<Expression> fields = new ArrayList<>();
                for (int i = 0; i < to.fields().size(); i++) {
                    Type.Field field = to.fields().get(i);
                    Type fieldType = written.fields().get(i).type();
                    fields.add(new Expression.Text(field.name(), '\'', Span.NONE));
                    fields.add(field(value, from, field, fieldType, path));
                }
                for (Type.Field field : from.fields()) {
                    if (!TypeFit.isKept(field, to)) {
                        losses.add(new Loss(longer(path, field.name()), null));
                    }
                }
                Expression missing = new Expression.IsNull(false, value, Span.NONE);
                Expression.When whenMissing = new Expression.When(missing, new Expression.Null(Span.NONE));
                return new Expression.Case(
                        null, List.of(whenMissing), call("named_struct", fields.toArray(Expression[]::new)), Span.NONE);
            }

            private Expression field(
                    Expression value, Type.Struct from, Type.Field field, Type written, List<String> path) {
                Optional<Type.Field> source = TypeFit.find(from, field.name())
                        .filter(found -> TypeFit.of(found.type(), field.type()) != TypeFit.NONE);
                return source.map(found -> of(
                                inside(value, found.name()),
                                found.type(),
                                field.type(),
                                written,
                                longer(path, field.name())))
                        .orElseGet(() -> absent(written));
            }

            private static Expression inside(Expression value, String field) {
                if (value instanceof Expression.Reference reference) {
                    List<Name> parts = new ArrayList<>(reference.name().parts());
                    parts.add(name(field));
                    return new Expression.Reference(new QualifiedName(parts), Span.NONE);
                }
                return new Expression.FieldAccess(value, name(field), Span.NONE);
            }

            private static Name name(String name) {
                return Name.of(name);
            }

            private static Expression reference(Name name) {
                return Expression.Reference.of(name, Span.NONE);
            }

            private static List<String> longer(List<String> path, String last) {
                List<String> longer = new ArrayList<>(path);
                longer.add(last);
                return longer;
            }
        }
    }
}
