package dev.cairn.processor.query;

import dev.cairn.processor.query.QueryGrammar.Column;
import dev.cairn.processor.query.QueryGrammar.GeneratedMethod;
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

/** Creates the mutants of a correct method: in each of them, one name, type or parameter is changed. */
final class QueryMutations {
    private static final List<String> JAVA_TYPES = List.of(
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
    private static final Map<String, String> BOXES_BY_PRIMITIVE = Map.of(
            "boolean", "Boolean",
            "byte", "Byte",
            "short", "Short",
            "int", "Integer",
            "long", "Long",
            "float", "Float",
            "double", "Double");
    /** One of this many mutants is kept, so that the test ends within seconds. */
    private static final int THINNING = 3;

    private static final Set<String> INTEGER_TYPES = Set.of("byte", "short", "int", "long");

    private final GeneratedMethod correctMethod;
    private final Dice dice;
    private final List<Mutant> mutants = new ArrayList<>();

    private QueryMutations(GeneratedMethod correctMethod, Dice dice) {
        this.correctMethod = correctMethod;
        this.dice = dice;
    }

    /**
     * A changed method.
     *
     * @param reason why it may compile; null if it must not compile without a message
     */
    record Mutant(
            String change,
            String sql,
            String result,
            String parameters,
            @Nullable String reason) {}

    static Mutant ofUnchanged(GeneratedMethod correctMethod) {
        return new QueryMutations(correctMethod, new Dice(0)).createMutant("none", correctMethod.segments(), "right");
    }

    static List<Mutant> of(GeneratedMethod correctMethod, Dice dice) {
        QueryMutations mutations = new QueryMutations(correctMethod, dice);
        mutations.changeNames();
        mutations.changeParameters();
        mutations.changeResult();
        mutations.mutants.removeIf(mutant -> !dice.oneIn(THINNING));
        return mutations.mutants;
    }

    private Mutant createMutant(String change, List<SqlSegment> segments, @Nullable String reason) {
        return new Mutant(
                change,
                renderSql(segments),
                renderResultType(correctMethod.outputs()),
                renderParameters(Map.of()),
                reason);
    }

    private String renderSql(List<SqlSegment> segments) {
        StringBuilder sql = new StringBuilder();
        for (SqlSegment segment : segments) {
            if (segment instanceof SqlSegment.Text text) {
                sql.append(text.sql());
            } else if (segment instanceof SqlSegment.TableName table) {
                sql.append(table.table().name());
            } else if (segment instanceof SqlSegment.FunctionName function) {
                sql.append(function.name());
            } else if (segment instanceof SqlSegment.ColumnName column) {
                sql.append(column.qualifier() == null ? "" : column.qualifier() + ".");
                sql.append(column.column().name());
            } else {
                sql.append(':')
                        .append(correctMethod
                                .parameters()
                                .get(((SqlSegment.Value) segment).parameter())
                                .name());
            }
        }
        return sql.toString();
    }

    /**
     * Renders the parameters.
     *
     * @param changed other declarations, by the index of the parameter; an empty one removes the parameter
     */
    private String renderParameters(Map<Integer, String> changed) {
        List<String> declarations = new ArrayList<>();
        for (int i = 0; i < correctMethod.parameters().size(); i++) {
            Parameter parameter = correctMethod.parameters().get(i);
            declarations.add(changed.getOrDefault(
                    i, renderType(parameter, parameter.kind().javaType()) + " " + parameter.name()));
        }
        declarations.removeIf(String::isEmpty);
        return String.join(", ", declarations);
    }

    private static String renderType(Parameter parameter, String type) {
        String declaredType = parameter.isList() ? type.replace(type, "List<" + boxedType(type) + ">") : type;
        return parameter.nullable() ? nullableType(declaredType) : declaredType;
    }

    private static String boxedType(String type) {
        return BOXES_BY_PRIMITIVE.getOrDefault(type, type);
    }

    private static String nullableType(String type) {
        if (type.equals("byte[]")) {
            return "byte @Nullable []";
        }
        int simpleNameStart = type.indexOf('<') < 0 ? type.lastIndexOf('.') + 1 : 0;
        return type.substring(0, simpleNameStart) + "@Nullable " + boxedType(type.substring(simpleNameStart));
    }

    /** Renders a list of records with the components of a row; {@code long} for a statement that changes data. */
    private static String renderResultType(List<Output> outputs) {
        return outputs.isEmpty()
                ? "long"
                : renderRecordList(
                        outputs.stream().map(QueryMutations::renderComponent).toList());
    }

    private static String renderRecordList(List<String> components) {
        return "List<(" + String.join(", ", components) + ")>";
    }

    private static String renderComponent(Output output) {
        return renderComponent(output, output.kind().javaType(), output.nullable());
    }

    private static String renderComponent(Output output, String type, boolean mayBeNull) {
        return (mayBeNull ? nullableType(type) : type) + " " + toCamelCase(output.name());
    }

    private static String toCamelCase(String name) {
        StringBuilder camelCaseName = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean startsWord = i > 0 && name.charAt(i - 1) == '_';
            if (name.charAt(i) != '_') {
                camelCaseName.append(startsWord ? Character.toUpperCase(name.charAt(i)) : name.charAt(i));
            }
        }
        return camelCaseName.toString();
    }

    private void changeNames() {
        List<SqlSegment> segments = correctMethod.segments();
        int tableCount = (int)
                segments.stream().filter(SqlSegment.TableName.class::isInstance).count();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i) instanceof SqlSegment.TableName name) {
                addNameMutant(
                        "table misspelt",
                        i,
                        new SqlSegment.TableName(new Table(misspell(name.table().name()), List.of())),
                        null);
                if (tableCount == 1 && !correctMethod.outputs().isEmpty()) {
                    Table otherTable = chooseOther(QueryGrammar.TABLES, name.table());
                    addNameMutant(
                            "other table", i, new SqlSegment.TableName(otherTable), findSameColumnsReason(otherTable));
                }
            } else if (segments.get(i) instanceof SqlSegment.FunctionName name) {
                addNameMutant("function misspelt", i, new SqlSegment.FunctionName(misspell(name.name())), null);
            } else if (segments.get(i) instanceof SqlSegment.ColumnName name) {
                changeColumn(i, name);
            } else if (segments.get(i) instanceof SqlSegment.Value) {
                addNameMutant("parameter misspelt", i, new SqlSegment.Text(":" + misspell("para")), null);
            }
        }
    }

    private void addNameMutant(String change, int index, SqlSegment segment, @Nullable String reason) {
        List<SqlSegment> segments = new ArrayList<>(correctMethod.segments());
        segments.set(index, segment);
        mutants.add(createMutant(change, segments, reason));
    }

    /** Doubles a letter, which results in a name that nothing else has. */
    private String misspell(String name) {
        int letter = dice.below(name.length());
        return name.substring(0, letter + 1) + name.substring(letter);
    }

    private <T> T chooseOther(List<T> candidates, T excluded) {
        List<T> others = new ArrayList<>(candidates);
        others.remove(excluded);
        return others.get(dice.below(others.size()));
    }

    private @Nullable String findSameColumnsReason(Table otherTable) {
        boolean hasSameColumns = correctMethod.segments().stream()
                .filter(SqlSegment.ColumnName.class::isInstance)
                .map(segment -> ((SqlSegment.ColumnName) segment).column())
                .allMatch(column -> otherTable.columns().contains(column));
        return hasSameColumns ? "the other table has columns of the same names and types" : null;
    }

    private void changeColumn(int index, SqlSegment.ColumnName name) {
        Column column = name.column();
        Column misspeltColumn = new Column(misspell(column.name()), column.kind(), column.nullable());
        addNameMutant(
                "column misspelt",
                index,
                new SqlSegment.ColumnName(name.qualifier(), name.table(), misspeltColumn, -1),
                null);
        if (name.parameter() >= 0) {
            Parameter parameter = correctMethod.parameters().get(name.parameter());
            Column otherColumn = chooseOther(name.table().columns(), column);
            boolean isComparable =
                    findComparisonReason(otherColumn.kind(), parameter.kind().javaType()) != null;
            addNameMutant(
                    "other column",
                    index,
                    new SqlSegment.ColumnName(name.qualifier(), name.table(), otherColumn, -1),
                    isComparable ? "the other column can be compared with the parameter" : null);
        }
        if (name.qualifier() != null) {
            addNameMutant("alias misspelt", index, new SqlSegment.ColumnName("zz", name.table(), column, -1), null);
        }
        if ("o".equals(name.qualifier()) || "a".equals(name.qualifier())) {
            boolean isOuterJoin = renderSql(correctMethod.segments()).contains("LEFT JOIN");
            boolean isOutput = index < correctMethod.segments().indexOf(new SqlSegment.TableName(QueryGrammar.ORDERS));
            boolean bothTablesHaveColumn = column.name().equals("id") && !(isOutput && isOuterJoin);
            addNameMutant(
                    "other alias",
                    index,
                    new SqlSegment.ColumnName(name.qualifier().equals("o") ? "a" : "o", name.table(), column, -1),
                    bothTablesHaveColumn ? "the other table has a column of the same name and type" : null);
        }
    }

    private void changeParameters() {
        for (int i = 0; i < correctMethod.parameters().size(); i++) {
            Parameter parameter = correctMethod.parameters().get(i);
            String name = " " + parameter.name();
            String type = parameter.kind().javaType();
            for (int attempt = 0; attempt < 4; attempt++) {
                String otherType = chooseOther(JAVA_TYPES, type);
                redeclare(
                        "parameter type",
                        i,
                        renderType(parameter, otherType) + name,
                        findAcceptanceReason(parameter, otherType));
            }
            redeclare("parameter renamed", i, renderType(parameter, type) + " other", null);
            redeclare("parameter removed", i, "", null);
            redeclare("parameter added", i, renderType(parameter, type) + name + ", int other", null);
            if (parameter.isList()) {
                String valueType = parameter.nullable() ? nullableType(type) : type;
                redeclare("collection to value", i, valueType + name, "IN takes one value");
                if (!parameter.nullable()) {
                    redeclare("list to array", i, type + "[]" + name, "an array holds several values");
                    redeclare("list to set", i, "Set<" + boxedType(type) + ">" + name, "a set holds several values");
                }
            } else {
                redeclare("value to collection", i, "List<" + boxedType(type) + ">" + name, null);
            }
            if (parameter.nullable()) {
                redeclare("@Nullable removed", i, mandatoryType(parameter) + name, findMandatoryReason(parameter));
            } else {
                redeclare("@Nullable added", i, nullableType(mandatoryType(parameter)) + name, findNullReason(i));
            }
        }
    }

    private static String mandatoryType(Parameter parameter) {
        String type = parameter.kind().javaType();
        return parameter.isList() ? "List<" + boxedType(type) + ">" : type;
    }

    private @Nullable String findMandatoryReason(Parameter parameter) {
        if (parameter.optionalPart() < 0) {
            return "a column that may be NULL stores any value";
        }
        long parameterCount = correctMethod.parameters().stream()
                .filter(other -> other.optionalPart() == parameter.optionalPart())
                .count();
        return parameterCount > 1 ? "another parameter of the optional part may be null" : null;
    }

    private @Nullable String findNullReason(int index) {
        List<SqlSegment> segments = correctMethod.segments();
        int valueIndex = segments.indexOf(new SqlSegment.Value(index));
        if (correctMethod.parameters().get(index).use() == Use.TIME) {
            return "the function takes NULL";
        }
        return segments.get(valueIndex - 1).equals(new SqlSegment.Text(" <=> ")) ? "<=> compares with NULL" : null;
    }

    private void redeclare(String change, int index, String declaration, @Nullable String reason) {
        mutants.add(new Mutant(
                change,
                renderSql(correctMethod.segments()),
                renderResultType(correctMethod.outputs()),
                renderParameters(new HashMap<>(Map.of(index, declaration))),
                reason));
    }

    private static @Nullable String findAcceptanceReason(Parameter parameter, String type) {
        return switch (parameter.use()) {
            case COMPARED -> findComparisonReason(parameter.kind(), type);
            case STORED -> findStorageReason(parameter.kind(), type);
            case PATTERN -> type.equals("Shop.City") ? "an enum is a text" : null;
            case TIME -> type.equals("LocalDate") ? "a date is its midnight" : null;
            case ROW_COUNT -> INTEGER_TYPES.contains(type) ? "any integer is a number of rows" : null;
        };
    }

    /** Returns why a comparison with a value of another type is exact, or null if it is not. */
    private static @Nullable String findComparisonReason(Kind kind, String type) {
        if (type.equals(kind.javaType())) {
            return "same type";
        }
        boolean isExact = INTEGER_TYPES.contains(type) || type.startsWith("Big");
        return switch (kind) {
            case TINYINT, INT, BIGINT, DECIMAL -> isExact ? "exact numbers of any type are compared by value" : null;
            case DOUBLE -> isExact || type.equals("float") ? "a DOUBLE is compared with any number by value" : null;
            case VARCHAR -> type.equals("Shop.City") ? "an enum is a text" : null;
            case DATETIME -> type.equals("LocalDate") ? "a date is its midnight" : null;
            case BOOLEAN, DATE -> null;
        };
    }

    /** Returns why a column stores all values of another type, or null if it does not. */
    private static @Nullable String findStorageReason(Kind kind, String type) {
        return switch (kind) {
            case INT -> Set.of("byte", "short").contains(type) ? "the column is wider" : null;
            case BIGINT -> INTEGER_TYPES.contains(type) ? "the column is wider" : null;
            case DECIMAL -> INTEGER_TYPES.contains(type) ? "the server checks the digits of decimals" : null;
            default -> findComparisonReason(kind, type);
        };
    }

    /** Returns why a component can hold all values of another type, or null if it can't. */
    private static @Nullable String findComponentReason(Kind kind, String type) {
        return switch (kind) {
            case INT ->
                Set.of("long", "double", "BigDecimal", "BigInteger").contains(type) ? "the type is wider" : null;
            case BIGINT -> Set.of("BigDecimal", "BigInteger").contains(type) ? "the type is wider" : null;
            case VARCHAR -> type.equals("Shop.City") ? "an enum is read by its name" : null;
            default -> null;
        };
    }

    private void changeResult() {
        List<Output> outputs = correctMethod.outputs();
        if (outputs.isEmpty()) {
            return;
        }
        for (int i = 0; i < outputs.size(); i++) {
            Output output = outputs.get(i);
            for (int attempt = 0; attempt < 3; attempt++) {
                String type = chooseOther(JAVA_TYPES, output.kind().javaType());
                addComponentMutant(
                        "component type",
                        i,
                        renderComponent(output, type, output.nullable()),
                        findComponentReason(output.kind(), type));
            }
            addComponentMutant(
                    output.nullable() ? "component @Nullable removed" : "component @Nullable added",
                    i,
                    renderComponent(output, output.kind().javaType(), !output.nullable()),
                    output.nullable() ? null : "a component that may be null holds any value");
            addComponentMutant("component renamed", i, renderComponent(output) + "x", null);
            addComponentMutant("component added", i, renderComponent(output) + ", @Nullable Integer more", null);
            if (outputs.size() > 1) {
                addComponentMutant("component removed", i, "", null);
            }
        }
        String row = renderResultType(outputs);
        addResultMutant("one row", row.replace("List<", "Optional<"), "the number of rows is not known");
        boolean isScalar = outputs.size() == 1 && !outputs.get(0).nullable();
        String type = boxedType(outputs.get(0).kind().javaType());
        addResultMutant("value of one column", "List<" + type + ">", isScalar ? "one column can be a value" : null);
        addResultMutant("nothing", "void", null);
    }

    private void addComponentMutant(String change, int index, String declaration, @Nullable String reason) {
        List<String> components = correctMethod.outputs().stream()
                .map(QueryMutations::renderComponent)
                .collect(Collectors.toCollection(ArrayList::new));
        components.set(index, declaration);
        components.removeIf(String::isEmpty);
        addResultMutant(change, renderRecordList(components), reason);
    }

    private void addResultMutant(String change, String result, @Nullable String reason) {
        mutants.add(
                new Mutant(change, renderSql(correctMethod.segments()), result, renderParameters(Map.of()), reason));
    }
}
