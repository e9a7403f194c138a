package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.GeneratedMethod;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Enumeration;
import dev.cairn.processor.model.JavaType.Field;
import dev.cairn.processor.model.JavaType.JavaListType;
import dev.cairn.processor.model.JavaType.Primitive;
import dev.cairn.processor.model.JavaType.Primitive.Kind;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.model.JavaType.Struct;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.ParameterType.Container;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.ChangeCountType;
import dev.cairn.processor.model.QueryResult.Multiplicity;
import dev.cairn.processor.model.QueryResult.RowType;
import dev.cairn.processor.model.RecordShape;
import dev.cairn.processor.model.RecordShape.Group;
import dev.cairn.processor.model.RecordShape.Leaf;
import dev.cairn.processor.model.SqlSegment;
import dev.cairn.processor.model.SqlSegment.CompositeValue;
import dev.cairn.processor.model.SqlSegment.Conditional;
import dev.cairn.processor.model.SqlSegment.Elements;
import dev.cairn.processor.model.SqlSegment.InPredicate;
import dev.cairn.processor.model.SqlSegment.InPredicate.EmptyListHandling;
import dev.cairn.processor.model.SqlSegment.Presence;
import dev.cairn.processor.model.SqlSegment.Text;
import dev.cairn.processor.model.SqlSegment.Value;
import dev.cairn.sql.Sql;
import dev.cairn.sql.template.OrderChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/**
 * Tests the generated classes that implement interfaces of queries: they equal golden files, which {@code
 * -Dgolden.update=true} rewrites, and compile with all warnings as errors.
 */
class QueryClassGeneratorTest {
    private static final Path GOLDEN_FOLDER = Path.of("src/test/resources/queries");
    private static final JavaType INT = new Primitive(Kind.INT, false);
    private static final JavaType LONG = new Primitive(Kind.LONG, false);
    private static final JavaType BOXED_LONG = new Primitive(Kind.LONG, true);

    private static JavaClassName name(String... names) {
        return new JavaClassName("shop", List.of(names));
    }

    private static Parameter value(String name, JavaType type) {
        return new Parameter(name, new ParameterType.Value(type), false, false, Map.of(), Place.NONE);
    }

    private static Parameter nullableParameter(String name, ParameterType type) {
        return new Parameter(name, type, false, true, Map.of(), Place.NONE);
    }

    private static Parameter parameter(String name, ParameterType type) {
        return new Parameter(name, type, false, false, Map.of(), Place.NONE);
    }

    private static Text text(String sql) {
        return new Text(sql);
    }

    private static Value boundValue(String expression, JavaType type) {
        return new Value(expression, type, "?", null);
    }

    private static Value storedValue(String expression, JavaType type, String marker, String column) {
        return new Value(expression, type, marker, Sql.parseType(column));
    }

    private static GeneratedMethod method(
            String name, List<Parameter> parameters, QueryResult<RowType> result, SqlSegment... statement) {
        return new GeneratedMethod(name, parameters, result, List.of(statement));
    }

    private static QueryResult<RowType> rows(Multiplicity multiplicity, RowType row) {
        return new QueryResult.Rows<>(multiplicity, row);
    }

    private static RowType flatRow(JavaClassName record, JavaType... columns) {
        List<RecordShape.ShapeComponent> components = new java.util.ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            components.add(new Leaf("c" + i, i));
        }
        return new RowType.Composite(new RecordShape(record, components), List.of(columns));
    }

    private static List<GeneratedMethod> salesMethods() {
        RowType citySales = flatRow(name("Sales", "CitySales"), Simple.STRING, LONG, Simple.BIG_DECIMAL);
        Enumeration kind = new Enumeration(name("Sales", "Kind"), List.of("SMALL", "LARGE"));
        Struct size = new Struct(
                name("Sales", "Size"),
                List.of(
                        new Field("width", "width", INT),
                        new Field("height", "height", new Primitive(Kind.DOUBLE, true))));
        RecordShape shape = new RecordShape(
                name("Sales", "Order"),
                List.of(
                        new Leaf("id", 0),
                        new Leaf("kind", 1),
                        new Group(
                                "audit",
                                new RecordShape(name("Sales", "Audit"), List.of(new Leaf("at", 3), new Leaf("by", 2)))),
                        new Leaf("tags", 4),
                        new Leaf("size", 5)));
        Struct orderStruct = new Struct(name("Sales", "Order"), List.of());
        RowType order = new RowType.Composite(
                shape,
                List.of(LONG, kind, Simple.STRING, Simple.LOCAL_DATE_TIME, new JavaListType(Simple.STRING), size));
        String columns = "SELECT id, kind, by, at, tags, size\nFROM orders";
        return List.of(
                method(
                        "perCity",
                        List.of(
                                value("from", Simple.LOCAL_DATE),
                                nullableParameter("cities", new ParameterType.Values(Container.LIST, Simple.STRING)),
                                value("limit", INT)),
                        rows(Multiplicity.LIST, citySales),
                        text(
                                "SELECT city, count(*) AS orders, sum(amount) AS total\nFROM orders\nWHERE order_date >= "),
                        new Value("from", Simple.LOCAL_DATE, "CAST(? AS DATE)", null),
                        text(" "),
                        new Conditional(
                                List.of(new Presence("cities", false)),
                                List.of(
                                        text("AND "),
                                        new InPredicate(
                                                "cities",
                                                Container.LIST,
                                                EmptyListHandling.FALSE,
                                                List.of(
                                                        text("city IN ("),
                                                        new Elements("cities", Container.LIST, Simple.STRING, "?"),
                                                        text(")"))))),
                        text("\nGROUP BY city ORDER BY total DESC LIMIT "),
                        new SqlSegment.RowCount("limit")),
                method(
                        "perCity",
                        List.of(value("limit", INT)),
                        rows(Multiplicity.LIST, citySales),
                        text("SELECT city, count(*) AS orders, sum(amount) AS total FROM orders GROUP BY city LIMIT "),
                        new SqlSegment.RowCount("limit")),
                method(
                        "order",
                        List.of(value("id", LONG)),
                        rows(Multiplicity.OPTIONAL, order),
                        text(columns + " WHERE id = "),
                        boundValue("id", LONG)),
                method("newest", List.of(), rows(Multiplicity.ONE, order), text(columns + " ORDER BY at LIMIT 1")),
                method(
                        "newestOf",
                        List.of(nullableParameter("kind", new ParameterType.Value(kind))),
                        rows(Multiplicity.ONE_OR_NULL, order),
                        text(columns + " WHERE kind = "),
                        boundValue("kind", kind),
                        text(" ORDER BY at LIMIT 1")),
                method(
                        "ids",
                        List.of(value("day", Simple.LOCAL_DATE)),
                        rows(Multiplicity.STREAM, new RowType.Scalar(BOXED_LONG)),
                        text("SELECT id FROM orders WHERE order_date = "),
                        boundValue("day", Simple.LOCAL_DATE)),
                method(
                        "count",
                        List.of(),
                        rows(Multiplicity.ONE, new RowType.Scalar(LONG)),
                        text("SELECT count(*) FROM orders")),
                method(
                        "countOrNull",
                        List.of(
                                parameter(
                                        "from",
                                        new ParameterType.OptionalType(new ParameterType.Value(Simple.LOCAL_DATE))),
                                parameter(
                                        "to",
                                        new ParameterType.OptionalType(new ParameterType.Value(Simple.LOCAL_DATE)))),
                        rows(Multiplicity.ONE_OR_NULL, new RowType.Scalar(BOXED_LONG)),
                        text("SELECT sum(amount) FROM orders WHERE order_date >= "),
                        boundValue("from", Simple.LOCAL_DATE),
                        new Conditional(
                                List.of(new Presence("from", true), new Presence("to", true)),
                                List.of(text(" AND order_date < "), boundValue("to", Simple.LOCAL_DATE)))),
                method(
                        "counts",
                        List.of(
                                parameter("kinds", new ParameterType.Values(Container.SET, kind)),
                                parameter(
                                        "shops",
                                        new ParameterType.Values(Container.COLLECTION, new Primitive(Kind.INT, true))),
                                parameter("excluded", new ParameterType.Values(Container.ARRAY, LONG))),
                        new QueryResult.Entries<>(Simple.STRING, new RowType.Scalar(BOXED_LONG)),
                        text("SELECT city, count(*) FROM orders WHERE "),
                        new InPredicate(
                                "kinds",
                                Container.SET,
                                EmptyListHandling.FALSE,
                                List.of(text("kind IN ("), new Elements("kinds", Container.SET, kind, "?"), text(")"))),
                        text(" AND "),
                        new InPredicate(
                                "excluded",
                                Container.ARRAY,
                                EmptyListHandling.TRUE,
                                List.of(
                                        text("id NOT IN ("),
                                        new Elements("excluded", Container.ARRAY, LONG, "?"),
                                        text(")"))),
                        text(" AND array_contains("),
                        new CompositeValue(
                                "shops", new JavaListType(new Primitive(Kind.INT, true)), Sql.parseType("array<int>")),
                        text(", shop) GROUP BY city")),
                method(
                        "cities",
                        List.of(),
                        rows(Multiplicity.SET, new RowType.Scalar(Simple.STRING)),
                        text("SELECT city FROM orders")),
                method(
                        "page",
                        List.of(parameter("request", ParameterType.Directive.PAGE)),
                        rows(Multiplicity.PAGE, order),
                        text(columns + " ORDER BY id")),
                method("byId", List.of(), new QueryResult.Entries<>(BOXED_LONG, order), text(columns)),
                method(
                        "sorted",
                        List.of(parameter("sort", ParameterType.Directive.SORT)),
                        rows(Multiplicity.LIST, new RowType.Scalar(BOXED_LONG)),
                        text("SELECT id FROM orders o ORDER BY "),
                        new SqlSegment.Order(
                                "sort",
                                List.of(
                                        new OrderChoice.CandidateColumn("price", "o.price"),
                                        new OrderChoice.CandidateColumn("city", "city"))),
                        text(" id")),
                method(
                        "addAll",
                        List.of(
                                parameter("orders", new ParameterType.Values(Container.SET, orderStruct)),
                                value("record", Simple.STRING)),
                        new QueryResult.Changes<>(ChangeCountType.LONG),
                        text("INSERT INTO orders (id, tags, by) VALUES "),
                        new SqlSegment.Rows(
                                "orders",
                                List.of(
                                        text("("),
                                        storedValue("orders.id()", LONG, "?", "int"),
                                        text(", "),
                                        new CompositeValue(
                                                "orders.tags()",
                                                new JavaListType(Simple.STRING),
                                                Sql.parseType("array<varchar(20)>")),
                                        text(", "),
                                        boundValue("record", Simple.STRING),
                                        text(")"))),
                        text("\n")),
                method(
                        "pictures",
                        List.of(value("except", Simple.BYTES)),
                        rows(Multiplicity.LIST, new RowType.Scalar(Simple.BYTES)),
                        text("SELECT picture FROM pictures WHERE picture <> "),
                        new Value("except", Simple.BYTES, "to_binary(?, 'hex')", null)),
                method(
                        "purgeBefore",
                        List.of(value("day", Simple.LOCAL_DATE)),
                        new QueryResult.Changes<>(ChangeCountType.LONG),
                        text("DELETE FROM orders WHERE order_date < "),
                        boundValue("day", Simple.LOCAL_DATE)),
                method(
                        "add",
                        List.of(
                                parameter("order", new ParameterType.Components(name("Sales", "Order"))),
                                parameter(
                                        "note", new ParameterType.OptionalType(new ParameterType.Value(Simple.STRING))),
                                value("price", Simple.BIG_DECIMAL),
                                nullableParameter("labels", new ParameterType.Values(Container.ARRAY, Simple.STRING))),
                        new QueryResult.Changes<>(ChangeCountType.INT),
                        text("INSERT INTO orders (id, kind, note, price, at, by, tags, labels, size) VALUES ("),
                        storedValue("order.id()", LONG, "?", "int"),
                        text(", "),
                        storedValue("order.kind()", kind, "?", "varchar(8)"),
                        text(", "),
                        storedValue("note", Simple.STRING, "?", "varchar(20)"),
                        text(", "),
                        storedValue("price", Simple.BIG_DECIMAL, "?", "decimal(10, 2)"),
                        text(", "),
                        storedValue("order.audit().at()", Simple.LOCAL_DATE_TIME, "?", "datetime"),
                        text(", "),
                        storedValue("order.audit().by()", Simple.STRING, "?", "varchar(20)"),
                        text(", "),
                        new CompositeValue(
                                "order.tags()", new JavaListType(Simple.STRING), Sql.parseType("array<varchar(20)>")),
                        text(", "),
                        new CompositeValue(
                                "labels", new JavaListType(Simple.STRING), Sql.parseType("array<varchar(20)>")),
                        text(", "),
                        new CompositeValue("order.size()", size, null),
                        text(")")),
                method(
                        "refresh",
                        List.of(),
                        new QueryResult.Changes<>(ChangeCountType.VOID),
                        text("REFRESH MATERIALIZED VIEW totals")));
    }

    private static List<GeneratedMethod> crowdedMethods() {
        RowType row = flatRow(name("Crowded", "Row"), Simple.STRING);
        Text select = text("SELECT text FROM rows WHERE text = ");
        return List.of(
                method(
                        "perRow",
                        List.of(
                                value("db", Simple.STRING),
                                value("call", Simple.STRING),
                                value("call_", Simple.STRING)),
                        rows(Multiplicity.LIST, row),
                        select,
                        boundValue("db", Simple.STRING),
                        new Conditional(
                                List.of(new Presence("call", false)),
                                List.of(
                                        text(" OR text = "),
                                        boundValue("call", Simple.STRING),
                                        text(" OR text = "),
                                        boundValue("call_", Simple.STRING)))),
                method(
                        "perRow",
                        List.of(value("PER_ROW_", Simple.STRING), value("TEXT", INT)),
                        rows(Multiplicity.LIST, row),
                        select,
                        boundValue("PER_ROW_", Simple.STRING),
                        text(" LIMIT "),
                        boundValue("TEXT", INT)),
                method(
                        "readClass",
                        List.of(value("row", LONG)),
                        rows(Multiplicity.ONE, flatRow(name("Crowded", "Class"), LONG)),
                        text("SELECT id FROM rows WHERE id = "),
                        boundValue("row", LONG)),
                method(
                        "class_",
                        List.of(parameter("names", new ParameterType.Values(Container.ARRAY, Simple.STRING))),
                        new QueryResult.Changes<>(ChangeCountType.INT),
                        text("DELETE FROM rows WHERE "),
                        new InPredicate(
                                "names",
                                Container.ARRAY,
                                EmptyListHandling.FALSE,
                                List.of(
                                        text("text IN ("),
                                        new Elements("names", Container.ARRAY, Simple.STRING, "?"),
                                        text(")")))),
                method(
                        "größe",
                        List.of(value("größe", INT)),
                        rows(Multiplicity.ONE_OR_NULL, flatRow(name("Crowded", "QueryCall"), INT)),
                        text("SELECT id FROM rows WHERE id = "),
                        boundValue("größe", INT)));
    }

    @Test
    void eachKindOfParameterAndResultIsGenerated() throws IOException {
        assertGoldenClass("sales", "Sales", salesMethods(), Set.of());
    }

    @Test
    void namesOfTheInterfaceDoNotHideThoseOfGeneratedCode() throws IOException {
        assertGoldenClass(
                "names",
                "Crowded",
                crowdedMethods(),
                Set.of(
                        "Row",
                        "Class",
                        "QueryCall",
                        "String",
                        "Math",
                        "Parent",
                        "INT",
                        "Database",
                        "PER_ROW",
                        "perRow",
                        "readClass",
                        "class_",
                        "größe"));
    }

    private static void assertGoldenClass(
            String folder, String name, List<GeneratedMethod> methods, Set<String> inheritedNames) throws IOException {
        QueryDeclaration declaration = new QueryDeclaration(
                name(name),
                true,
                new QueryDeclaration.QueriedSchema(name("Shop"), List.of()),
                new QueryDeclaration.DeclaredMethods(List.of(), true),
                List.of(),
                Place.NONE);
        List<CheckedQuery> queries = methods.stream()
                .map(method -> new CheckedQuery(
                        name + "." + method.name(),
                        "",
                        new SampledStatement(true, "", "", List.of()),
                        List.of(),
                        List.of(),
                        method))
                .toList();
        JavaClassName generatedName = declaration.typeName().queriesClassName();
        String source =
                new SourceGenerator(GenerationEnvironment.PLAIN).generateQueries(declaration, queries, inheritedNames);
        Path goldenFile = GOLDEN_FOLDER.resolve(folder + "/generated/" + generatedName.simpleName() + ".java");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(goldenFile, source);
        }
        assertThat(source).isEqualTo(Files.readString(goldenFile));
        Path interfaceFile = GOLDEN_FOLDER.resolve(folder + "/" + name + ".java");
        JavaFileObject implementation = JavaFileObjects.forSourceString(generatedName.qualifiedName(), source);
        CompiledClasses.of(
                List.of(JavaFileObjects.forResource(interfaceFile.toUri().toURL()), implementation));
    }
}
