package dev.cairn.processor.generate;

import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredMetadata;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredRecord;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.ObjectDeclaration.ObjectDefinition;
import dev.cairn.processor.model.RecordShape;
import dev.cairn.processor.model.RecordShape.Leaf;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Creates declarations as the reader would return them, from the statements that they stand for. */
final class Declarations {
    private Declarations() {}

    static ObjectDeclaration table(String record, String ddl) {
        CreateTable table = (CreateTable) Sql.parse(ddl);
        JavaClassName name = new JavaClassName(
                "com.acme", Pattern.compile("[.]").splitAsStream(record).toList());
        List<DeclaredColumn> columns = new ArrayList<>();
        List<RecordShape.ShapeComponent> components = new ArrayList<>();
        for (ColumnDefinition definition : table.columns()) {
            String accessor = toCamelCase(definition.name().text());
            components.add(new Leaf(accessor, columns.size()));
            columns.add(new DeclaredColumn(
                    definition,
                    accessor,
                    inferJavaType(definition),
                    null,
                    List.of(),
                    new DeclaredColumn.ColumnPlaces(Place.NONE, Map.of())));
        }
        return of(name, table, columns, new RecordShape(name, components));
    }

    static ObjectDeclaration of(
            JavaClassName name, CreateTable table, List<DeclaredColumn> columns, RecordShape shape) {
        return new ObjectDeclaration(
                new DeclaredRecord(name, true, shape, Place.NONE, false, true),
                Kind.TABLE,
                new ObjectDefinition(table, null, false, columns, null),
                List.of(),
                DeclaredMetadata.NONE);
    }

    private static String toCamelCase(String name) {
        StringBuilder camelCaseName = new StringBuilder();
        for (String word : Pattern.compile("_").splitAsStream(name).toList()) {
            camelCaseName.append(
                    camelCaseName.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camelCaseName.toString();
    }

    private static JavaType inferJavaType(ColumnDefinition column) {
        boolean isBoxed = !Boolean.FALSE.equals(column.nullable());
        if (column.type() instanceof Type.Scalar scalar) {
            return switch (scalar.kind()) {
                case BOOLEAN -> new Primitive(Primitive.Kind.BOOLEAN, isBoxed);
                case INT -> new Primitive(Primitive.Kind.INT, isBoxed);
                case BIGINT -> new Primitive(Primitive.Kind.LONG, isBoxed);
                case DOUBLE -> new Primitive(Primitive.Kind.DOUBLE, isBoxed);
                case DATE -> Simple.LOCAL_DATE;
                case DATETIME -> Simple.LOCAL_DATE_TIME;
                case JSON -> Simple.JSON;
                case BITMAP -> Simple.BITMAP;
                default -> throw new IllegalArgumentException("no Java type for " + scalar);
            };
        }
        return column.type() instanceof Type.Decimal ? Simple.BIG_DECIMAL : Simple.STRING;
    }
}
