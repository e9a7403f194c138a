package dev.cairn.tooling.importing;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.importing.ColumnTypeChooser.AnnotatedType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts the columns of a table to the components of its record, in the order of the table. A type without a fitting
 * Java type is declared as SQL, so that every table can be imported.
 */
final class ColumnConverter {
    private final JavaImports imports;
    private final ClauseConverter clauseConverter;
    private final ColumnTypeChooser typeChooser;
    private final @Nullable KeyClause keyClause;
    private final UniqueJavaNames uniqueNames = new UniqueJavaNames();

    ColumnConverter(
            JavaImports imports,
            ClauseConverter clauseConverter,
            ColumnTypeChooser typeChooser,
            @Nullable KeyClause keyClause) {
        this.imports = imports;
        this.clauseConverter = clauseConverter;
        this.typeChooser = typeChooser;
        this.keyClause = keyClause;
    }

    ImportedComponent convertColumn(ColumnDefinition column) {
        String sqlName = column.name().text();
        String name = uniqueNames.reserveUnique(UniqueJavaNames.toComponentName(sqlName));
        boolean isNullable = isNullable(column);
        AnnotatedType type = chooseType(column, isNullable);
        List<ImportedAnnotation> annotations = new ArrayList<>();
        annotations.addAll(clauseConverter.createColumnAnnotations(name, sqlName, column.comment()));
        if (column.aggregation() instanceof Aggregation.Function function) {
            String constant = imports.importConstant(function.name(), "Aggregate.Function");
            annotations.add(imports.importAnnotation("Aggregate").withConstant(ImportedAnnotation.VALUE, constant));
        }
        if (!isNullable && !isPrimitive(type) && !isPartOfPrimaryKey(column)) {
            annotations.add(imports.importAnnotation("NotNull"));
        }
        addValueAnnotations(annotations, column);
        annotations.addAll(type.annotations());
        return new ImportedComponent(annotations, type.name(), name);
    }

    private static boolean isPrimitive(AnnotatedType type) {
        return Character.isLowerCase(type.name().charAt(0)) && !type.name().endsWith("[]");
    }

    /**
     * Returns whether the column may be NULL. An AUTO_INCREMENT column never is, although its definition does not say
     * so.
     */
    private static boolean isNullable(ColumnDefinition column) {
        return !column.isAutoIncrement() && !Boolean.FALSE.equals(column.nullable());
    }

    private boolean isPartOfPrimaryKey(ColumnDefinition column) {
        return keyClause != null
                && keyClause.model() == KeyModel.PRIMARY
                && keyClause.contains(column.name().text());
    }

    private AnnotatedType chooseType(ColumnDefinition column, boolean isNullable) {
        if (column.aggregation() instanceof Aggregation.State state) {
            ImportedAnnotation stateAnnotation =
                    imports.importAnnotation("StateOf").withText(ImportedAnnotation.VALUE, renderState(state));
            return AnnotatedType.of(stateAnnotation, imports.importType("dev.cairn.type", "State"));
        }
        return typeChooser.chooseType(column.type(), isNullable, column.name().text());
    }

    private static String renderState(Aggregation.State state) {
        return state.arguments().stream()
                .map(argument -> Sql.render(argument.type()) + renderNullability(argument.isNullable()))
                .collect(Collectors.joining(", ", state.function() + "(", ")"));
    }

    private static String renderNullability(@Nullable Boolean isNullable) {
        if (isNullable == null) {
            return "";
        }
        return isNullable ? " NULL" : " NOT NULL";
    }

    private void addValueAnnotations(List<ImportedAnnotation> annotations, ColumnDefinition column) {
        if (column.isAutoIncrement()) {
            annotations.add(imports.importAnnotation("AutoIncrement"));
        }
        ColumnDefault defaultValue = column.defaultValue();
        if (defaultValue instanceof ColumnDefault.TextDefault textDefault) {
            if (!hasImpliedDefault(column.type())) {
                annotations.add(
                        imports.importAnnotation("Default").withText(ImportedAnnotation.VALUE, textDefault.value()));
            }
        } else if (defaultValue != null) {
            annotations.add(imports.importAnnotation("Default").withText("sql", Sql.render(defaultValue)));
        }
        if (column.generatedValue() != null) {
            annotations.add(imports.importAnnotation("GeneratedAs")
                    .withText(ImportedAnnotation.VALUE, Sql.render(column.generatedValue())));
        }
    }

    /** Returns whether a column of this type implicitly has an empty default. */
    private static boolean hasImpliedDefault(@Nullable Type type) {
        return type instanceof Type.Scalar scalarType
                && switch (scalarType.kind()) {
                    case BITMAP, HLL, PERCENTILE -> true;
                    default -> false;
                };
    }
}
