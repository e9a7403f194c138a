package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.JavaFileObjects;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.schema.ViewDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** One nasty text, in each place where text can stand, comes back to the last byte. */
class TextSurvivesTest {
    private static final String LITERAL = JavaLiteral.render(Nasty.TEXT);

    /** Without what no name can hold. */
    private static final String NAME = "a \\u12 {@x} $L \"\"\" \\ \ud83d\ude00";

    @Test
    void inATable() throws Exception {
        Descriptor<?> item = descriptor("Item", "Table", """
            @Table(comment = %1$s)
            @DuplicateKey("id")
            @DistributedByHash("id")
            public record Item(
                    int id,
                    @Column(comment = %1$s) @Default(%1$s) @Varchar(200) String text) {}
            """.formatted(LITERAL));
        CreateTable table = (CreateTable) Sql.parse(item.ddl());

        assertThat(table.comment()).isEqualTo(Nasty.TEXT);
        assertThat(table.columns().get(1).comment()).isEqualTo(Nasty.TEXT);
        assertThat(table.columns().get(1).defaultValue()).isEqualTo(new ColumnDefault.TextDefault(Nasty.TEXT));
    }

    @Test
    void inAName() throws Exception {
        Descriptor<?> item = descriptor("Item", "Table", """
            @Table
            @DuplicateKey("id")
            @DistributedByHash("id")
            public record Item(int id, @Column(name = %1$s) int odd) {}
            """.formatted(JavaLiteral.render(NAME)));

        assertThat(item.columns().get(1).name()).isEqualTo(NAME);
        assertThat(((CreateTable) Sql.parse(item.ddl())).columns().get(1).name().text())
                .isEqualTo(NAME);
    }

    @Test
    void inAQuery() throws Exception {
        String query = "SELECT 1 AS id, '" + Nasty.TEXT.replace("\\", "\\\\") + "' AS words  \n  -- at the end\n";
        ViewDescriptor<?> view =
                (ViewDescriptor<?>) descriptor("Item", "View", """
                    @View(query = %1$s, comment = %2$s)
                    public record Item(int id, String words) {}
                    """.formatted(JavaLiteral.render(query), LITERAL));
        SnapshotTableDescriptor<?> snapshot =
                (SnapshotTableDescriptor<?>) descriptor("Item", "Table", """
                    @SnapshotTable(query = %1$s)
                    @DuplicateKey("id")
                    @DistributedByHash("id")
                    public record Item(int id, String words) {}
                    """.formatted(JavaLiteral.render(query)));

        String text = query.substring(0, query.indexOf("words") + 5);
        assertThat(view.query()).isEqualTo(text);
        assertThat(snapshot.query()).isEqualTo(text);
        assertThat(snapshot.refresh()).endsWith(text);
    }

    @Test
    void inAProperty() throws Exception {
        Compiled compiled =
                Compiled.processed(List.of(JavaFileObjects.forSourceString("shop.Shop", """
                    package shop;

                    @dev.cairn.annotation.Schema(
                            name = "shop",
                            value = {},
                            properties = @dev.cairn.annotation.Property(name = "custom", value = %s))
                    public interface Shop {}
                    """.formatted(LITERAL))));
        SchemaDescriptor shop = (SchemaDescriptor)
                compiled.type("shop.ShopSchema").getField("SCHEMA").get(null);

        assertThat(shop.properties().values().iterator().next()).isEqualTo(Nasty.TEXT);
    }

    private static Descriptor<?> descriptor(String record, String suffix, String source) throws Exception {
        Compiled compiled = Compiled.processed(List.of(JavaFileObjects.forSourceString(
                "shop." + record, "package shop;\n\nimport dev.cairn.annotation.*;\n\n" + source)));
        return (Descriptor<?>) compiled.type("shop." + record + suffix)
                .getField(record.toUpperCase(Locale.ROOT))
                .get(null);
    }
}
