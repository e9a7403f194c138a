package dev.cairn.catalog;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A form of user-defined functions in Java: the keyword of the statement, the method that a server calls, and the types
 * that the method may have.
 */
public enum JavaFunctionForm {
    SCALAR("", "Scalar", "evaluate"),
    AGGREGATE("AGGREGATE", "Aggregate", "update"),
    TABLE("TABLE", "Table", "process");

    private static final Map<PrimitiveType, Class<?>> CLASS_BY_TYPE = Map.of(
            PrimitiveType.BOOLEAN, Boolean.class,
            PrimitiveType.TINYINT, Byte.class,
            PrimitiveType.SMALLINT, Short.class,
            PrimitiveType.INT, Integer.class,
            PrimitiveType.BIGINT, Long.class,
            PrimitiveType.FLOAT, Float.class,
            PrimitiveType.DOUBLE, Double.class,
            PrimitiveType.CHAR, String.class,
            PrimitiveType.VARCHAR, String.class);

    private final String variant;
    private final String showFunctionsName;
    private final String methodName;

    JavaFunctionForm(String variant, String showFunctionsName, String methodName) {
        this.variant = variant;
        this.showFunctionsName = showFunctionsName;
        this.methodName = methodName;
    }

    /**
     * Returns the form that a statement creates; SCALAR if the keyword belongs to no other form.
     *
     * @param variant the keyword of the statement; null if the statement has none
     */
    public static JavaFunctionForm of(@Nullable String variant) {
        return Stream.of(values())
                .filter(form -> form.variant.equals(variant))
                .findFirst()
                .orElse(SCALAR);
    }

    /** Returns the form with a name in SHOW FUNCTIONS; SCALAR for an unknown name. */
    public static JavaFunctionForm ofShowFunctionsName(String name) {
        return Stream.of(values())
                .filter(form -> form.showFunctionsName.equals(name))
                .findFirst()
                .orElse(SCALAR);
    }

    /** Returns the keyword of the statement; empty for a scalar function. */
    public String variant() {
        return variant;
    }

    public String showFunctionsName() {
        return showFunctionsName;
    }

    /** Returns the name of the Java method that receives the arguments of the function. */
    public String methodName() {
        return methodName;
    }

    /**
     * Returns the kind of the function in queries.
     *
     * @param isAnalytic whether an aggregate function accepts OVER
     */
    public FunctionDeclaration.Kind toKind(boolean isAnalytic) {
        return switch (this) {
            case SCALAR -> FunctionDeclaration.Kind.SCALAR;
            case AGGREGATE -> isAnalytic ? FunctionDeclaration.Kind.WINDOW : FunctionDeclaration.Kind.AGGREGATE;
            case TABLE -> FunctionDeclaration.Kind.TABLE;
        };
    }

    /**
     * Returns the scalar type whose values are instances of a Java class, which is STRING for a {@link String}; empty
     * if functions can't have such values.
     */
    public static Optional<Type> findType(String className) {
        return CLASS_BY_TYPE.entrySet().stream()
                .filter(classEntry -> classEntry.getKey() != PrimitiveType.CHAR)
                .filter(classEntry -> classEntry.getValue().getName().equals(className))
                .map(classEntry -> classEntry.getKey() == PrimitiveType.VARCHAR
                        ? "STRING"
                        : classEntry.getKey().name())
                .map(Sql::parseType)
                .findFirst();
    }

    /**
     * Returns the raw class of the Java values of a type; empty if functions of this form can't have the type. Scalar
     * functions can't have nested types inside nested types.
     */
    public Optional<Class<?>> findJavaClass(Type type) {
        if (!type.isNested()) {
            return Optional.ofNullable(CLASS_BY_TYPE.get(PrimitiveType.of(type)));
        }
        boolean hasSimpleComponents =
                type.allComponentsMatch(component -> CLASS_BY_TYPE.containsKey(PrimitiveType.of(component)));
        if (type instanceof Type.Struct || (this == SCALAR && !hasSimpleComponents)) {
            return Optional.empty();
        }
        return Optional.of(type instanceof Type.Map ? Map.class : List.class);
    }
}
