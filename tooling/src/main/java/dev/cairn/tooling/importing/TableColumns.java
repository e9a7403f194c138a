package dev.cairn.tooling.importing;

import dev.cairn.processor.model.SnakeCase;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.importing.ColumnTypes.JavaText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of a CREATE TABLE as components. */
final class TableColumns {
    private final Imports imports;
    private final ColumnTypes types;
    private final @Nullable KeyClause key;
    private final UniqueJavaNames names = new UniqueJavaNames();

    TableColumns(Imports imports, ColumnTypes types, @Nullable KeyClause key) {
        this.imports = imports;
        this.types = types;
        this.key = key;
    }

    ImportedComponent component(ColumnDefinition column) {
        String sqlName = column.name().text();
        String name = names.free(UniqueJavaNames.ofComponent(sqlName));
        boolean nullable = isNullable(column);
        JavaText type = type(column, nullable);
        List<ImportedAnnotation> annotations = new ArrayList<>();
        add(annotations, named(imports, name, sqlName, column.comment()));
        if (column.aggregation() instanceof Aggregation.Function function) {
            String constant = imports.constant(function.name(), "AggregateFunction");
            annotations.add(imports.annotation("Aggregate").word(ImportedAnnotation.VALUE, constant));
        }
        if (!nullable && !isPrimitive(type) && !isPartOfPrimaryKey(column)) {
            annotations.add(imports.annotation("NotNull"));
        }
        addValue(annotations, column);
        annotations.addAll(type.annotations());
        return new ImportedComponent(annotations, type.name(), name);
    }

    /** What {@code @Column} has to say, null if that is nothing. */
    static @Nullable ImportedAnnotation named(
            Imports imports, String component, String sqlName, @Nullable String comment) {
        boolean follows = SnakeCase.of(component).equals(sqlName);
        if (follows && comment == null) {
            return null;
        }
        ImportedAnnotation column = imports.annotation("Column");
        ImportedAnnotation named = follows ? column : column.text("name", sqlName);
        return comment == null ? named : named.said("comment", comment);
    }

    static void add(List<ImportedAnnotation> annotations, @Nullable ImportedAnnotation annotation) {
        if (annotation != null) {
            annotations.add(annotation);
        }
    }

    private static boolean isPrimitive(JavaText type) {
        return Character.isLowerCase(type.name().charAt(0)) && !type.name().endsWith("[]");
    }

    /** Nothing is said of a column that the server numbers, which is never NULL. */
    private static boolean isNullable(ColumnDefinition column) {
        return !column.autoIncrement() && !Boolean.FALSE.equals(column.nullable());
    }

    private boolean isPartOfPrimaryKey(ColumnDefinition column) {
        return key != null
                && key.model() == KeyModel.PRIMARY
                && key.columns().stream().anyMatch(name -> name.is(column.name().text()));
    }

    private JavaText type(ColumnDefinition column, boolean nullable) {
        if (column.aggregation() instanceof Aggregation.State state) {
            ImportedAnnotation of = imports.annotation("StateOf").text(ImportedAnnotation.VALUE, call(state));
            return JavaText.of(of, imports.type("dev.cairn.type", "State"));
        }
        return types.of(column.type(), nullable, column.name().text());
    }

    private static String call(Aggregation.State state) {
        return state.arguments().stream()
                .map(argument -> Sql.render(argument.type()) + nullability(argument.nullable()))
                .collect(Collectors.joining(", ", state.function() + "(", ")"));
    }

    private static String nullability(@Nullable Boolean nullable) {
        if (nullable == null) {
            return "";
        }
        return nullable ? " NULL" : " NOT NULL";
    }

    private void addValue(List<ImportedAnnotation> annotations, ColumnDefinition column) {
        if (column.autoIncrement()) {
            annotations.add(imports.annotation("AutoIncrement"));
        }
        Default value = column.defaultValue();
        if (value instanceof Default.Text text) {
            if (!isMetric(column.type())) {
                annotations.add(imports.annotation("Default").text(ImportedAnnotation.VALUE, text.value()));
            }
        } else if (value != null) {
            annotations.add(imports.annotation("Default").text("sql", sql(value)));
        }
        if (column.generated() != null) {
            annotations.add(
                    imports.annotation("GeneratedAs").text(ImportedAnnotation.VALUE, Sql.render(column.generated())));
        }
    }

    /** The server gives these an empty default by itself. */
    private static boolean isMetric(@Nullable Type type) {
        return type instanceof Type.Scalar scalar
                && switch (scalar.kind()) {
                    case BITMAP, HLL, PERCENTILE -> true;
                    default -> false;
                };
    }

    private static String sql(Default value) {
        if (value instanceof Default.CurrentTimestamp now) {
            return now.precision() == null ? "CURRENT_TIMESTAMP" : "CURRENT_TIMESTAMP(" + now.precision() + ")";
        }
        if (value instanceof Default.Function function) {
            return "(" + function.name() + "())";
        }
        return value instanceof Default.Computed computed ? Sql.render(computed.expression()) : "NULL";
    }
}
