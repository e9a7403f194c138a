package dev.cairn.processor.query;

import dev.cairn.processor.query.QueryGrammar.Column;
import dev.cairn.processor.query.QueryGrammar.Generated;
import dev.cairn.processor.query.QueryGrammar.Kind;
import dev.cairn.processor.query.QueryGrammar.Output;
import dev.cairn.processor.query.QueryGrammar.Parameter;
import dev.cairn.processor.query.QueryGrammar.SqlSegment;
import dev.cairn.processor.query.QueryGrammar.Table;
import dev.cairn.processor.query.QueryGrammar.Use;
import dev.cairn.random.Dice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mutants of a right method: each has one name, type or parameter changed. */
final class QueryMutations {
    private static final List<String> TYPES = List.of(
            "boolean",
            "byte",
            "short",
            "int",
            "long",
            "float",
            "double",
            "String",
            "BigDecimal",
            "BigInteger",
            "LocalDate",
            "LocalDateTime",
            "Shop.City",
            "byte[]");
    private static final Map<String, String> BOXES = Map.of(
            "boolean", "Boolean",
            "byte", "Byte",
            "short", "Short",
            "int", "Integer",
            "long", "Long",
            "float", "Float",
            "double", "Double");
    /** The test takes one of so many mutants, to end within seconds. */
    private static final int THINNING = 3;

    private static final Set<String> INTEGERS = Set.of("byte", "short", "int", "long");

    private final Generated right;
    private final Dice dice;
    private final List<Mutant> mutants = new ArrayList<>();

    private QueryMutations(Generated right, Dice dice) {
        this.right = right;
        this.dice = dice;
    }

    /**
     * A changed method.
     *
     * @param reason why it is right nevertheless; null if it must not compile without a message
     */
    record Mutant(
            String change,
            String sql,
            String result,
            String parameters,
            @Nullable String reason) {}

    static Mutant unchanged(Generated right) {
        return new QueryMutations(right, new Dice(0)).mutant("none", right.pieces(), "right");
    }

    static List<Mutant> of(Generated right, Dice dice) {
        QueryMutations mutations = new QueryMutations(right, dice);
        mutations.changeNames();
        mutations.changeParameters();
        mutations.changeResult();
        mutations.mutants.removeIf(mutant -> !dice.oneIn(THINNING));
        return mutations.mutants;
    }

    private Mutant mutant(String change, List<SqlSegment> pieces, @Nullable String reason) {
        return new Mutant(change, sql(pieces), result(right.outputs()), parameters(Map.of()), reason);
    }

    private String sql(List<SqlSegment> pieces) {
        StringBuilder sql = new StringBuilder();
        for (SqlSegment piece : pieces) {
            if (piece instanceof SqlSegment.Text text) {
                sql.append(text.sql());
            } else if (piece instanceof SqlSegment.TableName table) {
                sql.append(table.table().name());
            } else if (piece instanceof SqlSegment.FunctionName function) {
                sql.append(function.name());
            } else if (piece instanceof SqlSegment.ColumnName column) {
                sql.append(column.qualifier() == null ? "" : column.qualifier() + ".");
                sql.append(column.column().name());
            } else {
                sql.append(':')
                        .append(right.parameters()
                                .get(((SqlSegment.Value) piece).parameter())
                                .name());
            }
        }
        return sql.toString();
    }

    /** The parameters of the method; {@code changed} holds other declarations by index, which are empty for none. */
    private String parameters(Map<Integer, String> changed) {
        List<String> declared = new ArrayList<>();
        for (int i = 0; i < right.parameters().size(); i++) {
            Parameter parameter = right.parameters().get(i);
            declared.add(
                    changed.getOrDefault(i, declared(parameter, parameter.kind().java()) + " " + parameter.name()));
        }
        declared.removeIf(String::isEmpty);
        return String.join(", ", declared);
    }

    private static String declared(Parameter parameter, String type) {
        String one = parameter.several() ? type.replace(type, "List<" + boxed(type) + ">") : type;
        return parameter.nullable() ? nullable(one) : one;
    }

    private static String boxed(String type) {
        return BOXES.getOrDefault(type, type);
    }

    private static String nullable(String type) {
        if (type.equals("byte[]")) {
            return "byte @Nullable []";
        }
        int simple = type.indexOf('<') < 0 ? type.lastIndexOf('.') + 1 : 0;
        return type.substring(0, simple) + "@Nullable " + boxed(type.substring(simple));
    }

    /** The type of a row, as the components of its record; {@code long} for a statement that changes data. */
    private static String result(List<Output> outputs) {
        return outputs.isEmpty()
                ? "long"
                : record(outputs.stream().map(QueryMutations::component).toList());
    }

    private static String record(List<String> components) {
        return "List<(" + String.join(", ", components) + ")>";
    }

    private static String component(Output output) {
        return component(output, output.kind().java(), output.nullable());
    }

    private static String component(Output output, String type, boolean mayBeNull) {
        return (mayBeNull ? nullable(type) : type) + " " + camel(output.name());
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean starts = i > 0 && name.charAt(i - 1) == '_';
            if (name.charAt(i) != '_') {
                camel.append(starts ? Character.toUpperCase(name.charAt(i)) : name.charAt(i));
            }
        }
        return camel.toString();
    }

    private void changeNames() {
        List<SqlSegment> pieces = right.pieces();
        int tables = (int)
                pieces.stream().filter(SqlSegment.TableName.class::isInstance).count();
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i) instanceof SqlSegment.TableName name) {
                add(
                        "table misspelt",
                        i,
                        new SqlSegment.TableName(new Table(misspelt(name.table().name()), List.of())),
                        null);
                if (tables == 1 && !right.outputs().isEmpty()) {
                    Table other = other(QueryGrammar.TABLES, name.table());
                    add("other table", i, new SqlSegment.TableName(other), sameColumns(other));
                }
            } else if (pieces.get(i) instanceof SqlSegment.FunctionName name) {
                add("function misspelt", i, new SqlSegment.FunctionName(misspelt(name.name())), null);
            } else if (pieces.get(i) instanceof SqlSegment.ColumnName name) {
                changeColumn(i, name);
            } else if (pieces.get(i) instanceof SqlSegment.Value) {
                add("parameter misspelt", i, new SqlSegment.Text(":" + misspelt("para")), null);
            }
        }
    }

    private void add(String change, int index, SqlSegment piece, @Nullable String reason) {
        List<SqlSegment> pieces = new ArrayList<>(right.pieces());
        pieces.set(index, piece);
        mutants.add(mutant(change, pieces, reason));
    }

    /** A letter is doubled, so that the name is no other one. */
    private String misspelt(String name) {
        int letter = dice.below(name.length());
        return name.substring(0, letter + 1) + name.substring(letter);
    }

    private <T> T other(List<T> all, T one) {
        List<T> others = new ArrayList<>(all);
        others.remove(one);
        return others.get(dice.below(others.size()));
    }

    private @Nullable String sameColumns(Table other) {
        boolean same = right.pieces().stream()
                .filter(SqlSegment.ColumnName.class::isInstance)
                .map(piece -> ((SqlSegment.ColumnName) piece).column())
                .allMatch(column -> other.columns().contains(column));
        return same ? "the other table has columns of the same names and types" : null;
    }

    private void changeColumn(int index, SqlSegment.ColumnName name) {
        Column column = name.column();
        Column wrong = new Column(misspelt(column.name()), column.kind(), column.nullable());
        add("column misspelt", index, new SqlSegment.ColumnName(name.qualifier(), name.table(), wrong, -1), null);
        if (name.parameter() >= 0) {
            Parameter parameter = right.parameters().get(name.parameter());
            Column other = other(name.table().columns(), column);
            boolean comparable = compared(other.kind(), parameter.kind().java()) != null;
            add(
                    "other column",
                    index,
                    new SqlSegment.ColumnName(name.qualifier(), name.table(), other, -1),
                    comparable ? "the other column can be compared with the parameter" : null);
        }
        if (name.qualifier() != null) {
            add("alias misspelt", index, new SqlSegment.ColumnName("zz", name.table(), column, -1), null);
        }
        if ("o".equals(name.qualifier()) || "a".equals(name.qualifier())) {
            boolean outer = sql(right.pieces()).contains("LEFT JOIN");
            boolean output = index < right.pieces().indexOf(new SqlSegment.TableName(QueryGrammar.ORDERS));
            boolean both = column.name().equals("id") && !(output && outer);
            add(
                    "other alias",
                    index,
                    new SqlSegment.ColumnName(name.qualifier().equals("o") ? "a" : "o", name.table(), column, -1),
                    both ? "the other table has a column of the same name and type" : null);
        }
    }

    private void changeParameters() {
        for (int i = 0; i < right.parameters().size(); i++) {
            Parameter parameter = right.parameters().get(i);
            String name = " " + parameter.name();
            String type = parameter.kind().java();
            for (int n = 0; n < 4; n++) {
                String other = other(TYPES, type);
                redeclare("parameter type", i, declared(parameter, other) + name, accepted(parameter, other));
            }
            redeclare("parameter renamed", i, declared(parameter, type) + " other", null);
            redeclare("parameter removed", i, "", null);
            redeclare("parameter added", i, declared(parameter, type) + name + ", int other", null);
            if (parameter.several()) {
                String one = parameter.nullable() ? nullable(type) : type;
                redeclare("collection to value", i, one + name, "IN takes one value");
                if (!parameter.nullable()) {
                    redeclare("list to array", i, type + "[]" + name, "an array holds several values");
                    redeclare("list to set", i, "Set<" + boxed(type) + ">" + name, "a set holds several values");
                }
            } else {
                redeclare("value to collection", i, "List<" + boxed(type) + ">" + name, null);
            }
            if (parameter.nullable()) {
                redeclare("@Nullable removed", i, mandatory(parameter) + name, mayBeMandatory(parameter));
            } else {
                redeclare("@Nullable added", i, nullable(mandatory(parameter)) + name, mayBeNull(i));
            }
        }
    }

    private static String mandatory(Parameter parameter) {
        String type = parameter.kind().java();
        return parameter.several() ? "List<" + boxed(type) + ">" : type;
    }

    private @Nullable String mayBeMandatory(Parameter parameter) {
        if (parameter.part() < 0) {
            return "a column that may be NULL stores any value";
        }
        long all = right.parameters().stream()
                .filter(other -> other.part() == parameter.part())
                .count();
        return all > 1 ? "another parameter of the optional part may be null" : null;
    }

    private @Nullable String mayBeNull(int index) {
        List<SqlSegment> pieces = right.pieces();
        int place = pieces.indexOf(new SqlSegment.Value(index));
        if (right.parameters().get(index).use() == Use.TIME) {
            return "the function takes NULL";
        }
        return pieces.get(place - 1).equals(new SqlSegment.Text(" <=> ")) ? "<=> compares with NULL" : null;
    }

    private void redeclare(String change, int index, String declaration, @Nullable String reason) {
        mutants.add(new Mutant(
                change,
                sql(right.pieces()),
                result(right.outputs()),
                parameters(new HashMap<>(Map.of(index, declaration))),
                reason));
    }

    private static @Nullable String accepted(Parameter parameter, String type) {
        return switch (parameter.use()) {
            case COMPARED -> compared(parameter.kind(), type);
            case STORED -> stored(parameter.kind(), type);
            case PATTERN -> type.equals("Shop.City") ? "an enum is a text" : null;
            case TIME -> type.equals("LocalDate") ? "a date is its midnight" : null;
            case ROW_COUNT -> INTEGERS.contains(type) ? "any integer is a number of rows" : null;
        };
    }

    /** Why a comparison with a value of another type is exact. */
    private static @Nullable String compared(Kind kind, String type) {
        if (type.equals(kind.java())) {
            return "same type";
        }
        boolean exact = INTEGERS.contains(type) || type.startsWith("Big");
        return switch (kind) {
            case TINYINT, INT, BIGINT, DECIMAL -> exact ? "exact numbers of any type are compared by value" : null;
            case DOUBLE -> exact || type.equals("float") ? "a DOUBLE is compared with any number by value" : null;
            case VARCHAR -> type.equals("Shop.City") ? "an enum is a text" : null;
            case DATETIME -> type.equals("LocalDate") ? "a date is its midnight" : null;
            case BOOLEAN, DATE -> null;
        };
    }

    /** Why a column stores all values of another type. */
    private static @Nullable String stored(Kind kind, String type) {
        return switch (kind) {
            case INT -> Set.of("byte", "short").contains(type) ? "the column is wider" : null;
            case BIGINT -> INTEGERS.contains(type) ? "the column is wider" : null;
            case DECIMAL -> INTEGERS.contains(type) ? "the server checks the digits of decimals" : null;
            default -> compared(kind, type);
        };
    }

    /** Why a component can hold all values of another type. */
    private static @Nullable String held(Kind kind, String type) {
        return switch (kind) {
            case INT ->
                Set.of("long", "double", "BigDecimal", "BigInteger").contains(type) ? "the type is wider" : null;
            case BIGINT -> Set.of("BigDecimal", "BigInteger").contains(type) ? "the type is wider" : null;
            case VARCHAR -> type.equals("Shop.City") ? "an enum is read by its name" : null;
            default -> null;
        };
    }

    private void changeResult() {
        List<Output> outputs = right.outputs();
        if (outputs.isEmpty()) {
            return;
        }
        for (int i = 0; i < outputs.size(); i++) {
            Output output = outputs.get(i);
            for (int n = 0; n < 3; n++) {
                String type = other(TYPES, output.kind().java());
                component("component type", i, component(output, type, output.nullable()), held(output.kind(), type));
            }
            component(
                    output.nullable() ? "component @Nullable removed" : "component @Nullable added",
                    i,
                    component(output, output.kind().java(), !output.nullable()),
                    output.nullable() ? null : "a component that may be null holds any value");
            component("component renamed", i, component(output) + "x", null);
            component("component added", i, component(output) + ", @Nullable Integer more", null);
            if (outputs.size() > 1) {
                component("component removed", i, "", null);
            }
        }
        String row = result(outputs);
        result("one row", row.replace("List<", "Optional<"), "the number of rows is not known");
        boolean scalar = outputs.size() == 1 && !outputs.get(0).nullable();
        String type = boxed(outputs.get(0).kind().java());
        result("value of one column", "List<" + type + ">", scalar ? "one column can be a value" : null);
        result("nothing", "void", null);
    }

    private void component(String change, int index, String declaration, @Nullable String reason) {
        List<String> components = right.outputs().stream()
                .map(QueryMutations::component)
                .collect(Collectors.toCollection(ArrayList::new));
        components.set(index, declaration);
        components.removeIf(String::isEmpty);
        result(change, record(components), reason);
    }

    private void result(String change, String result, @Nullable String reason) {
        mutants.add(new Mutant(change, sql(right.pieces()), result, parameters(Map.of()), reason));
    }
}
