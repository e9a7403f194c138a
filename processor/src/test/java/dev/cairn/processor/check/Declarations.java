package dev.cairn.processor.check;

import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.DeclaredClusterObject.DeclaredCluster;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredMetadata;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredRecord;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.ObjectDeclaration.ObjectDefinition;
import dev.cairn.processor.model.RecordShape;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates declarations as the reader would return them, from the statements that they stand for. Their places are
 * lines.
 */
public final class Declarations {
    private Declarations() {}

    public static ObjectDeclaration table(String sql) {
        CreateTable table = (CreateTable) Sql.parse(sql);
        return createDeclaration(Kind.TABLE, table, null, table.columns());
    }

    public static ObjectDeclaration external(String sql) {
        CreateTable table = (CreateTable) Sql.parseCreateTable(sql);
        return createDeclaration(Kind.EXTERNAL, table, null, table.columns());
    }

    /**
     * Returns a view or materialized view.
     *
     * @param columns the columns of its record, as in the statement of a table
     */
    public static ObjectDeclaration view(String columns, String sql) {
        Statement statement = Sql.parse(sql);
        CreateTable record = (CreateTable) Sql.parse("CREATE TABLE r (" + columns + ")");
        return statement instanceof CreateView view
                ? createDeclaration(Kind.VIEW, view, view.queryText(), record.columns())
                : createDeclaration(
                        Kind.MATERIALIZED_VIEW,
                        statement,
                        ((CreateMaterializedView) statement).queryText(),
                        record.columns());
    }

    /** Returns the declaration as that of a class file, whose places are the place in the schema that lists it. */
    public static ObjectDeclaration ofClassFile(ObjectDeclaration declaration, Place place) {
        List<DeclaredColumn> columns = declaration.columns().stream()
                .map(column -> new DeclaredColumn(
                        column.definition(),
                        column.accessor(),
                        column.javaType(),
                        null,
                        List.of(),
                        new DeclaredColumn.ColumnPlaces(place, Map.of())))
                .toList();
        return copy(declaration, declaration.statement(), declaration.query(), columns, place, false);
    }

    /** Returns the view with a query that the parser can't read. */
    public static ObjectDeclaration withUnreadQuery(ObjectDeclaration view) {
        CreateView statement = (CreateView) view.statement();
        Statement opaqueStatement = new Statement.OpaqueStatement(
                Sql.render(statement), List.of("CREATE"), statement.name(), statement.span());
        return copy(view, opaqueStatement, null, view.columns(), view.place(), true);
    }

    private static ObjectDeclaration copy(
            ObjectDeclaration original,
            Statement statement,
            @Nullable QueryText query,
            List<DeclaredColumn> columns,
            Place place,
            boolean isFromSource) {
        return new ObjectDeclaration(
                new DeclaredRecord(
                        original.recordName(), original.isExported(), original.shape(), place, false, isFromSource),
                original.kind(),
                new ObjectDefinition(statement, query, original.matchesColumnsByPosition(), columns, null),
                List.of(),
                DeclaredMetadata.NONE);
    }

    private static ObjectDeclaration createDeclaration(
            Kind kind, Statement statement, @Nullable QueryText query, List<ColumnDefinition> definitions) {
        JavaClassName name = new JavaClassName(
                "shop",
                List.of(statement.changedObject().orElseThrow().lastPart().text()));
        List<DeclaredColumn> columns = new ArrayList<>();
        for (ColumnDefinition definition : definitions) {
            columns.add(new DeclaredColumn(
                    definition,
                    definition.name().text(),
                    inferType(definition),
                    null,
                    List.of(),
                    new DeclaredColumn.ColumnPlaces(Place.of(definition.span()), Map.of())));
        }
        return new ObjectDeclaration(
                new DeclaredRecord(name, true, new RecordShape(name, List.of()), new Place(1), false, true),
                kind,
                new ObjectDefinition(statement, query, false, columns, null),
                List.of(),
                DeclaredMetadata.NONE);
    }

    private static JavaType inferType(ColumnDefinition column) {
        boolean isBoxed = !Boolean.FALSE.equals(column.nullable());
        if (column.type() instanceof Type.Scalar scalar) {
            return switch (scalar.kind()) {
                case INT -> new JavaType.Primitive(JavaType.Primitive.Kind.INT, isBoxed);
                case BIGINT -> new JavaType.Primitive(JavaType.Primitive.Kind.LONG, isBoxed);
                case DOUBLE -> new JavaType.Primitive(JavaType.Primitive.Kind.DOUBLE, isBoxed);
                case DATE -> JavaType.Simple.LOCAL_DATE;
                case DATETIME -> JavaType.Simple.LOCAL_DATE_TIME;
                case BITMAP -> JavaType.Simple.BITMAP;
                default -> JavaType.Simple.JSON;
            };
        }
        return column.type() instanceof Type.Decimal ? JavaType.Simple.BIG_DECIMAL : JavaType.Simple.STRING;
    }

    public static SchemaRoot root(ServerProfile profile, List<Property> defaults, ObjectDeclaration... declarations) {
        List<SchemaRoot.Member> members = new ArrayList<>();
        for (ObjectDeclaration declaration : declarations) {
            members.add(new SchemaRoot.Member(declaration, declaration.place()));
        }
        JavaClassName name = new JavaClassName("shop", List.of("Shop"));
        return new SchemaRoot(
                new SchemaRoot.DeclaredRoot(name, true, List.of(), new Place(1)),
                "shop",
                "shop.migrations",
                SchemaRoot.RootTargets.of(List.of(profile)),
                new SchemaRoot.RootContents(defaults, List.of(), members, List.of(), DeclaredCluster.UNMANAGED, true));
    }

    /** Returns the root as if it listed a type that could not be read. */
    public static SchemaRoot withUnreadMember(SchemaRoot root) {
        return new SchemaRoot(
                root.origin(),
                root.name(),
                root.migrationsPackage(),
                root.rootTargets(),
                new SchemaRoot.RootContents(
                        root.defaultProperties(),
                        root.functions(),
                        root.members(),
                        root.roles(),
                        root.cluster(),
                        false));
    }

    /** Returns the findings in a schema of the newest server. */
    public static List<Finding> findings(ObjectDeclaration... declarations) {
        Findings findings = new Findings();
        SchemaRoot root = root(ServerProfile.DEFAULT.withReplicas(3, 100), List.of(), declarations);
        CompileCheck.buildAllDeclaredSchemas(new CompileDeclarations(List.of(declarations), List.of(root)), findings);
        return findings.toList();
    }

    /** Returns the line, a colon and the message of each finding. */
    public static List<String> messages(ObjectDeclaration... declarations) {
        return findings(declarations).stream()
                .map(finding -> finding.place().number() + ": " + finding.renderMessage())
                .toList();
    }
}
