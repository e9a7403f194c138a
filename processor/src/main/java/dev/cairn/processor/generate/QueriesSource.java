package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.QueryInterface;
import dev.cairn.processor.model.QueryInterface.Container;
import dev.cairn.processor.model.QueryInterface.Method;
import dev.cairn.processor.model.QueryInterface.Parameter;
import dev.cairn.processor.model.QueryInterface.ParameterType;
import dev.cairn.processor.model.QueryInterface.Piece;
import dev.cairn.processor.model.QueryInterface.Presence;
import dev.cairn.processor.model.QueryInterface.Result;
import dev.cairn.processor.model.QueryInterface.RowType;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Generates the class that implements an interface of queries: the texts of its statements as constants, a method for each
 * method of the interface, and a static method for each type of rows.
 */
final class QueriesSource {
    private static final ClassName OVERRIDE = ClassName.get("java.lang", "Override");
    private static final ClassName MATH = ClassName.get("java.lang", "Math");
    private static final ClassName OBJECTS = ClassName.get("java.util", "Objects");
    private static final String DATABASE = "db";

    /** Texts up to this length are written where they are used, except for the beginning of a statement. */
    private static final int SHORT_TEXT = 60;

    private static final int LINKS_IN_A_LINE = 2;
    private static final int LONGEST_TYPE_NAME = 40;

    private final QueryInterface queries;
    private final ClassName own;
    private final Set<String> inherited;
    private final FieldNames constants;
    private final FieldNames methodNames;
    private final ValueTypes types;
    private final List<FieldSpec> texts = new ArrayList<>();
    private final Map<String, FieldSpec> columnTypes = new LinkedHashMap<>();
    private final Map<RowType, MethodSpec> readers = new LinkedHashMap<>();

    /** @param inherited the names of all members that the interface declares or inherits */
    QueriesSource(QueryInterface queries, Set<String> inherited) {
        this.queries = queries;
        this.own = JavaTypes.name(queries.type().queries());
        this.inherited = inherited;
        Set<String> hidden = new HashSet<>(inherited);
        hidden.add(DATABASE);
        for (Method method : queries.methods()) {
            method.parameters().forEach(parameter -> hidden.add(parameter.name()));
        }
        this.constants = new FieldNames(hidden);
        Set<String> methods = new HashSet<>(inherited);
        queries.methods().forEach(method -> methods.add(method.name()));
        this.methodNames = new FieldNames(methods);
        this.types = new ValueTypes(constants);
    }

    /** The constants of the runtime that are used. */
    Set<String> scalars() {
        return types.scalars();
    }

    TypeSpec.Builder type() {
        List<MethodSpec> methods = new ArrayList<>();
        queries.methods().forEach(method -> methods.add(new MethodCode(method).method()));
        TypeSpec.Builder type = TypeSpec.classBuilder(own)
                .addJavadoc("Runs the statements of {@link $T}.\n", JavaTypes.name(queries.type()))
                .addSuperinterface(JavaTypes.name(queries.type()))
                .alwaysQualify(inherited.toArray(String[]::new));
        if (queries.exported()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        return type.addModifiers(Modifier.FINAL)
                .addFields(texts)
                .addFields(columnTypes.values())
                .addFields(types.fields())
                .addField(RuntimeNames.DATABASE, DATABASE, Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(constructor())
                .addMethods(methods)
                .addMethods(readers.values());
    }

    /** Whether a method may override one whose last parameter is declared with {@code ...}. */
    boolean hasVariableArity() {
        return queries.methods().stream()
                .map(Method::parameters)
                .anyMatch(parameters -> !parameters.isEmpty()
                        && parameters.get(parameters.size() - 1).type() instanceof ParameterType.Values values
                        && values.container() == Container.ARRAY);
    }

    private MethodSpec constructor() {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
                .addParameter(RuntimeNames.DATABASE, DATABASE)
                .addStatement("$T.require($L, $T.class)", RuntimeNames.FORMAT, SourceGenerator.FORMAT, own)
                .addStatement("this.$L = $L", DATABASE, DATABASE);
        if (queries.exported()) {
            constructor.addModifiers(Modifier.PUBLIC);
        }
        return constructor.build();
    }

    /** The static method that reads rows of a type. */
    private String reader(RowType row) {
        return readers.computeIfAbsent(row, this::newReader).name();
    }

    private MethodSpec newReader(RowType row) {
        CodeBlock value;
        String name;
        if (row instanceof RowType.Scalar scalar) {
            value = CodeBlock.of("$L", types.read(0, "", scalar.type()));
            name = name(scalar.type());
        } else {
            RowType.Composite composite = (RowType.Composite) row;
            value = new RecordCode(composite.shape(), composite.columns(), types).construction();
            name = composite.shape().record().simple();
        }
        return MethodSpec.methodBuilder(methodNames.free("read" + name))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(QueryMethodTypes.argument(row))
                .addParameter(RuntimeNames.ROW, "row")
                .addCode("return $L;\n", value)
                .build();
    }

    private static String name(JavaType type) {
        if (type instanceof JavaType.Primitive primitive) {
            String name = primitive.kind().wrapper().getSimpleName();
            return primitive.boxed() ? "Nullable" + name : name;
        }
        if (type instanceof JavaType.ListOf) {
            return "List";
        }
        if (type instanceof JavaType.MapOf) {
            return "Map";
        }
        if (type instanceof JavaType.Enumeration enumeration) {
            return enumeration.name().simple();
        }
        if (type instanceof JavaType.Struct struct) {
            return struct.name().simple();
        }
        return type == JavaType.Simple.BYTES
                ? "Bytes"
                : ((JavaType.Simple) type).type().getSimpleName();
    }

    /** A new constant with a part of a statement. */
    private String text(String name, String text) {
        String constant = constants.free(name);
        FieldSpec.Builder field =
                FieldSpec.builder(RuntimeNames.STRING, constant, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
        List<String> parts = JavaLiteral.parts(text);
        if (parts.size() == 1) {
            field.initializer("$>$L$<", JavaLiteral.literal(text));
        } else {
            String literals = parts.stream().map(JavaLiteral::literal).collect(Collectors.joining(",\n"));
            field.initializer("$T.join($S,\n$>$>$L$<$<)", RuntimeNames.STRING, "", literals);
        }
        texts.add(field.build());
        return constant;
    }

    /** The argument for the type of a column; empty if all values of the Java type fit it. */
    private String columnType(JavaType type, @Nullable Type column) {
        return column == null || !isChecked(type, column) ? "" : ", " + columnType(column);
    }

    private static boolean isChecked(JavaType type, Type column) {
        if (!(column instanceof Type.Scalar scalar)) {
            return true;
        }
        return switch (scalar.kind()) {
            case TINYINT, SMALLINT, INT, FLOAT ->
                !(type instanceof JavaType.Primitive primitive
                        && primitive.kind().sql() == scalar.kind());
            case JSON -> true;
            default -> false;
        };
    }

    private String columnType(Type column) {
        String sql = Sql.render(column);
        return columnTypes.computeIfAbsent(sql, this::newColumnType).name();
    }

    private FieldSpec newColumnType(String sql) {
        String words = sql.replaceAll("[^A-Za-z0-9]+", " ").strip().replace(' ', '_');
        String name = FieldNames.constant(words.substring(0, Math.min(words.length(), LONGEST_TYPE_NAME)));
        ClassName columnType = RuntimeNames.QUERY_CALL.nestedClass("ColumnType");
        return FieldSpec.builder(
                        columnType, constants.free(name + "_COLUMN"), Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("$T.of($L)", columnType, JavaLiteral.literal(sql))
                .build();
    }

    /**
     * Generates one method. Text and the markers of values are collected until a part of the statement depends on the
     * arguments; then they become one constant.
     */
    private final class MethodCode {
        private final Method method;
        private final String label;
        private final String constant;
        private final String call;
        private final Set<String> optionals = new HashSet<>();
        private final Set<String> nullableOwners = new HashSet<>();
        /** Whether all values are present, because this is an optional part. */
        private boolean present;

        private final CodeBlock.Builder code = CodeBlock.builder();
        private final StringBuilder text = new StringBuilder();
        private final List<CodeBlock> values = new ArrayList<>();
        /** The expression of the call, until it is a variable. */
        private @Nullable CodeBlock creation;

        private final List<CodeBlock> links = new ArrayList<>();
        private boolean declared;
        private int constantCount;

        MethodCode(Method method) {
            this.method = method;
            this.label = String.join(".", queries.type().simpleNames()) + "." + method.name();
            this.constant = FieldNames.constant(SnakeCase.of(method.name()));
            String variable = "call";
            while (isParameter(variable)) {
                variable += "_";
            }
            this.call = variable;
        }

        private boolean isParameter(String name) {
            return method.parameters().stream()
                    .anyMatch(parameter -> parameter.name().equals(name));
        }

        MethodSpec method() {
            MethodSpec.Builder spec = MethodSpec.methodBuilder(method.name())
                    .addAnnotation(OVERRIDE)
                    .addModifiers(Modifier.PUBLIC)
                    .returns(QueryMethodTypes.of(method.result()));
            for (Parameter parameter : method.parameters()) {
                TypeName type = QueryMethodTypes.of(parameter.type());
                spec.addParameter(type, parameter.name());
                if (parameter.type() instanceof ParameterType.OptionalValue) {
                    optionals.add(parameter.name());
                }
                nullableOwners.addAll(parameter.nullableOwners());
                if (!parameter.nullable() && !type.isPrimitive()) {
                    code.addStatement("$T.requireNonNull($L, $S)", OBJECTS, parameter.name(), parameter.name());
                }
            }
            text.append("/* ").append(label).append(" */ ");
            add(method.statement());
            finish();
            return spec.addCode(code.build()).build();
        }

        private void add(List<Piece> pieces) {
            for (Piece piece : pieces) {
                if (piece instanceof Piece.Text part) {
                    text.append(part.sql());
                } else if (piece instanceof Piece.Value value) {
                    text.append(value.marker());
                    values.add(value(value));
                } else if (piece instanceof Piece.Elements elements) {
                    endText();
                    links.add(elements(elements));
                } else if (piece instanceof Piece.Nested nested) {
                    endText();
                    links.add(nested(nested));
                } else if (piece instanceof Piece.Membership membership) {
                    add(membership);
                } else if (piece instanceof Piece.Conditional conditional) {
                    endStatement();
                    code.beginControlFlow("if ($L)", condition(conditional.values()));
                    present = true;
                    add(conditional.pieces());
                    present = false;
                    endStatement();
                    code.endControlFlow();
                }
            }
        }

        private CodeBlock value(Piece.Value value) {
            return CodeBlock.of(
                    ".value($L, $L, $L$L)",
                    parameter(value.expression()),
                    types.constant(lastName(value.expression()), value.type()),
                    unwrapped(value.expression()),
                    columnType(value.type(), value.column()));
        }

        private CodeBlock elements(Piece.Elements elements) {
            return CodeBlock.of(
                    ".values($L, $L, $L, $L)",
                    parameter(elements.expression()),
                    types.constant(lastName(elements.expression()), elements.element()),
                    elements.expression(),
                    JavaLiteral.literal(elements.marker()));
        }

        private CodeBlock nested(Piece.Nested nested) {
            return CodeBlock.of(
                    ".nested($L, $L, $L$L)",
                    parameter(nested.expression()),
                    types.constant(lastName(nested.expression()), nested.type()),
                    unwrapped(nested.expression()),
                    columnType(nested.type(), nested.column()));
        }

        private void add(Piece.Membership membership) {
            endStatement();
            boolean array = membership.container() == Container.ARRAY;
            code.beginControlFlow("if ($L$L)", membership.expression(), array ? ".length == 0" : ".isEmpty()");
            code.addStatement("$L.sql($S)", call, membership.negated() ? "TRUE" : "FALSE");
            code.nextControlFlow("else");
            add(membership.pieces());
            endStatement();
            code.endControlFlow();
        }

        private String condition(List<Presence> presences) {
            return presences.stream()
                    .map(value -> value.expression() + (value.optional() ? ".isPresent()" : " != null"))
                    .collect(Collectors.joining(" && "));
        }

        /** The name of a value in messages. */
        private String parameter(String expression) {
            return JavaLiteral.literal(expression.replace("()", ""));
        }

        private String lastName(String expression) {
            String path = expression.replace("()", "");
            return path.substring(path.lastIndexOf('.') + 1);
        }

        /** The value, which is null if it is an absent Optional, or a component of a record that is null. */
        private String unwrapped(String expression) {
            List<String> absences = new ArrayList<>();
            for (int dot = expression.indexOf('.'); dot >= 0; dot = expression.indexOf('.', dot + 1)) {
                String owner = expression.substring(0, dot);
                if (!present && nullableOwners.contains(owner)) {
                    absences.add(owner + " == null");
                }
            }
            String value =
                    optionals.contains(expression) ? expression + (present ? ".get()" : ".orElse(null)") : expression;
            return absences.isEmpty() ? value : String.join(" || ", absences) + " ? null : " + value;
        }

        /** Makes a constant of the collected text, and binds its values. */
        private void endText() {
            if (creation == null) {
                creation = CodeBlock.of(
                        "new $T($L, $L, $L)",
                        RuntimeNames.QUERY_CALL,
                        isParameter(DATABASE) ? "this." + DATABASE : DATABASE,
                        JavaLiteral.literal(label),
                        constant());
            } else if (!text.isEmpty()) {
                boolean inline = text.length() <= SHORT_TEXT && text.indexOf("\n") < 0;
                links.add(CodeBlock.of(".sql($L)", inline ? JavaLiteral.literal(text.toString()) : constant()));
            }
            text.setLength(0);
            links.addAll(values);
            values.clear();
        }

        private String constant() {
            constantCount++;
            return text(constantCount == 1 ? constant : constant + "_" + constantCount, text.toString());
        }

        /** Ends the Java statement, so that the next one can be under a condition. */
        private void endStatement() {
            endText();
            if (!declared) {
                code.addStatement("$T $L = $L", RuntimeNames.QUERY_CALL, call, chain());
                declared = true;
            } else if (!links.isEmpty()) {
                code.addStatement("$L", chain());
            }
            links.clear();
        }

        private CodeBlock chain() {
            String separator = links.size() > LINKS_IN_A_LINE ? "\n" : "";
            CodeBlock.Builder chain = CodeBlock.builder();
            chain.add("$L", declared ? CodeBlock.of("$L", call) : creation);
            links.forEach(link -> chain.add("$L$L", separator, link));
            return chain.build();
        }

        private void finish() {
            endText();
            if (method.result() instanceof Result.Changes changes) {
                links.add(CodeBlock.of(".execute()"));
                switch (changes.count()) {
                    case VOID -> code.addStatement("$L", chain());
                    case LONG -> code.addStatement("return $L", chain());
                    case INT -> code.addStatement("return $T.toIntExact($L)", MATH, chain());
                }
                return;
            }
            links.add(terminal());
            code.addStatement("return $L", chain());
        }

        private CodeBlock terminal() {
            if (method.result() instanceof Result.Entries entries) {
                return CodeBlock.of(
                        ".map($L, $L)", types.constant("key", entries.key()), types.constant("value", entries.value()));
            }
            Result.Rows rows = (Result.Rows) method.result();
            String verb = switch (rows.multiplicity()) {
                case LIST -> "list";
                case STREAM -> "stream";
                case OPTIONAL -> "optional";
                case ONE -> "one";
                case ONE_OR_NULL -> "oneOrNull";
            };
            return CodeBlock.of(".$L($T::$L)", verb, own, reader(rows.row()));
        }
    }
}
