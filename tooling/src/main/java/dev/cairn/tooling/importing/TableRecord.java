package dev.cairn.tooling.importing;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.importing.ColumnTypes.JavaText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts CREATE TABLE to a record. */
final class TableRecord {
    private final Imports imports;
    private final ClauseAnnotations clauses;
    private final ServerProfile profile;

    TableRecord(ServerProfile profile, Imports imports) {
        this.profile = profile;
        this.imports = imports;
        this.clauses = new ClauseAnnotations(imports);
    }

    /** @param database the database of the table; empty for the one that connections select */
    RecordText of(CreateTable table, String name, String database) {
        UniqueJavaNames nestedNames = new UniqueJavaNames();
        nestedNames.take(name);
        ColumnTypes types = new ColumnTypes(profile, imports, nestedNames, true);
        Columns columns = new Columns(types, table.key());
        List<ImportedComponent> components = new ArrayList<>(table.columns().size());
        for (ColumnDefinition column : table.columns()) {
            components.add(columns.component(column));
        }
        return RecordText.of(
                annotations(table, name, database), name, components, types.nested(), nestedNames, imports);
    }

    private List<ImportedAnnotation> annotations(CreateTable table, String name, String database) {
        List<ImportedAnnotation> annotations = new ArrayList<>();
        annotations.add(clauses.head("Table", name, table.name().last().text(), database, table.comment()));
        annotations.addAll(clauses.indexes(table.indexes()));
        KeyClause key = table.key();
        if (key != null && !key.columns().isEmpty()) {
            annotations.add(key(key));
        }
        if (table.partitioning() != null) {
            annotations.add(clauses.partitioning(table.partitioning()));
        }
        annotations.addAll(clauses.distribution(table.distribution()));
        annotations.addAll(clauses.orderBy(table.orderBy()));
        table.rollups().forEach(rollup -> annotations.add(rollup(rollup)));
        annotations.addAll(clauses.ofTable(table.properties()));
        List<String> warnings = warnings(table);
        if (!warnings.isEmpty()) {
            annotations.add(imports.annotation("Allow").texts(ImportedAnnotation.VALUE, warnings));
        }
        return annotations;
    }

    private ImportedAnnotation key(KeyClause key) {
        String annotation = switch (key.model()) {
            case DUPLICATE -> "DuplicateKey";
            case AGGREGATE -> "AggregateKey";
            case UNIQUE -> "UniqueKey";
            case PRIMARY -> "PrimaryKey";
        };
        return imports.annotation(annotation).texts(ImportedAnnotation.VALUE, ClauseAnnotations.texts(key.columns()));
    }

    private ImportedAnnotation rollup(RollupDefinition rollup) {
        ImportedAnnotation annotation = imports.annotation("Rollup")
                .text("name", rollup.name().text())
                .texts("columns", ClauseAnnotations.texts(rollup.columns()));
        if (!rollup.duplicateKey().isEmpty()) {
            annotation = annotation.texts("duplicateKey", ClauseAnnotations.texts(rollup.duplicateKey()));
        }
        if (rollup.from() != null) {
            annotation = annotation.text("from", rollup.from().text());
        }
        return annotation.annotations("properties", clauses.properties(rollup.properties()));
    }

    /** The warnings of javac about a table: its record allows them, so that it compiles where warnings are errors. */
    private List<String> warnings(CreateTable table) {
        List<String> warnings = new ArrayList<>();
        if (hasSingleBucket(table)) {
            warnings.add(FindingCode.SINGLE_BUCKET.tag());
        }
        if (!profile.sharedData() && has(table, "replication_num", "1")) {
            warnings.add(FindingCode.SINGLE_REPLICA.tag());
        }
        if (hasUnboundedKey(table)) {
            warnings.add(FindingCode.UNBOUNDED_KEY.tag());
        }
        return warnings;
    }

    private static boolean hasSingleBucket(CreateTable table) {
        Distribution distribution = table.distribution();
        return distribution != null
                && distribution.buckets() instanceof Buckets.Count count
                && count.value() == 1
                && table.partitioning() == null
                && table.properties().stream().map(Property::name).noneMatch("colocate_with"::equals);
    }

    private static boolean has(CreateTable table, String property, String value) {
        return table.properties().stream()
                .anyMatch(each ->
                        each.name().equals(property) && each.value().strip().equals(value));
    }

    private static boolean hasUnboundedKey(CreateTable table) {
        KeyClause key = table.key();
        if (key == null || key.model() != KeyModel.PRIMARY) {
            return false;
        }
        return table.columns().stream()
                .anyMatch(column -> key.contains(column.name().text())
                        && column.type() instanceof Type.Text text
                        && text.length() == Type.Text.STRING_LENGTH);
    }

    /** Converts columns to components. */
    private final class Columns {
        private final ColumnTypes types;
        private final @Nullable KeyClause key;
        private final UniqueJavaNames names = new UniqueJavaNames();

        Columns(ColumnTypes types, @Nullable KeyClause key) {
            this.types = types;
            this.key = key;
        }

        ImportedComponent component(ColumnDefinition column) {
            String sqlName = column.name().text();
            String name = names.free(UniqueJavaNames.ofComponent(sqlName));
            boolean nullable = isNullable(column);
            JavaText type = type(column, nullable);
            List<ImportedAnnotation> annotations = new ArrayList<>();
            annotations.addAll(clauses.column(name, sqlName, column.comment()));
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

        private static boolean isPrimitive(JavaText type) {
            return Character.isLowerCase(type.name().charAt(0)) && !type.name().endsWith("[]");
        }

        /** An AUTO_INCREMENT column is never NULL, although its definition does not say so. */
        private static boolean isNullable(ColumnDefinition column) {
            return !column.autoIncrement() && !Boolean.FALSE.equals(column.nullable());
        }

        private boolean isPartOfPrimaryKey(ColumnDefinition column) {
            return key != null
                    && key.model() == KeyModel.PRIMARY
                    && key.contains(column.name().text());
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
                annotations.add(imports.annotation("GeneratedAs")
                        .text(ImportedAnnotation.VALUE, Sql.render(column.generated())));
            }
        }

        /** The server gives columns of these types an empty default. */
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
}
