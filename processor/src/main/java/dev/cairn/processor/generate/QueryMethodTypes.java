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

    /** Returns the type of a parameter. */
    static TypeName of(ParameterType type) {
        if (type instanceof ParameterType.Value value) {
            return JavaTypes.declaredType(value.type());
        }
        if (type instanceof ParameterType.OptionalOf optional) {
            return ParameterizedTypeName.get(
                    OPTIONAL,
                    optional.present() instanceof ParameterType.Value value
                            ? JavaTypes.argument(value.type())
                            : of(optional.present()));
        }
        if (type instanceof ParameterType.Values values) {
            return of(values.container(), values.element());
        }
        if (type instanceof ParameterType.Directive directive) {
            return switch (directive) {
                case PAGE -> RuntimeNames.PAGE_REQUEST;
                case SORT -> RuntimeNames.SORT;
            };
        }
        return JavaTypes.name(((ParameterType.Components) type).record());
    }

    private static TypeName of(Container container, JavaType element) {
        return switch (container) {
            case LIST -> ParameterizedTypeName.get(JavaTypes.LIST, JavaTypes.argument(element));
            case SET -> ParameterizedTypeName.get(SET, JavaTypes.argument(element));
            case COLLECTION ->
                ParameterizedTypeName.get(ClassName.get("java.util", "Collection"), JavaTypes.argument(element));
            case ARRAY -> ArrayTypeName.of(JavaTypes.declaredType(element));
        };
    }

    /** Returns the type that a method returns. */
    static TypeName of(QueryResult<RowType> result) {
        if (result instanceof QueryResult.Changes<RowType> changes) {
            return switch (changes.count()) {
                case VOID -> TypeName.VOID;
                case LONG -> TypeName.LONG;
                case INT -> TypeName.INT;
            };
        }
        if (result instanceof QueryResult.Entries<RowType> entries) {
            return ParameterizedTypeName.get(
                    JavaTypes.MAP, JavaTypes.argument(entries.key()), argument(entries.value()));
        }
        QueryResult.Rows<RowType> rows = (QueryResult.Rows<RowType>) result;
        return switch (rows.multiplicity()) {
            case LIST -> ParameterizedTypeName.get(JavaTypes.LIST, argument(rows.row()));
            case SET -> ParameterizedTypeName.get(SET, argument(rows.row()));
            case PAGE -> ParameterizedTypeName.get(RuntimeNames.PAGE, argument(rows.row()));
            case OPTIONAL -> ParameterizedTypeName.get(OPTIONAL, argument(rows.row()));
            case STREAM -> ParameterizedTypeName.get(STREAM, argument(rows.row()));
            case ONE, ONE_OR_NULL ->
                rows.row() instanceof RowType.Scalar scalar
                        ? JavaTypes.declaredType(scalar.type())
                        : argument(rows.row());
        };
    }

    /** Returns the type of a row, as the argument of a generic type. */
    static TypeName argument(RowType row) {
        return row instanceof RowType.Scalar scalar
                ? JavaTypes.argument(scalar.type())
                : JavaTypes.name(((RowType.Composite) row).shape().record());
    }
}
