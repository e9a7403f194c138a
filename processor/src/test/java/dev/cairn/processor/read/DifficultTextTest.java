package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import org.junit.jupiter.api.Test;

/** Tests that difficult texts are read unchanged in each attribute. */
class DifficultTextTest {
    /** A text can contain a backquote, but a name can't. */
    private static final String DIFFICULT_TEXT = "*/ \\u12 {@x} $L \"\"\" \\ ` ${x}\n\t\r'😀🏳️ é \0 ";

    private static final String DIFFICULT_NAME = "*/ \\u12 {@x} $L \"\"\" \\ ${x}\n'😀 é ";

    /** Returns the text as an expression in Java. */
    private static String renderLiteral(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            literal.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? "\\u%04x".formatted((int) c) : c);
        }
        // Java replaces these escapes before it reads tokens, and would find a line break or a quote.
        return literal.append('"')
                .toString()
                .replace("\\u000a", "\\n")
                .replace("\\u000d", "\\r")
                .replace("\\u0022", "\\\"")
                .replace("\\u005c", "\\\\");
    }

    /** Returns the text as the value of a property, in which <code>${</code> begins a placeholder. */
    private static String escapePlaceholders(String text) {
        return text.replace("${", "$${");
    }

    private static ObjectDeclaration read(String source) {
        ReadSources readSources = ReadSources.of(
                source.replace("VALUE_OF_DIFFICULT_NAME", renderLiteral(escapePlaceholders(DIFFICULT_NAME)))
                        .replace("VALUE_OF_DIFFICULT_TEXT", renderLiteral(escapePlaceholders(DIFFICULT_TEXT)))
                        .replace("DIFFICULT_NAME", renderLiteral(DIFFICULT_NAME))
                        .replace("DIFFICULT_TEXT", renderLiteral(DIFFICULT_TEXT)));
        assertThat(readSources.findings).isEmpty();
        ObjectDeclaration declaration = readSources.declarations.get(0);
        assertThat(Sql.parse(Sql.render(declaration.statement()))).isEqualTo(declaration.statement());
        return declaration;
    }

    @Test
    void textsOfATableAreReadUnchanged() {
        ObjectDeclaration declaration = read("""
            @Table(name = DIFFICULT_NAME, database = DIFFICULT_NAME, comment = DIFFICULT_TEXT)
            @PrimaryKey(DIFFICULT_NAME)
            @PartitionByList(value = "a", partitions = @Partition(name = DIFFICULT_NAME, values = "IN ('x')",
                properties = @Property(name = "p", value = VALUE_OF_DIFFICULT_TEXT)))
            @DistributedByHash(DIFFICULT_NAME)
            @OrderBy(DIFFICULT_NAME)
            @BloomFilter(VALUE_OF_DIFFICULT_NAME)
            @ColocateWith(VALUE_OF_DIFFICULT_TEXT)
            @Index(name = DIFFICULT_NAME, columns = DIFFICULT_NAME, comment = DIFFICULT_TEXT)
            @Rollup(name = DIFFICULT_NAME, columns = DIFFICULT_NAME)
            @Property(name = "p", value = VALUE_OF_DIFFICULT_TEXT)
            @RenamedFrom(DIFFICULT_TEXT)
            @Allow(DIFFICULT_TEXT)
            public record Sample(
                @Column(name = DIFFICULT_NAME, comment = DIFFICULT_TEXT) @RenamedFrom(DIFFICULT_TEXT) @Default(DIFFICULT_TEXT) String a) {}
            """);
        CreateTable table = (CreateTable) declaration.statement();
        assertThat(table.name().parts()).extracting("text").containsOnly(DIFFICULT_NAME);
        assertThat(table.comment()).isEqualTo(DIFFICULT_TEXT);
        assertThat(table.key().columns()).extracting("text").containsExactly(DIFFICULT_NAME);
        assertThat(table.indexes().get(0).name().text()).isEqualTo(DIFFICULT_NAME);
        assertThat(table.indexes().get(0).comment()).isEqualTo(DIFFICULT_TEXT);
        assertThat(table.rollups().get(0).name().text()).isEqualTo(DIFFICULT_NAME);
        assertThat(table.properties())
                .extracting(Property::value)
                .containsExactly(
                        escapePlaceholders(DIFFICULT_TEXT),
                        escapePlaceholders(DIFFICULT_NAME),
                        escapePlaceholders(DIFFICULT_TEXT));
        ColumnDefinition column = table.columns().get(0);
        assertThat(column.name().text()).isEqualTo(DIFFICULT_NAME);
        assertThat(column.comment()).isEqualTo(DIFFICULT_TEXT);
        assertThat(column.defaultValue()).isEqualTo(new ColumnDefault.TextDefault(DIFFICULT_TEXT));
        assertThat(declaration.previousName().name()).isEqualTo(DIFFICULT_TEXT);
        assertThat(declaration.allowedWarnings()).extracting("code").containsExactly(DIFFICULT_TEXT);
        assertThat(declaration.columns().get(0).previousName().name()).isEqualTo(DIFFICULT_TEXT);
    }

    @Test
    void textsOfAViewAreReadUnchanged() {
        ObjectDeclaration declaration = read("""
            @View(name = DIFFICULT_NAME, comment = DIFFICULT_TEXT, query = "SELECT '*/ \\\\\\\\u12 {@x} $L \\"\\"\\" ` \\n 😀 ' AS a ")
            public record Sample(@Column(comment = DIFFICULT_TEXT) String a) {}
            """);
        CreateView view = (CreateView) declaration.statement();
        assertThat(view.comment()).isEqualTo(DIFFICULT_TEXT);
        assertThat(view.columns().get(0).comment()).isEqualTo(DIFFICULT_TEXT);
        assertThat(view.queryText().text()).isEqualTo("SELECT '*/ \\\\u12 {@x} $L \"\"\" ` \n 😀 ' AS a");
    }

    @Test
    void textsOfAMaterializedViewAreReadUnchanged() {
        ObjectDeclaration declaration = read("""
            @MaterializedView(name = DIFFICULT_NAME, comment = DIFFICULT_TEXT, query = "SELECT a FROM t")
            @Refresh(mode = MANUAL)
            @PartitionBy(DIFFICULT_NAME)
            @DistributedByHash(DIFFICULT_NAME)
            @Property(name = "p", value = VALUE_OF_DIFFICULT_TEXT)
            public record Sample(@Column(name = DIFFICULT_NAME) String a) {}
            """);
        CreateMaterializedView view = (CreateMaterializedView) declaration.statement();
        assertThat(view.name().lastPart().text()).isEqualTo(DIFFICULT_NAME);
        assertThat(view.comment()).isEqualTo(DIFFICULT_TEXT);
        assertThat(view.properties().get(0).value()).isEqualTo(escapePlaceholders(DIFFICULT_TEXT));
    }
}
