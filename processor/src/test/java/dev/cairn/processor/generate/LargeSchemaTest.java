package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredClusterObject.DeclaredCluster;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SchemaRoot.Member;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Tests schemas that exceed the limits of a method, a class file or a constant. */
class LargeSchemaTest {
    private static final int MEMBER_COUNT = 10_000;

    /** A descriptor that stands for those of all members: the schema only refers to them. */
    private static final String ITEMS_SOURCE = """
        import dev.cairn.schema.*;

        final class Items extends TableDescriptor<String> {
            static final Items ALL = new Items();

            private Items() {
                super(3, "", "item", "CREATE TABLE `item` (`id` int)");
            }

            @Override
            public String read(Row row) {
                return "";
            }

            @Override
            public void write(String value, RowSink row) {}
        }
        """;

    @Test
    void aSchemaOfTenThousandObjectsCompiles() throws Exception {
        ObjectDeclaration itemTable = Declarations.table("Item", "CREATE TABLE `item` (`id` int NOT NULL)");
        List<Member> members = IntStream.range(0, MEMBER_COUNT)
                .mapToObj(number -> new Member(withRecordName(itemTable, "Item" + number), Place.NONE))
                .toList();
        String schemaSource =
                new SourceGenerator(GenerationEnvironment.PLAIN).generateSchema(root(members), MigrationHistory.EMPTY);
        List<JavaFileObject> sources = new ArrayList<>(List.of(
                JavaFileObjects.forSourceString("com.acme.ShopSchema", schemaSource),
                source("Shop", "interface Shop {}"),
                source("Items", ITEMS_SOURCE)));
        for (int number = 0; number < MEMBER_COUNT; number++) {
            String name = "Item" + number + "Table";
            sources.add(
                    source(name, "final class " + name + " { static final Items ITEM" + number + " = Items.ALL; }"));
        }

        SchemaDescriptor schemaDescriptor = (SchemaDescriptor) CompiledClasses.of(sources)
                .load("com.acme.ShopSchema")
                .getField("SCHEMA")
                .get(null);

        assertThat(schemaDescriptor.descriptors()).hasSize(MEMBER_COUNT).doesNotContainNull();
    }

    private static JavaFileObject source(String name, String text) {
        return JavaFileObjects.forSourceString("com.acme." + name, "package com.acme;\n\n" + text);
    }

    private static ObjectDeclaration withRecordName(ObjectDeclaration declaration, String record) {
        return Declarations.of(
                new JavaClassName("com.acme", List.of(record)),
                (CreateTable) declaration.statement(),
                declaration.columns(),
                declaration.shape());
    }

    private static SchemaRoot root(List<Member> members) {
        return new SchemaRoot(
                new SchemaRoot.DeclaredRoot(
                        new JavaClassName("com.acme", List.of("Shop")), true, List.of(), Place.NONE),
                "shop",
                "com.acme.migrations",
                SchemaRoot.RootTargets.of(List.of(ServerProfile.DEFAULT)),
                new SchemaRoot.RootContents(List.of(), List.of(), members, List.of(), DeclaredCluster.UNMANAGED, true));
    }

    @Test
    void aStatementLongerThanAConstantRoundTrips() throws Exception {
        String comment = "long \u20ac \"\"\" ".repeat(20_000);
        ObjectDeclaration table = tableWithComment(comment);
        String source = new SourceGenerator(GenerationEnvironment.PLAIN).generateDescriptor(table);
        CompiledClasses compiled = CompiledClasses.of(
                "com.acme.ItemTable", source, "package com.acme;\n\npublic record Item(int id) {}\n");

        Descriptor<?> descriptor = (Descriptor<?>)
                compiled.load("com.acme.ItemTable").getField("ITEM").get(null);
        assertThat(((CreateTable) Sql.parse(descriptor.ddl())).comment()).isEqualTo(comment);
        assertThat(source).contains("ddl = {ItemTable.DDL_1, ItemTable.DDL_2");
    }

    private static ObjectDeclaration tableWithComment(String comment) {
        ObjectDeclaration table = Declarations.table("Item", "CREATE TABLE `item` (`id` int NOT NULL) COMMENT 'x'");
        CreateTable statement = (CreateTable) table.statement();
        CreateTable commentedStatement = CreateTable.of(
                statement.name(), statement.columns(), statement.span(), CreateClause.toCommentClause(comment));
        return Declarations.of(table.recordName(), commentedStatement, table.columns(), table.shape());
    }

    @Test
    void aTableOfTwoHundredColumnsCompiles() {
        StringBuilder ddl = new StringBuilder("CREATE TABLE `wide` (\n");
        StringBuilder components = new StringBuilder();
        for (int column = 0; column < 200; column++) {
            ddl.append(column == 0 ? "" : ",\n").append("`c" + column + "` varchar(10) NULL");
            components.append(column == 0 ? "" : ", ").append("String c" + column);
        }
        ObjectDeclaration wide = Declarations.table("Wide", ddl.append(")").toString());
        CompiledClasses compiled = CompiledClasses.of(
                "com.acme.WideTable",
                new SourceGenerator(GenerationEnvironment.PLAIN).generateDescriptor(wide),
                "package com.acme;\n\npublic record Wide(" + components + ") {}\n");

        assertThat(compiled.byteCount("com.acme.WideTable")).isLessThan(60_000);
    }
}
