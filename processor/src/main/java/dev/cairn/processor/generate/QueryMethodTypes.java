package dev.cairn.processor.generate;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.ParameterType.Container;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.RowType;

/** The Java types of the parameters and results of query methods. */
final class QueryMethodTypes {

    private static final ClassName OPTIONAL = ClassName.get("java.util", "Optional");
    private static final ClassName SET = ClassName.get("java.util", "Set");
    private static final ClassName STREAM = ClassName.get("java.util.stream", "Stream");

    private QueryMethodTypes() {}

    /** Returns the type of a parameter as the method declares it. */
    static TypeName toTypeName(ParameterType type) {
        if (type instanceof ParameterType.Value value) {
            return JavaTypes.toTypeName(value.type());
        }
        if (type instanceof ParameterType.OptionalType optionalType) {
            return ParameterizedTypeName.get(
                    OPTIONAL,
                    optionalType.presentType() instanceof ParameterType.Value value
                            ? JavaTypes.toTypeArgument(value.type())
                            : toTypeName(optionalType.presentType()));
        }
        if (type instanceof ParameterType.Values values) {
            return toContainerType(values.container(), values.elementType());
        }
        if (type instanceof ParameterType.Directive directive) {
            return switch (directive) {
                case PAGE -> RuntimeClassNames.PAGE_REQUEST;
                case SORT -> RuntimeClassNames.SORT;
            };
        }
        return JavaTypes.toClassName(((ParameterType.Components) type).recordName());
    }

    private static TypeName toContainerType(Container container, JavaType elementType) {
        return switch (container) {
            case LIST -> ParameterizedTypeName.get(JavaTypes.LIST, JavaTypes.toTypeArgument(elementType));
            case SET -> ParameterizedTypeName.get(SET, JavaTypes.toTypeArgument(elementType));
            case COLLECTION ->
                ParameterizedTypeName.get(
                        ClassName.get("java.util", "Collection"), JavaTypes.toTypeArgument(elementType));
            case ARRAY -> ArrayTypeName.of(JavaTypes.toTypeName(elementType));
        };
    }

    /** Returns the return type of a method. */
    static TypeName toTypeName(QueryResult<RowType> result) {
        if (result instanceof QueryResult.Changes<RowType> changes) {
            return switch (changes.countType()) {
                case VOID -> TypeName.VOID;
                case LONG -> TypeName.LONG;
                case INT -> TypeName.INT;
            };
        }
        if (result instanceof QueryResult.Entries<RowType> entries) {
            return ParameterizedTypeName.get(
                    JavaTypes.MAP, JavaTypes.toTypeArgument(entries.key()), toTypeArgument(entries.value()));
        }
        QueryResult.Rows<RowType> rows = (QueryResult.Rows<RowType>) result;
        return switch (rows.multiplicity()) {
            case LIST -> ParameterizedTypeName.get(JavaTypes.LIST, toTypeArgument(rows.row()));
            case SET -> ParameterizedTypeName.get(SET, toTypeArgument(rows.row()));
            case PAGE -> ParameterizedTypeName.get(RuntimeClassNames.PAGE, toTypeArgument(rows.row()));
            case OPTIONAL -> ParameterizedTypeName.get(OPTIONAL, toTypeArgument(rows.row()));
            case STREAM -> ParameterizedTypeName.get(STREAM, toTypeArgument(rows.row()));
            case ONE, ONE_OR_NULL ->
                rows.row() instanceof RowType.Scalar scalar
                        ? JavaTypes.toTypeName(scalar.type())
                        : toTypeArgument(rows.row());
        };
    }

    /** Returns the type of a row, boxed for use as a type argument. */
    static TypeName toTypeArgument(RowType rowType) {
        return rowType instanceof RowType.Scalar scalar
                ? JavaTypes.toTypeArgument(scalar.type())
                : JavaTypes.toClassName(((RowType.Composite) rowType).shape().recordName());
    }
}
