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

/** Tests that a difficult text comes back unchanged from each place that can contain a text. */
class TextSurvivesTest {
    private static final String TEXT_LITERAL = JavaLiteral.render(DifficultTexts.SPECIAL_CHARACTERS);

    /** The text without the characters that no name can contain. */
    private static final String DIFFICULT_NAME = "a \\u12 {@x} $L \"\"\" \\ \ud83d\ude00";

    @Test
    void textsOfATableComeBack() throws Exception {
        Descriptor<?> item = compileDescriptor("Item", "Table", """
            @Table(comment = %1$s)
            @DuplicateKey("id")
            @DistributedByHash("id")
            public record Item(
                    int id,
                    @Column(comment = %1$s) @Default(%1$s) @Varchar(200) String text) {}
            """.formatted(TEXT_LITERAL));
        CreateTable table = (CreateTable) Sql.parse(item.ddl());

        assertThat(table.comment()).isEqualTo(DifficultTexts.SPECIAL_CHARACTERS);
        assertThat(table.columns().get(1).comment()).isEqualTo(DifficultTexts.SPECIAL_CHARACTERS);
        assertThat(table.columns().get(1).defaultValue())
                .isEqualTo(new ColumnDefault.TextDefault(DifficultTexts.SPECIAL_CHARACTERS));
    }

    @Test
    void theNameOfAColumnComesBack() throws Exception {
        Descriptor<?> item = compileDescriptor("Item", "Table", """
            @Table
            @DuplicateKey("id")
            @DistributedByHash("id")
            public record Item(int id, @Column(name = %1$s) int odd) {}
            """.formatted(JavaLiteral.render(DIFFICULT_NAME)));

        assertThat(item.columns().get(1).name()).isEqualTo(DIFFICULT_NAME);
        assertThat(((CreateTable) Sql.parse(item.ddl())).columns().get(1).name().text())
                .isEqualTo(DIFFICULT_NAME);
    }

    @Test
    void theTextOfAQueryComesBack() throws Exception {
        String query = "SELECT 1 AS id, '" + DifficultTexts.SPECIAL_CHARACTERS.replace("\\", "\\\\")
                + "' AS words  \n  -- at the end\n";
        ViewDescriptor<?> view = (ViewDescriptor<?>)
                compileDescriptor("Item", "View", """
                    @View(query = %1$s, comment = %2$s)
                    public record Item(int id, String words) {}
                    """.formatted(JavaLiteral.render(query), TEXT_LITERAL));
        SnapshotTableDescriptor<?> snapshot = (SnapshotTableDescriptor<?>)
                compileDescriptor("Item", "Table", """
                    @SnapshotTable(query = %1$s)
                    @DuplicateKey("id")
                    @DistributedByHash("id")
                    public record Item(int id, String words) {}
                    """.formatted(JavaLiteral.render(query)));

        String storedQuery = query.substring(0, query.indexOf("words") + 5);
        assertThat(view.query()).isEqualTo(storedQuery);
        assertThat(snapshot.query()).isEqualTo(storedQuery);
        assertThat(snapshot.refresh()).endsWith(storedQuery);
    }

    @Test
    void theValueOfAPropertyComesBack() throws Exception {
        CompiledClasses compiled = CompiledClasses.compileWithProcessor(
                List.of(JavaFileObjects.forSourceString("shop.Shop", """
                    package shop;

                    @dev.cairn.annotation.Schema(
                            name = "shop",
                            value = {},
                            properties = @dev.cairn.annotation.Property(name = "custom", value = %s))
                    public interface Shop {}
                    """.formatted(TEXT_LITERAL))));
        SchemaDescriptor shop = (SchemaDescriptor)
                compiled.load("shop.ShopSchema").getField("SCHEMA").get(null);

        assertThat(shop.defaultProperties().values().iterator().next()).isEqualTo(DifficultTexts.SPECIAL_CHARACTERS);
    }

    private static Descriptor<?> compileDescriptor(String record, String suffix, String source) throws Exception {
        CompiledClasses compiled = CompiledClasses.compileWithProcessor(List.of(JavaFileObjects.forSourceString(
                "shop." + record, "package shop;\n\nimport dev.cairn.annotation.*;\n\n" + source)));
        return (Descriptor<?>) compiled.load("shop." + record + suffix)
                .getField(record.toUpperCase(Locale.ROOT))
                .get(null);
    }
}
